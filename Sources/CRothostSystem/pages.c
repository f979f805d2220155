#define _GNU_SOURCE
#include "pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

size_t rothost_page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

/* From this size on memory is worth the huge pages of the system where it lends them: an array of
   8 MB is more 4 KB pages than a processor remembers places of. numpy begins at the same size. */
static const size_t huge_from = (size_t)4 << 20;
static const size_t huge_page = (size_t)2 << 20;

/* Reserves the guards and the room between them in one mapping, so that nothing else can settle
   next to the data. Large rooms begin at a huge page. */
static char *reserve(size_t bytes) {
  size_t page = rothost_page_size(), room = bytes + 2 * page;
  size_t slack = bytes >= huge_from ? huge_page : 0;
  char *whole = mmap(NULL, room + slack, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (whole == MAP_FAILED) return NULL;
  if (slack == 0) return whole + page;
  size_t before = (slack - ((uintptr_t)whole + page) % slack) % slack;
  if (before > 0) munmap(whole, before);
  if (before < slack) munmap(whole + before + room, slack - before);
  return whole + before + page;
}

void *rothost_map_guarded(size_t bytes) {
  char *base = reserve(bytes);
  if (base == NULL) return NULL;
  if (mprotect(base, bytes, PROT_READ | PROT_WRITE) == 0) {
    if (bytes >= huge_from) madvise(base, bytes, MADV_HUGEPAGE); /* a wish: refused where there are none */
    return base;
  }
  rothost_unmap_guarded(base, bytes);
  errno = ENOMEM;
  return NULL;
}

void *rothost_map_guarded_file(int file, size_t bytes) {
  char *base = reserve(bytes);
  if (base == NULL) return NULL;
  /* Shared, so that mprotect cannot make it writable. Where the file could not be reopened for
     reading, kernels before 6.7 refuse that and get a private mapping, which reads the same pages. */
  void *data = mmap(base, bytes, PROT_READ, MAP_SHARED | MAP_FIXED, file, 0);
  if (data == MAP_FAILED) data = mmap(base, bytes, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0);
  if (data != MAP_FAILED) return data;
  int reason = errno;
  rothost_unmap_guarded(base, bytes);
  errno = reason;
  return NULL;
}

void rothost_unmap_guarded(void *base, size_t bytes) {
  size_t page = rothost_page_size();
  munmap((char *)base - page, bytes + 2 * page);
}

int rothost_create_memory_file(size_t bytes) {
  int file = memfd_create("rothost-frame", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -1;
  if (ftruncate(file, (off_t)bytes) == 0) return file;
  int reason = errno;
  close(file);
  errno = reason;
  return -1;
}

void *rothost_map_writable_file(int file, size_t bytes) {
  void *data = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (data == MAP_FAILED) return NULL;
  /* A process forked meanwhile would hold a writable mapping, and the file could not be sealed. */
  madvise(data, bytes, MADV_DONTFORK);
  return data;
}

void rothost_unmap(void *base, size_t bytes) { munmap(base, bytes); }

int rothost_reopen_for_reading(int file) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  int reading = open(path, O_RDONLY | O_CLOEXEC);
  if (reading < 0) return file;
  close(file);
  return reading;
}

int rothost_seal_memory_file(int file) {
  const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
  /* Busy: a process forked between mmap and madvise holds the mapping until it calls exec. */
  for (int tries = 0; tries < 1000; tries++) {
    if (fcntl(file, F_ADD_SEALS, seals) == 0) return 0;
    if (errno != EBUSY) return -1;
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  }
  errno = EBUSY;
  return -1;
}
