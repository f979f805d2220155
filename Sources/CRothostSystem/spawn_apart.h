/* How every process of rothost's own is started; private to this module. */
#ifndef ROTHOST_SPAWN_APART_H
#define ROTHOST_SPAWN_APART_H

#include <spawn.h>
#include <sys/types.h>

/* Starts `arguments[0]` in a session of its own, no signal blocked or handled, with the files
   that `actions` gives it; 0, or an errno. */
int rothost_spawn_apart(char *const *arguments, char *const *environment,
                        const posix_spawn_file_actions_t *actions, pid_t *process);

#endif
