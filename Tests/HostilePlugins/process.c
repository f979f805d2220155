/* Acts that change the process around them, and acts that reach out of it. */
#define _GNU_SOURCE
#include "acts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <linux/sockios.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

rot_status close_files(const rot_evaluation *e) {
  (void)e;
  for (int file = 0; file < 256; file++) close(file);
  return ROT_OK;
}
rot_status steal_socket(const rot_evaluation *e) {
  (void)e;
  int other = open("/dev/null", O_RDONLY);
  for (int file = 2; file < 16; file++) dup2(other, file);
  return ROT_OK;
}

/* The answer tells whether the mode that an earlier call set is still there. */
rot_status change_rounding(const rot_evaluation *e) {
  volatile double one = 1, three = 3;
  rot_status status = e->outputs->set_real(e->outputs, 1, one / three);
  fesetround(FE_UPWARD);
  return status;
}
rot_status change_locale(const rot_evaluation *e) { (void)e; setlocale(LC_ALL, ""); return ROT_OK; }

rot_status ignore_signals(const rot_evaluation *e) {
  for (int number = 1; number < 32; number++) signal(number, SIG_IGN);
  return null_write(e);
}
static void loop(int number) { while (number) {} }
rot_status loop_in_handler(const rot_evaluation *e) {
  signal(SIGSEGV, loop);
  return null_write(e);
}
rot_status change_folder(const rot_evaluation *e) { (void)e; return DONE(chdir("/") == 0); }
rot_status change_environment(const rot_evaluation *e) {
  (void)e;
  clearenv();
  return DONE(setenv("LD_PRELOAD", "/nowhere.so", 1) == 0);
}

rot_status flood_log(const rot_evaluation *e) {
  for (int i = 0; i < 20000; i++) e->host->log(e->host, ROT_LOG_INFO, "one line more than anyone wants to read");
  for (int i = 0; i < 2000; i++) e->host->warn(e->host, "a warning");
  return ROT_OK;
}
rot_status flood_streams(const rot_evaluation *e) {
  (void)e;
  for (int i = 0; i < 20000; i++) {
    puts("what a plugin must not print at all");
    fputs("and not here either\n", stderr);
  }
  return ROT_OK;
}
rot_status print_forever(const rot_evaluation *e) {
  static char line[4096];
  (void)e;
  memset(line, 'x', sizeof line);
  fcntl(2, F_SETPIPE_SZ, 1 << 20);
  for (;;) {
    ssize_t ignored = write(2, line, sizeof line);
    (void)ignored;
  }
}
rot_status odd_progress(const rot_evaluation *e) {
  const double odd[] = {NAN, INFINITY, -INFINITY, -1, 2, 1e300};
  for (int i = 0; i < 6; i++) e->host->progress(e->host, odd[i]);
  return ROT_OK;
}
rot_status long_words(const rot_evaluation *e) {
  static char words[1 << 20];
  memset(words, 'x', sizeof words - 1);
  return e->host->fail(e->host, ROT_ERR_FAILED, words);
}

rot_status start_process(const rot_evaluation *e) { (void)e; return DONE(fork() < 0 && errno == EPERM); }
rot_status start_program(const rot_evaluation *e) {
  (void)e;
  execl("/bin/true", "true", (char *)NULL);
  return DONE(system("true") != 0);
}
rot_status open_socket(const rot_evaluation *e) {
  (void)e;
  return DONE(socket(AF_INET, SOCK_STREAM, 0) < 0 && socket(AF_UNIX, SOCK_STREAM, 0) < 0);
}
rot_status write_file(const rot_evaluation *e) {
  (void)e;
  return DONE(open("/tmp/rothost-hostile", O_WRONLY | O_CREAT, 0600) < 0 && open("/dev/shm/rothost-hostile", O_RDWR | O_CREAT, 0600) < 0);
}
rot_status kill_host(const rot_evaluation *e) { (void)e; return DONE(kill(getppid(), SIGKILL) < 0); }
rot_status trace_host(const rot_evaluation *e) {
  (void)e;
  return DONE(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) < 0);
}
rot_status remove_file(const rot_evaluation *e) {
  (void)e;
  return DONE(unlink("/tmp/rothost-hostile") < 0 && errno != ENOENT && mkdir("/tmp/rothost-hostile", 0700) < 0);
}
rot_status shared_memory(const rot_evaluation *e) {
  (void)e;
  return DONE(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED &&
              memfd_create("more", 0) < 0);
}
rot_status raise_limits(const rot_evaluation *e) {
  struct rlimit files = {1024, 1024};
  (void)e;
  return DONE(prlimit(getppid(), RLIMIT_NOFILE, &files, NULL) < 0);
}
/* Of a file that can be read, as writer.lock of the cache can. */
rot_status hold_lock(const rot_evaluation *e) {
  struct flock whole = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
  int file = open("/proc/self/exe", O_RDONLY), held = flock(file, LOCK_EX) == 0 || flock(file, LOCK_SH) == 0;
  const int commands[] = {F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW};
  (void)e;
  for (int i = 0; i < 4; i++) held |= fcntl(file, commands[i], &whole) == 0;
  /* The kernel ignores the upper half of the command. */
  held |= syscall(SYS_fcntl, (long)file, 1L << 40 | F_OFD_SETLK, &whole) == 0;
  held |= fcntl(file, F_SETLEASE, F_RDLCK) == 0;
  return DONE(file >= 0 && !held);
}
/* Through the owner of a file, whom the kernel signals. Refused by name, so that it does not take
   Landlock, which lets an owner be set and drops the signal. */
rot_status own_signals(const rot_evaluation *e) {
  struct f_owner_ex owner = {.type = F_OWNER_PID, .pid = getppid()};
  int ends[2] = {-1, -1}, host = getppid(), refused = pipe(ends) == 0;
  (void)e;
  refused &= fcntl(ends[0], F_SETOWN, host) < 0 && errno == EPERM;
  refused &= fcntl(ends[0], F_SETOWN_EX, &owner) < 0 && errno == EPERM;
  refused &= fcntl(ends[0], F_SETSIG, SIGKILL) < 0 && errno == EPERM;
  refused &= ioctl(ends[0], FIOSETOWN, &host) < 0 && errno == EPERM;
  refused &= ioctl(ends[0], SIOCSPGRP, &host) < 0 && errno == EPERM;
  refused &= ioctl(ends[0], 1L << 40 | FIOSETOWN, &host) < 0 && errno == EPERM;
  fcntl(ends[0], F_SETFL, O_ASYNC);
  return DONE(write(ends[1], "!", 1) == 1 && refused);
}
rot_status change_terminal(const rot_evaluation *e) {
  const unsigned long commands[] = {TIOCSPGRP, TIOCSTI, TIOCSCTTY, TIOCSWINSZ, TCSETS, TCSETSW, TCSETSF};
  int file = open("/dev/null", O_RDONLY), refused = file >= 0;
  (void)e;
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    refused &= ioctl(file, commands[i], NULL) < 0 && errno == EPERM;
  return DONE(refused && setpgid(0, getpgid(getppid())) < 0 && open("/dev/tty", O_RDONLY) < 0);
}
/* Memory that RLIMIT_DATA does not count: new stacks, the rest of this one, a higher limit. */
static sigjmp_buf refused_page;
static void refuse_page(int number) { siglongjmp(refused_page, number); }
rot_status grow_stack(const rot_evaluation *e) {
  const struct rlimit endless = {RLIM_INFINITY, RLIM_INFINITY};
  int raised = setrlimit(RLIMIT_STACK, &endless) == 0 || setrlimit(RLIMIT_DATA, &endless) == 0;
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN;
  void *stack = mmap(NULL, 4096, PROT_READ | PROT_WRITE, flags, -1, 0);
  /* A hole in the stack: what is above it would grow into it. */
  char *hole = (char *)((uintptr_t)&e & ~(uintptr_t)4095) - (4 << 20);
  munmap(hole, 4096);
  signal(SIGSEGV, refuse_page);
  if (sigsetjmp(refused_page, 1) == 0) {
    *(volatile char *)hole = 1;
    raised = 1;
  }
  signal(SIGSEGV, SIG_DFL);
  return DONE(!raised && stack == MAP_FAILED);
}

/* By the signal that threads of the C library tell each other, whose handler may be any. */
static volatile int followed_no_more;
static void stop_here(int number) {
  followed_no_more = number;
  for (;;) pause();
}
static void back(void) { syscall(SYS_rt_sigreturn); }
rot_status stop_follower(const rot_evaluation *e) {
  struct { void (*handler)(int); unsigned long flags; void (*restorer)(void); unsigned long mask; } action = {
      stop_here, 0x04000000 /* SA_RESTORER */, back, 0};
  (void)e;
  for (int number = 32; number < 34; number++) {
    syscall(SYS_rt_sigaction, number, &action, NULL, 8);
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *task; tasks && (task = readdir(tasks));)
      if (atoi(task->d_name) > 0 && atoi(task->d_name) != getpid())
        syscall(SYS_tgkill, getpid(), atoi(task->d_name), number);
    closedir(tasks);
  }
  usleep(50000);
  return DONE(followed_no_more == 0);
}
