/* Starting, watching and limiting a worker: what posix_spawn, pidfds, passed files, seccomp and
   Landlock need is macros, variadic or missing in Swift's Glibc module. */
#ifndef ROTHOST_PROCESS_H
#define ROTHOST_PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "channel.h"

/* The descriptors a worker finds open beside 0 and 1 (/dev/null) and 2 (the host's pipe). */
enum { ROTHOST_WORKER_CHANNEL = 3, ROTHOST_WORKER_SOCKET = 4 };

/* What a sanitizer that this is built with must be told in the environment of a process that runs
   plugins; NULL where there is none. */
const char *rothost_sanitizer_setting(void);
/* Starts `arguments[0]` in a session of its own; 0, or an errno. The three files are copied. */
int rothost_spawn_worker(char *const *arguments, char *const *environment, int channel, int socket,
                         int errors, pid_t *process);
/* A descriptor that stands for the process and no other; -1 with errno set. */
int rothost_open_process(pid_t process);
int rothost_kill_process(int process_file);
/* Reaps the process once it has ended, and ends what it left in its group. The status is told where it
   was reaped here, and not by the embedding program, which may wait for any child of its own. */
enum { ROTHOST_RUNS, ROTHOST_REAPED, ROTHOST_REAPED_ELSEWHERE };
int rothost_reap(pid_t process, int wait, int *status);

/* Two connected sockets, closed on exec; 0 or -1. */
int rothost_socket_pair(int *sockets);
/* A pipe, closed on exec, neither of whose ends ever waits; 0 or -1. */
int rothost_quiet_pipe(int *ends);
int rothost_send_file(int socket, int file, uint64_t name);
/* The next file sent, and its name; -1 where there is none to come. */
int rothost_receive_file(int socket, uint64_t *name);
/* A shared mapping of a whole file that cannot be made writable; NULL with errno set. */
void *rothost_map_file(int file, size_t bytes);

/* Ends this process when the host is gone or has closed its socket, and, once that is allowed, when
   it uses more than a tenth of a core though it has nothing to answer. */
int rothost_follow_host(rothost_channel *channel, int socket);
void rothost_let_rest_end(int allowed);
/* Takes what a plugin must not have away from this process, for ever; answers ROTHOST_HAS_*. */
uint32_t rothost_enter_sandbox(uint64_t memory_bytes);
/* The same for a process that is host and plugin in one, and seals inputs in files in memory. */
uint32_t rothost_enter_probe_sandbox(uint64_t memory_bytes);
/* At most this many more seconds of all processors' time from now on; 0 = no limit. */
void rothost_limit_processor(uint32_t seconds);
/* Round-to-nearest, no traps, no flushing of small numbers. */
void rothost_reset_arithmetic(void);
uint64_t rothost_memory_size(void);

#endif
