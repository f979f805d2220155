/* The words of the channel, known to channel.c and crash.c alone. */
#ifndef ROTHOST_CHANNEL_LAYOUT_H
#define ROTHOST_CHANNEL_LAYOUT_H

#include "channel.h"

enum { ROTHOST_LOG_BYTES = 1 << 16, ROTHOST_HEADER_BYTES = 4096 };

struct rothost_channel {
  /* Futex words: the number of the last request, and of the last one answered. */
  uint32_t request, reply;
  /* 1 while a side sleeps on the other's word. */
  uint32_t worker_asleep, host_asleep;
  uint32_t cancel, sandbox, retired;
  uint64_t request_length, reply_start, reply_length;
  uint64_t progress; /* the bits of a double */
  uint32_t log_written, log_read;
  uint32_t crash_state; /* 0, then 1 once the record is there */
  rothost_crash crash;
};

#define ROTHOST_LOAD(field) __atomic_load_n(&(field), __ATOMIC_ACQUIRE)
#define ROTHOST_STORE(field, value) __atomic_store_n(&(field), (value), __ATOMIC_RELEASE)

#endif
