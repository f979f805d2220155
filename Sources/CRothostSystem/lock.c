#define _GNU_SOURCE
#include "lock.h"

#include <errno.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

static int64_t now_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* A holder of this program keeps a lock for milliseconds, but for a long import; so the first tries
   follow each other soon, and the later ones cost next to nothing. */
int rothost_lock_file(int file, uint32_t milliseconds) {
  const long longest = 10000000;
  struct timespec pause = {0, 100000};
  int64_t end = now_nanoseconds() + milliseconds * 1000000LL;
  for (;;) {
    if (flock(file, LOCK_EX | LOCK_NB) == 0) return 0;
    if (errno != EWOULDBLOCK && errno != EINTR) return -1;
    if (now_nanoseconds() >= end) break;
    nanosleep(&pause, NULL);
    if (pause.tv_nsec < longest) pause.tv_nsec *= 2;
  }
  errno = EWOULDBLOCK;
  return -1;
}

/* proc(5): `1: FLOCK  ADVISORY  WRITE 1234 08:01:567 0 EOF`; who waits stands behind an arrow. */
pid_t rothost_lock_holder(int file) {
  struct stat status;
  FILE *locks = fopen("/proc/locks", "re");
  if (locks == NULL) return 0;
  pid_t holder = 0;
  char line[256];
  while (fstat(file, &status) == 0 && fgets(line, sizeof line, locks)) {
    int process;
    unsigned major_number, minor_number;
    unsigned long inode;
    if (sscanf(line, "%*u: FLOCK %*s %*s %d %x:%x:%lu", &process, &major_number, &minor_number, &inode) == 4 &&
        inode == status.st_ino && major_number == major(status.st_dev) && minor_number == minor(status.st_dev))
      holder = process;
  }
  fclose(locks);
  return holder > 0 ? holder : 0;
}
