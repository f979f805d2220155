/* What a hostile function may do when it is called; each is survived and named. */
#ifndef HARM_H
#define HARM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define HARM static __attribute__((unused, noinline)) void

static volatile int zero;
HARM harmless(void) {}
HARM crash(void) { *(volatile int *)(intptr_t)zero = 1; }
HARM divide(void) { zero = 7 / zero; }
/* A page of a map beyond the end of its file. */
HARM bus(void) {
  int file = open("/proc/self/exe", O_RDONLY);
  off_t end = lseek(file, 0, SEEK_END) + (1 << 20);
  volatile char *map = mmap(NULL, (size_t)end, PROT_READ, MAP_PRIVATE, file, 0);
  zero = map[end - 4096 - 1];
}
HARM fail(void) { abort(); }
HARM trap(void) { __builtin_trap(); }
static __attribute__((unused, noinline)) int deeper(volatile char *above) {
  volatile char room[4096];
  room[0] = above[0];
  return deeper(room) + room[0];
}
HARM overflow(void) { char begin = 1; zero = deeper(&begin); }
HARM leave(void) { exit(0); }
HARM leave_at_once(void) { _exit(7); }
HARM loop(void) { while (!zero) {} }
HARM lock(void) {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
}
HARM doze(void) { for (;;) sleep(1000); }
/* Writes to whatever malloc answers, and so to NULL in the end. */
HARM greed(void) { for (;;) memset(malloc(1 << 24), 1, 1 << 24); }
/* Into a frame that is long gone. */
HARM jump(void) {
  jmp_buf gone;
  memset(&gone, 0, sizeof gone);
  longjmp(gone, 1);
}
HARM close_files(void) { for (int file = 0; file < 256; file++) close(file); }
static __attribute__((unused)) void *crash_later(void *nothing) { usleep(3000); crash(); return nothing; }
HARM thread(void) { pthread_t t; pthread_create(&t, NULL, crash_later, NULL); }

#endif
