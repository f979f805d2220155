/* What two processes pay to hand a word back and forth: the floor of a call in a worker.

   cc -O2 Benchmarks/wake_up.c -o wake_up && ./wake_up SPIN_US PAUSE_US
   Each side spins for SPIN_US microseconds before it sleeps in a futex; PAUSE_US of other work lie
   between two questions. Prints median, and first and last decile, of 5,000 round trips. */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5000 };
static int64_t took[ROUNDS];

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void await(uint32_t *word, uint32_t wanted, int64_t spin) {
  int64_t end = now() + spin;
  while (now() < end)
    for (int i = 0; i < 16; i++)
      if (__atomic_load_n(word, __ATOMIC_ACQUIRE) == wanted) return;
  for (uint32_t seen; (seen = __atomic_load_n(word, __ATOMIC_ACQUIRE)) != wanted;)
    syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
}

static void tell(uint32_t *word, uint32_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELEASE);
  syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  int64_t spin = atoll(arguments[1]) * 1000, pause = atoll(arguments[2]) * 1000;
  uint32_t *question = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  uint32_t *answer = question + 64;
  if (fork() == 0) {
    for (uint32_t round = 1; round <= ROUNDS; round++) {
      await(question, round, spin);
      tell(answer, round);
    }
    _exit(0);
  }
  for (uint32_t round = 1; round <= ROUNDS; round++) {
    for (int64_t end = now() + pause; now() < end;) {}
    int64_t start = now();
    tell(question, round);
    await(answer, round, spin);
    took[round - 1] = now() - start;
  }
  qsort(took, ROUNDS, sizeof *took, ascending);
  printf("spin %s us, pause %s us: median %.1f us, deciles %.1f and %.1f\n", arguments[1], arguments[2],
         (double)took[ROUNDS / 2] / 1e3, (double)took[ROUNDS / 10] / 1e3, (double)took[ROUNDS * 9 / 10] / 1e3);
}
