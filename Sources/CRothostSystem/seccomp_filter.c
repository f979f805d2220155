#define _GNU_SOURCE
#include "seccomp_filter.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* seccomp.h of libseccomp 2.5, as far as it is used: the library is opened at run time, so that a
   host without it still has its other walls. */
typedef struct comparison {
  unsigned argument;
  int operator;
  uint64_t a, b;
} comparison;
enum { NOT_EQUAL = 1, MASKED_EQUAL = 7 };
static const uint32_t allow = 0x7fff0000u, answer_error = 0x00050000u;

typedef struct library {
  void *(*init)(uint32_t action);
  int (*resolve)(const char *name);
  int (*add)(void *filter, uint32_t action, int call, unsigned count, const comparison *comparisons);
  int (*load)(void *filter);
  void (*release)(void *filter);
} library;

/* Never needed by a computation: network, other processes, files to write, the kernel's own doors. */
static const char *const forbidden[] = {
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg",
    "sendmmsg", "fork", "vfork", "execve", "execveat", "ptrace", "process_vm_readv",
    "process_vm_writev", "process_madvise", "pidfd_open", "pidfd_send_signal", "pidfd_getfd",
    "rt_sigqueueinfo", "rt_tgsigqueueinfo", "tkill", "setpgid", "setsid", "vhangup", "kcmp",
    "creat", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2",
    "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "chmod", "fchmod", "fchmodat",
    "fchmodat2", "chown", "fchown", "lchown", "fchownat", "truncate", "ftruncate", "fallocate",
    "utime", "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr",
    "removexattr", "lremovexattr", "fremovexattr", "memfd_create", "memfd_secret", "shmget",
    "shmat", "shmctl", "msgget", "semget", "mq_open", "mq_unlink", "io_uring_setup",
    "io_uring_enter", "io_uring_register", "bpf", "perf_event_open", "userfaultfd", "keyctl",
    "add_key", "request_key", "unshare", "setns", "mount", "umount2", "pivot_root", "chroot",
    "move_mount", "open_tree", "fsopen", "fsmount", "mount_setattr", "swapon", "swapoff", "reboot",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "acct",
    "quotactl", "flock", "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid",
    "setgroups", "setpriority", "sched_setaffinity", "sched_setscheduler", "sched_setattr",
    "ioprio_set", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname",
    "setdomainname", "personality", "name_to_handle_at", "open_by_handle_at"};

/* Commands of calls that are needed otherwise. */
static const struct {
  const char *call;
  uint32_t number;
} commands[] = {
    /* Locks of files that can be read hinder whoever waits for them. */
    {"fcntl", F_SETLK},
    {"fcntl", F_SETLKW},
    {"fcntl", F_OFD_SETLK},
    {"fcntl", F_OFD_SETLKW},
    {"fcntl", F_SETLEASE},
    /* The host reads of a pipe what one holds. */
    {"fcntl", F_SETPIPE_SZ},
    /* Signals that the kernel sends for a file's owner, and to a terminal's foreground. */
    {"fcntl", F_SETOWN},
    {"fcntl", F_SETOWN_EX},
    {"fcntl", F_SETSIG},
    {"ioctl", FIOSETOWN},
    {"ioctl", SIOCSPGRP},
    {"ioctl", TIOCSPGRP},
    {"ioctl", TIOCSIG},
    {"ioctl", TIOCSWINSZ},
    {"ioctl", TIOCNOTTY},
    /* A terminal's input, settings and owner. */
    {"ioctl", TIOCSTI},
    {"ioctl", TIOCSCTTY},
    {"ioctl", TIOCSETD},
    {"ioctl", TIOCLINUX},
    {"ioctl", TIOCCONS},
    {"ioctl", TCSETS},
    {"ioctl", TCSETSW},
    {"ioctl", TCSETSF},
    {"ioctl", TCSETA},
    {"ioctl", TCSETAW},
    {"ioctl", TCSETAF},
    /* TCSETS2, TCSETSW2, TCSETSF2: glibc has no struct termios2 to take their numbers from. */
    {"ioctl", 0x402C542Bu},
    {"ioctl", 0x402C542Cu},
    {"ioctl", 0x402C542Du}};

typedef struct conditional {
  const char *call;
  int reason;
  comparison when;
} conditional;

static int add_conditional(const library *lib, void *filter, const conditional *rule) {
  int call = lib->resolve(rule->call);
  if (call < 0) return 1; /* not a call of this machine */
  return lib->add(filter, answer_error | (uint32_t)rule->reason, call, 1, &rule->when) == 0;
}

static int add_conditionals(const library *lib, void *filter) {
  uint64_t self = (uint64_t)getpid();
  const conditional rules[] = {
      /* Threads may be made, processes not. clone3 hides its flags in memory: glibc falls back. */
      {"clone", EPERM, {0, MASKED_EQUAL, CLONE_THREAD, 0}},
      {"open", EACCES, {1, MASKED_EQUAL, O_ACCMODE, O_WRONLY}},
      {"open", EACCES, {1, MASKED_EQUAL, O_ACCMODE, O_RDWR}},
      {"open", EACCES, {1, MASKED_EQUAL, O_CREAT, O_CREAT}},
      {"open", EACCES, {1, MASKED_EQUAL, O_TRUNC, O_TRUNC}},
      {"openat", EACCES, {2, MASKED_EQUAL, O_ACCMODE, O_WRONLY}},
      {"openat", EACCES, {2, MASKED_EQUAL, O_ACCMODE, O_RDWR}},
      {"openat", EACCES, {2, MASKED_EQUAL, O_CREAT, O_CREAT}},
      {"openat", EACCES, {2, MASKED_EQUAL, O_TRUNC, O_TRUNC}},
      {"kill", EPERM, {0, NOT_EQUAL, self, 0}},
      {"tgkill", EPERM, {0, NOT_EQUAL, self, 0}},
      {"prlimit64", EPERM, {0, NOT_EQUAL, 0, 0}},
      /* Memory that RLIMIT_DATA does not count. */
      {"mmap", ENOMEM, {3, MASKED_EQUAL, MAP_SHARED | MAP_ANONYMOUS, MAP_SHARED | MAP_ANONYMOUS}},
      {"mmap", ENOMEM, {3, MASKED_EQUAL, MAP_GROWSDOWN, MAP_GROWSDOWN}},
  };
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
    if (!add_conditional(lib, filter, &rules[i])) return 0;
  static const char *const missing[] = {"clone3", "openat2"};
  for (size_t i = 0; i < 2; i++) {
    int call = lib->resolve(missing[i]);
    if (call >= 0 && lib->add(filter, answer_error | ENOSYS, call, 0, NULL) != 0) return 0;
  }
  return 1;
}

static int add_forbidden(const library *lib, void *filter, int makes_memory) {
  for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
    if (makes_memory &&
        (strcmp(forbidden[i], "memfd_create") == 0 || strcmp(forbidden[i], "ftruncate") == 0))
      continue;
    int call = lib->resolve(forbidden[i]);
    if (call >= 0 && lib->add(filter, answer_error | EPERM, call, 0, NULL) != 0) return 0;
  }
  return 1;
}

static int add_commands(const library *lib, void *filter) {
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
    /* The kernel looks at the lower half of a command alone. */
    conditional rule = {commands[i].call, EPERM, {1, MASKED_EQUAL, 0xFFFFFFFFu, commands[i].number}};
    if (!add_conditional(lib, filter, &rule)) return 0;
  }
  return 1;
}

int rothost_enter_seccomp(int makes_memory) {
  void *handle = dlopen("libseccomp.so.2", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return 0;
  library lib;
  *(void **)&lib.init = dlsym(handle, "seccomp_init");
  *(void **)&lib.resolve = dlsym(handle, "seccomp_syscall_resolve_name");
  *(void **)&lib.add = dlsym(handle, "seccomp_rule_add_array");
  *(void **)&lib.load = dlsym(handle, "seccomp_load");
  *(void **)&lib.release = dlsym(handle, "seccomp_release");
  if (!lib.init || !lib.resolve || !lib.add || !lib.load || !lib.release) return 0;
  void *filter = lib.init(allow);
  if (filter == NULL) return 0;
  int done = add_forbidden(&lib, filter, makes_memory) && add_commands(&lib, filter) &&
             add_conditionals(&lib, filter) && lib.load(filter) == 0;
  lib.release(filter);
  return done;
}
