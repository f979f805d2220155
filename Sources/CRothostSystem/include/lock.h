/* Locking a whole file with a limit, which flock(2) lacks, and finding who holds it. */
#ifndef ROTHOST_LOCK_H
#define ROTHOST_LOCK_H

#include <stdint.h>
#include <sys/types.h>

/* Tries for so long, ever more seldom, to lock an open file for its holder alone; 0, or -1 with errno,
   EWOULDBLOCK where somebody else still holds it. */
int rothost_lock_file(int file, uint32_t milliseconds);
/* The process that locked an open file, by /proc/locks; 0 where the system does not tell. */
pid_t rothost_lock_holder(int file);

#endif
