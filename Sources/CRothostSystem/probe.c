#define _GNU_SOURCE
#include "probe.h"
#include "spawn_apart.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int give_files(posix_spawn_file_actions_t *actions, int output) {
  int reason = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
  if (reason == 0) reason = posix_spawn_file_actions_adddup2(actions, output, 1);
  if (reason == 0) reason = posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0);
  if (reason == 0) reason = posix_spawn_file_actions_addclosefrom_np(actions, 3);
  return reason;
}

static int spawn_probe(char *const *arguments, char *const *environment, int output, pid_t *process) {
  posix_spawn_file_actions_t actions;
  int reason = posix_spawn_file_actions_init(&actions);
  if (reason != 0) return reason;
  reason = give_files(&actions, output);
  if (reason == 0) reason = rothost_spawn_apart(arguments, environment, &actions, process);
  posix_spawn_file_actions_destroy(&actions);
  return reason;
}

/* Reads until the writer is gone; 1 where time ran out first. */
static int collect(int input, int64_t end, char *output, size_t capacity, size_t *length) {
  char spare[4096];
  for (;;) {
    int64_t left = end - now_milliseconds();
    if (left <= 0) return 1;
    struct pollfd watched = {.fd = input, .events = POLLIN};
    int found = poll(&watched, 1, left > 1000 ? 1000 : (int)left);
    if (found < 0 && errno != EINTR) return 1;
    if (found <= 0) continue;
    size_t room = capacity - *length;
    ssize_t got = room > 0 ? read(input, output + *length, room) : read(input, spare, sizeof spare);
    if (got == 0) return 0;
    if (got < 0 && errno != EINTR) return 0;
    if (got > 0 && room > 0) *length += (size_t)got;
  }
}

/* 1 once the process is reaped; it may have closed its output and live on. */
static int reaped(pid_t process, int64_t end, int *status) {
  for (;;) {
    pid_t ended = waitpid(process, status, WNOHANG);
    if (ended == process || (ended < 0 && errno != EINTR)) return 1;
    if (now_milliseconds() >= end) return 0;
    struct timespec pause = {0, 1000000};
    nanosleep(&pause, NULL);
  }
}

int rothost_run_probe(char *const *arguments, char *const *environment, uint32_t milliseconds,
                      char *output, size_t capacity, size_t *length, int *status) {
  int ends[2];
  pid_t process;
  *length = 0;
  *status = 0;
  if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
  int64_t end = now_milliseconds() + milliseconds;
  int reason = spawn_probe(arguments, environment, ends[1], &process);
  close(ends[1]);
  if (reason != 0) {
    close(ends[0]);
    return -reason;
  }
  int late = collect(ends[0], end, output, capacity, length) || !reaped(process, end, status);
  close(ends[0]);
  if (late) {
    kill(process, SIGKILL);
    while (waitpid(process, status, 0) < 0 && errno == EINTR) {
    }
  }
  return late;
}

static int diverted = -1;

int rothost_divert_streams(void) {
  /* Above what a plugin is likely to close by mistake. */
  int output = fcntl(1, F_DUPFD_CLOEXEC, 40);
  int memory = memfd_create("printed", MFD_CLOEXEC);
  if (output < 0 || memory < 0) return -1;
  diverted = fcntl(memory, F_DUPFD_CLOEXEC, 40);
  if (diverted < 0 || dup2(memory, 1) < 0 || dup2(memory, 2) < 0) return -1;
  close(memory);
  return output;
}

void rothost_flush_streams(void) { fflush(NULL); }

int64_t rothost_diverted_bytes(void) {
  struct stat status;
  return fstat(diverted, &status) == 0 ? (int64_t)status.st_size : -1;
}

int rothost_write_all(int file, const void *bytes, size_t count) {
  const char *at = bytes;
  while (count > 0) {
    ssize_t written = write(file, at, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return -1;
    at += written;
    count -= (size_t)written;
  }
  return 0;
}
