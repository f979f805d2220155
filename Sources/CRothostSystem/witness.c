#define _GNU_SOURCE
#include <dirent.h>
#include <fenv.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "probe.h"
#include "sanitizer.h"

extern char **environ;

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv: nothing here is hostile to its hash. */
static uint64_t mixed(uint64_t hash, const void *bytes, size_t count) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < count; i++) hash = (hash ^ at[i]) * 0x100000001B3ull;
  return hash;
}

static const uint64_t start = 0xCBF29CE484222325ull;

static uint64_t text(uint64_t hash, const char *words) {
  return words == NULL ? hash ^ 1 : mixed(hash, words, strlen(words) + 1);
}

static uint64_t arithmetic(void) {
  uint64_t state = (uint64_t)(unsigned)fegetround();
#if defined(__x86_64__)
  uint16_t word;
  __asm__ volatile("fnstcw %0" : "=m"(word));
  /* Without the flags of exceptions that happened, which every division may set. */
  state = state << 32 | (uint64_t)(__builtin_ia32_stmxcsr() & ~0x3Fu) << 16 | word;
#elif defined(__aarch64__)
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  state = state << 32 ^ control;
#endif
  return state;
}

static uint64_t signals(void) {
  uint64_t hash = start;
  sigset_t mask;
  pthread_sigmask(SIG_SETMASK, NULL, &mask);
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) != 0) continue;
    hash = mixed(hash, &action.sa_handler, sizeof action.sa_handler);
    hash = mixed(hash, &action.sa_flags, sizeof action.sa_flags);
    int blocked = sigismember(&mask, number);
    hash = mixed(hash, &blocked, sizeof blocked);
  }
  return hash;
}

static uint64_t environment(void) {
  uint64_t hash = start;
  for (char **at = environ; at != NULL && *at != NULL; at++) hash = text(hash, *at);
  return hash;
}

static uint64_t directory(void) {
  struct stat here;
  if (stat(".", &here) != 0) return 0;
  return mixed(mixed(start, &here.st_ino, sizeof here.st_ino), &here.st_dev, sizeof here.st_dev);
}

static uint64_t timers(void) {
  uint64_t running = 0;
  for (int kind = ITIMER_REAL; kind <= ITIMER_PROF; kind++) {
    struct itimerval timer;
    if (getitimer(kind, &timer) != 0) continue;
    if (timer.it_value.tv_sec || timer.it_value.tv_usec || timer.it_interval.tv_sec) running |= 1u << kind;
  }
  return running;
}

static uint64_t limits(void) {
  uint64_t hash = start;
  for (int kind = 0; kind < RLIM_NLIMITS; kind++) {
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)kind, &limit) == 0) hash = mixed(hash, &limit, sizeof limit);
  }
  int priority = getpriority(PRIO_PROCESS, 0);
  return mixed(hash, &priority, sizeof priority);
}

static uint64_t inode(int file) {
  struct stat status;
  return fstat(file, &status) == 0 ? (uint64_t)status.st_ino : 0;
}

enum { SEEN_FILES = 64 };
static uint64_t noted[SEEN_FILES];

void rothost_note_files(void) {
  for (int file = 0; file < SEEN_FILES; file++) noted[file] = inode(file);
}

int rothost_lost_file(void) {
  for (int file = 0; file < SEEN_FILES; file++)
    if (noted[file] != 0 && inode(file) != noted[file]) return file;
  return -1;
}

/* rand()'s hidden state is seen by swapping it for another and back: initstate answers the old one. */
static uint64_t random_state(void) {
  char other[128];
  char *before = initstate(1, other, sizeof other);
  if (before == NULL) return 0;
  uint64_t hash = mixed(start, before, 128);
  setstate(before);
  return hash;
}

rothost_witness rothost_witness_process(void) {
  mode_t mask = umask(0);
  umask(mask);
  rothost_witness seen = {
      .arithmetic = arithmetic(),
      .locale = text(text(start, setlocale(LC_ALL, NULL)), uselocale((locale_t)0) == LC_GLOBAL_LOCALE ? "" : "own"),
      .environment = environment(),
      .directory = directory(),
      .signals = signals(),
      .creation = mask,
      .timers = timers(),
      .limits = limits(),
      .random = random_state()};
  return seen;
}

static uint64_t entries(const char *folder) {
  DIR *open = opendir(folder);
  if (open == NULL) return 0;
  uint64_t count = 0;
  while (readdir(open) != NULL) count++;
  closedir(open);
  return count;
}

static void count_pages(rothost_possessions *owned) {
  unsigned long long mapped, resident;
  uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
  FILE *file = fopen("/proc/self/statm", "re");
  if (file == NULL) return;
  if (fscanf(file, "%llu %llu", &mapped, &resident) == 2)
    owned->mapped_bytes = mapped * page, owned->resident_bytes = resident * page;
  fclose(file);
}

rothost_possessions rothost_count_possessions(void) {
  rothost_possessions owned = {
      .heap_bytes = rothost_heap_bytes(),
      .files = entries("/proc/self/fd"),
      .threads = entries("/proc/self/task")};
  count_pages(&owned);
  return owned;
}

int rothost_set_thread_stack(size_t bytes) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  int reason = pthread_attr_setstacksize(&attributes, bytes);
  if (reason == 0) reason = pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
  return reason;
}

long rothost_thread_stack(void) {
  pthread_attr_t attributes;
  size_t bytes = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  pthread_attr_getstacksize(&attributes, &bytes);
  pthread_attr_destroy(&attributes);
  return (long)bytes;
}

/* Documentation/scheduler/sched-stats.rst of Linux: time on a processor, time in its queue, turns. */
uint64_t rothost_waited_nanoseconds(void) {
  unsigned long long ran, waited = 0;
  FILE *file = fopen("/proc/thread-self/schedstat", "re");
  if (file == NULL) return 0;
  if (fscanf(file, "%llu %llu", &ran, &waited) != 2) waited = 0;
  fclose(file);
  return waited;
}
