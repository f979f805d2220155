/* What validation needs of the system: a child of this very installation that says what it found, and
   a look at everything about a process that a plugin must leave as it was. */
#ifndef ROTHOST_PROBE_H
#define ROTHOST_PROBE_H

#include <stddef.h>
#include <stdint.h>

/* Runs `arguments[0]` to its end, at most `milliseconds`, and keeps the first `capacity` bytes of its
   standard output; its other streams go nowhere. 0 and the wait status, 1 where time ran out and it
   was killed, or a negative errno. */
int rothost_run_probe(char *const *arguments, char *const *environment, uint32_t milliseconds,
                      char *output, size_t capacity, size_t *length, int *status);

/* The probe: moves standard output out of the plugin's reach, and what is printed from now on into
   memory; the descriptor of the former, -1 on failure. */
int rothost_divert_streams(void);
/* Hands what C's streams still hold to their descriptors. */
void rothost_flush_streams(void);
/* Bytes printed since. */
int64_t rothost_diverted_bytes(void);
int rothost_write_all(int file, const void *bytes, size_t count);

/* Hashes of what a process is set to; equal where nothing changed. */
typedef struct rothost_witness {
  uint64_t arithmetic;  /* rounding, traps and flushing of small numbers */
  uint64_t locale, environment, directory;
  uint64_t signals;     /* handlers, and the mask of this thread */
  uint64_t creation;    /* umask */
  uint64_t timers;      /* interval timers and alarms that run */
  uint64_t limits;      /* resource limits and priority */
  uint64_t random;      /* the state of rand(), which is drawn from and set again */
} rothost_witness;

rothost_witness rothost_witness_process(void);

/* Notes what is open now; later the first descriptor of these that was closed or leads elsewhere, or
   -1. What was opened meanwhile is no loss. */
void rothost_note_files(void);
int rothost_lost_file(void);

/* What grows with a leak. */
typedef struct rothost_possessions {
  uint64_t heap_bytes, files, threads;
  uint64_t mapped_bytes;   /* of addresses, whether there is memory behind them or not */
  uint64_t resident_bytes; /* of memory */
} rothost_possessions;

rothost_possessions rothost_count_possessions(void);

/* The stack of threads made from now on. */
int rothost_set_thread_stack(size_t bytes);
/* Bytes of the calling thread's stack; 0 where they are not known. */
long rothost_thread_stack(void);

/* How long the calling thread has waited for a processor since it began: it could have run, and others
   did. 0 where the kernel does not say. */
uint64_t rothost_waited_nanoseconds(void);

#endif
