/* Acts that end the process or never return. */
#define _GNU_SOURCE
#include "acts.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

static volatile int zero;

rot_status null_write(const rot_evaluation *e) { (void)e; *(volatile int *)(intptr_t)zero = 1; return ROT_OK; }

rot_status wild_read(const rot_evaluation *e) {
  (void)e;
  /* In no process: between the program and what sanitizers keep beside it. */
  return *(volatile int *)(uintptr_t)(0x456789abc000u + (unsigned)zero) ? ROT_OK : ROT_ERR_FAILED;
}

rot_status divide_by_zero(const rot_evaluation *e) { (void)e; return 7 / zero; }

/* Pages of a map beyond the end of its file. */
rot_status bus_error(const rot_evaluation *e) {
  (void)e;
  int file = open("/proc/self/exe", O_RDONLY);
  off_t end = lseek(file, 0, SEEK_END) + (1 << 20);
  volatile char *map = mmap(NULL, (size_t)end, PROT_READ, MAP_PRIVATE, file, 0);
  return map[end - 4096 - 1];
}

rot_status abort_call(const rot_evaluation *e) { (void)e; abort(); }
rot_status illegal_instruction(const rot_evaluation *e) { (void)e; __builtin_trap(); }

static int deeper(volatile char *above) {
  volatile char room[4096];
  room[0] = above[0];
  return deeper(room) + room[0];
}
rot_status stack_overflow(const rot_evaluation *e) { char begin = (char)(intptr_t)e; return deeper(&begin); }

rot_status exit_zero(const rot_evaluation *e) { (void)e; exit(0); }
rot_status exit_seven(const rot_evaluation *e) { (void)e; _exit(7); }
rot_status kill_itself(const rot_evaluation *e) { (void)e; kill(getpid(), SIGKILL); return ROT_OK; }

/* Into a frame that is long gone. */
static jmp_buf gone;
__attribute__((constructor)) static void remember(void) { setjmp(gone); }
rot_status jump_out(const rot_evaluation *e) { (void)e; longjmp(gone, 1); }

rot_status endless_loop(const rot_evaluation *e) { (void)e; while (!zero) {} return ROT_OK; }

rot_status deadlock(const rot_evaluation *e) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  (void)e;
  pthread_mutex_lock(&lock);
  pthread_mutex_lock(&lock);
  return ROT_OK;
}

rot_status long_sleep(const rot_evaluation *e) { (void)e; for (;;) sleep(1000); }

rot_status blocked_signals(const rot_evaluation *e) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  return endless_loop(e);
}

/* Writes to whatever malloc answers, and so to NULL in the end. */
rot_status greedy(const rot_evaluation *e) {
  (void)e;
  for (;;) memset(malloc(1 << 24), 1, 1 << 24);
}

rot_status greedy_politely(const rot_evaluation *e) {
  (void)e;
  for (;;) {
    char *more = malloc(1 << 24);
    if (!more) return ROT_ERR_MEMORY;
    for (int i = 0; i < 1 << 24; i += 4096) more[i] = 1;
  }
}

rot_status alarm_clock(const rot_evaluation *e) {
  struct itimerval soon = {.it_value = {.tv_usec = 1000}};
  setitimer(ITIMER_REAL, &soon, NULL);
  return endless_loop(e);
}
