#include "memory_fixtures.h"

#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int32_t signal_of(void *address, int forced) {
  pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    /* Only calls that are safe after a fork of a process with threads. */
    signal(SIGSEGV, SIG_DFL);
    signal(SIGBUS, SIG_DFL);
    if (forced) {
      uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
      mprotect((void *)((uintptr_t)address & ~(page - 1)), page, PROT_READ | PROT_WRITE);
    }
    *(volatile char *)address = 1;
    _exit(0);
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child) return -1;
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

int32_t signal_of_write(void *address) { return signal_of(address, 0); }

int32_t signal_of_forced_write(void *address) { return signal_of(address, 1); }

pid_t child_that_waits(void) {
  pid_t child = fork();
  if (child == 0)
    for (;;) pause();
  return child;
}

void end_child(pid_t child) {
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}
