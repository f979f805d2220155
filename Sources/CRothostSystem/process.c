#define _GNU_SOURCE
#include "process.h"
#include "spawn_apart.h"

#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Above the numbers the worker wants, so that no copy overwrites one that is still to be made. */
static int moved_up(int file) { return fcntl(file, F_DUPFD_CLOEXEC, 16); }

int rothost_spawn_apart(char *const *arguments, char *const *environment,
                        const posix_spawn_file_actions_t *actions, pid_t *process) {
  posix_spawnattr_t attributes;
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int reason = posix_spawnattr_init(&attributes);
  if (reason != 0) return reason;
  /* A session of its own: Ctrl-C is the host's to answer, and the terminal the host's alone. */
  reason = posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (reason == 0) reason = posix_spawnattr_setsigmask(&attributes, &none);
  if (reason == 0) reason = posix_spawnattr_setsigdefault(&attributes, &all);
  if (reason == 0) reason = posix_spawn(process, arguments[0], actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  return reason;
}

static int give_files(posix_spawn_file_actions_t *actions, const int *files) {
  int reason = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
  if (reason == 0) reason = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
  if (reason == 0) reason = posix_spawn_file_actions_adddup2(actions, files[0], 2);
  if (reason == 0) reason = posix_spawn_file_actions_adddup2(actions, files[1], ROTHOST_WORKER_CHANNEL);
  if (reason == 0) reason = posix_spawn_file_actions_adddup2(actions, files[2], ROTHOST_WORKER_SOCKET);
  if (reason == 0) reason = posix_spawn_file_actions_addclosefrom_np(actions, ROTHOST_WORKER_SOCKET + 1);
  return reason;
}

static int spawn(char *const *arguments, char *const *environment, const int *files, pid_t *process) {
  posix_spawn_file_actions_t actions;
  int reason = posix_spawn_file_actions_init(&actions);
  if (reason != 0) return reason;
  reason = give_files(&actions, files);
  if (reason == 0) reason = rothost_spawn_apart(arguments, environment, &actions, process);
  posix_spawn_file_actions_destroy(&actions);
  return reason;
}

int rothost_spawn_worker(char *const *arguments, char *const *environment, int channel, int socket,
                         int errors, pid_t *process) {
  int files[3] = {moved_up(errors), moved_up(channel), moved_up(socket)};
  int reason = files[0] < 0 || files[1] < 0 || files[2] < 0
                   ? errno
                   : spawn(arguments, environment, files, process);
  for (int i = 0; i < 3; i++)
    if (files[i] >= 0) close(files[i]);
  return reason;
}

int rothost_open_process(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int rothost_kill_process(int process_file) {
  return (int)syscall(SYS_pidfd_send_signal, process_file, SIGKILL, NULL, 0);
}

/* 1 once the process has ended and its number is still its own, 0 while it runs, -1 where it was
   reaped by somebody else. */
static int is_zombie(pid_t process, int wait) {
  siginfo_t ended;
  ended.si_pid = 0;
  while (waitid(P_PID, (id_t)process, &ended, WEXITED | WNOWAIT | (wait ? 0 : WNOHANG)) != 0)
    if (errno != EINTR) return -1;
  return ended.si_pid != 0;
}

int rothost_reap(pid_t process, int wait, int *status) {
  *status = 0;
  int found = is_zombie(process, wait);
  if (found == 0) return ROTHOST_RUNS;
  if (found < 0) return ROTHOST_REAPED_ELSEWHERE;
  /* Where no filter kept the plugin from it, there may be processes of its own. */
  kill(-process, SIGKILL);
  pid_t reaped;
  while ((reaped = waitpid(process, status, 0)) < 0 && errno == EINTR) {
  }
  return reaped == process ? ROTHOST_REAPED : ROTHOST_REAPED_ELSEWHERE;
}

int rothost_socket_pair(int *sockets) {
  return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets);
}

int rothost_quiet_pipe(int *ends) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK); }

typedef union control {
  struct cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(int))];
} control;

int rothost_send_file(int socket, int file, uint64_t name) {
  control room;
  memset(&room, 0, sizeof room);
  struct iovec data = {&name, sizeof name};
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = room.bytes, .msg_controllen = sizeof room.bytes};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof file);
  memcpy(CMSG_DATA(header), &file, sizeof file);
  /* Never waits: a worker that does not read its files is given up. */
  return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)sizeof name ? 0 : -1;
}

int rothost_receive_file(int socket, uint64_t *name) {
  control room;
  struct iovec data = {name, sizeof *name};
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = room.bytes, .msg_controllen = sizeof room.bytes};
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) != (ssize_t)sizeof *name) return -1;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header == NULL || header->cmsg_type != SCM_RIGHTS) return -1;
  int file;
  memcpy(&file, CMSG_DATA(header), sizeof file);
  return file;
}

void *rothost_map_file(int file, size_t bytes) {
  void *base = mmap(NULL, bytes, PROT_READ, MAP_SHARED, file, 0);
  return base == MAP_FAILED ? NULL : base;
}

void rothost_limit_processor(uint32_t seconds) {
  struct rlimit limit;
  struct rusage usage;
  if (getrlimit(RLIMIT_CPU, &limit) != 0 || getrusage(RUSAGE_SELF, &usage) != 0) return;
  rlim_t used = (rlim_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1);
  /* Every core may be busy for as long. Below the hard limit, at which the system does not say why it
     ends a process. */
  rlim_t most = limit.rlim_max == RLIM_INFINITY ? limit.rlim_max : limit.rlim_max - 5;
  rlim_t wanted = used + seconds * (rlim_t)sysconf(_SC_NPROCESSORS_ONLN);
  limit.rlim_cur = seconds == 0 || wanted > most ? most : wanted;
  setrlimit(RLIMIT_CPU, &limit);
}

void rothost_reset_arithmetic(void) { fesetenv(FE_DFL_ENV); }

uint64_t rothost_memory_size(void) {
  return (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
}
