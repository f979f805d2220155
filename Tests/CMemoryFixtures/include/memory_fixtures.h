/* Proves that an access kills: it is tried in a child process. */
#ifndef MEMORY_FIXTURES_H
#define MEMORY_FIXTURES_H

#include <stdint.h>
#include <sys/types.h>

/* Writes one byte at `address` in a child; the signal that killed it, 0 if it lived, -1 if no child. */
int32_t signal_of_write(void *address);
/* The same for a child that first asks for the page to be made writable. */
int32_t signal_of_forced_write(void *address);

/* Forks, without exec, a process that holds whatever it inherits until end_child. */
pid_t child_that_waits(void);
void end_child(pid_t child);

#endif
