#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "channel.h"
#include "process.h"
#include "sanitizer.h"
#include "seccomp_filter.h"

static int limit(int resource, rlim_t value) {
  struct rlimit both;
  /* A lower one that was there before stays: only root could raise it. */
  if (getrlimit((__rlimit_resource_t)resource, &both) == 0 && both.rlim_max < value) value = both.rlim_max;
  both.rlim_cur = both.rlim_max = value;
  return setrlimit((__rlimit_resource_t)resource, &both) == 0;
}

#ifndef HAS_SHADOW
/* A stack grows outside of RLIMIT_DATA, and each piece of one that was cut grows by itself. So it gets
   all its addresses now, which cost no memory, and no page more later. */
static int end_stack(void) {
  const rlim_t most = 64 << 20, arguments = 1 << 20;
  struct rlimit stack;
  if (getrlimit(RLIMIT_STACK, &stack) != 0) return 0;
  rlim_t room = stack.rlim_cur < most ? stack.rlim_cur : most;
  if (room <= 2 * arguments) return limit(RLIMIT_STACK, room);
  volatile char here = 0;
  uintptr_t lowest = (uintptr_t)&here - (uintptr_t)(room - arguments);
  *(volatile char *)lowest = here;
  return limit(RLIMIT_STACK, (rlim_t)sysconf(_SC_PAGESIZE));
}
#endif

/* Root may raise any limit. */
static int drop_rights(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}, {0, 0, 0}};
  return syscall(SYS_capset, &header, none) == 0;
}

/* RLIMIT_DATA and not RLIMIT_AS: the cache's map is a terabyte of addresses. */
static int set_limits(uint64_t memory_bytes, int makes_memory) {
  /* Of every core: more than any evaluation takes, and an end for what nobody ends. */
  const rlim_t day = 24 * 60 * 60;
  /* A file in memory counts as a file to RLIMIT_FSIZE. */
  return limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 64) &&
         (makes_memory || limit(RLIMIT_FSIZE, 0)) && limit(RLIMIT_MEMLOCK, 0) &&
         limit(RLIMIT_MSGQUEUE, 0) && limit(RLIMIT_CPU, day * (rlim_t)sysconf(_SC_NPROCESSORS_ONLN)) &&
         limit(RLIMIT_DATA, rothost_shadow_bytes() + memory_bytes) && end_stack() && drop_rights();
}

/* The kernel's struct as of Landlock ABI 6; Debian 12's header ends after the first field. */
struct ruleset {
  uint64_t files, network, scope;
};

/* Rights by the ABI that brought them: linux/landlock.h, Documentation/userspace-api/landlock.rst.
   Bits 0, 1 and 4 to 12: execute, write and everything that makes or removes; read stays. */
static uint64_t file_rights(int version) {
  uint64_t rights = 1u << 0 | 1u << 1;
  for (int bit = 4; bit <= 12; bit++) rights |= 1u << bit;
  if (version >= 2) rights |= 1u << 13; /* REFER */
  if (version >= 3) rights |= 1u << 14; /* TRUNCATE */
  if (version >= 5) rights |= 1u << 15; /* IOCTL_DEV */
  return rights;
}

static uint32_t enter_landlock(void) {
  int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return 0;
  /* TCP bind and connect; abstract sockets and signals to processes outside. */
  struct ruleset rules = {file_rights(version), version >= 4 ? 3 : 0, version >= 6 ? 3 : 0};
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  int file = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
  if (file < 0) return 0;
  /* No rule is added, so that what is handled is denied everywhere. */
  int failed = (int)syscall(SYS_landlock_restrict_self, file, 0);
  close(file);
  if (failed) return 0;
  return ROTHOST_HAS_LANDLOCK_FILES | (version >= 4 ? ROTHOST_HAS_LANDLOCK_NETWORK : 0) |
         (version >= 6 ? ROTHOST_HAS_LANDLOCK_SCOPE : 0);
}

/* Where memory runs out, this process goes first. */
static void volunteer(void) {
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t ignored = write(file, "1000", 4);
  (void)ignored;
  close(file);
}

static uint32_t enter(uint64_t memory_bytes, int makes_memory) {
  volunteer();
  uint32_t parts = set_limits(memory_bytes, makes_memory) ? ROTHOST_HAS_LIMITS : 0;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return parts;
  parts |= enter_landlock();
  if (rothost_enter_seccomp(makes_memory)) parts |= ROTHOST_HAS_SECCOMP;
  return parts;
}

uint32_t rothost_enter_sandbox(uint64_t memory_bytes) { return enter(memory_bytes, 0); }

uint32_t rothost_enter_probe_sandbox(uint64_t memory_bytes) { return enter(memory_bytes, 1); }
