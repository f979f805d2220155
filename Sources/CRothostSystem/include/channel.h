/* The memory that a host and one worker share: a page of words, a ring of log lines, a request and a
   reply. Swift has no atomics and no futex on memory that two processes see.

   The host believes nothing it reads here: every number is checked and every byte copied before it
   is looked at, because the plugin in the worker can write all of it at any time. */
#ifndef ROTHOST_CHANNEL_H
#define ROTHOST_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

typedef struct rothost_channel rothost_channel;

enum {
  ROTHOST_REQUEST_BYTES = 16 << 20,
  ROTHOST_REPLY_BYTES = 1 << 30,
  ROTHOST_CRASH_TEXT = 512
};

/* How a worker's process came to its end, as its signal handler saw it. */
typedef struct rothost_crash {
  int32_t signal, code;
  uint64_t address;                     /* the address that faulted */
  uint64_t offset, caller_offset;       /* of the instruction, from the start of its image */
  char image[ROTHOST_CRASH_TEXT];       /* the file the instruction lies in; "" = not known */
  char caller_image[ROTHOST_CRASH_TEXT]; /* the plugin, where it called what crashed; else "" */
} rothost_crash;

/* How long one side's waits took lately, in nanoseconds, how many are not to spin, and how many that
   was after the last that spun in vain. In each side's own memory, because the other side may be
   hostile. Zeroed at first. */
typedef struct rothost_pace { int64_t usual, rest, failed; } rothost_pace;

/* What of the sandbox is in force. */
enum {
  ROTHOST_HAS_LIMITS = 1,
  ROTHOST_HAS_SECCOMP = 2,
  ROTHOST_HAS_LANDLOCK_FILES = 4,
  ROTHOST_HAS_LANDLOCK_NETWORK = 8,
  ROTHOST_HAS_LANDLOCK_SCOPE = 16
};

/* A sealed file of the channel's size in memory, and its mapping; -1 and NULL with errno set. */
int rothost_channel_create(void);
rothost_channel *rothost_channel_map(int file);
void rothost_channel_unmap(rothost_channel *channel);
void *rothost_channel_request(rothost_channel *channel);
void *rothost_channel_reply(rothost_channel *channel);

/* The host: hands over a request of `length` bytes and answers its number. */
uint32_t rothost_channel_send(rothost_channel *channel, uint64_t length);
/* 1 once the request of that number is answered, 0 when `nanoseconds` have passed. */
int rothost_channel_await_reply(
    rothost_channel *channel, uint32_t number, int64_t nanoseconds, rothost_pace *pace);
uint64_t rothost_channel_reply_start(rothost_channel *channel);
uint64_t rothost_channel_reply_length(rothost_channel *channel);
void rothost_channel_cancel(rothost_channel *channel);
double rothost_channel_progress(rothost_channel *channel);
uint32_t rothost_channel_sandbox(rothost_channel *channel);
/* 1 where the worker said before its answer that it can answer no more. */
int rothost_channel_is_retired(rothost_channel *channel);
/* A copy of the crash record, its texts ended; 0 where there is none. */
int rothost_channel_crash(rothost_channel *channel, rothost_crash *crash);
/* 1 where there are log bytes after `position`. */
int rothost_channel_has_log(rothost_channel *channel, uint32_t position);
/* Moves new log bytes, at most `capacity`, to `buffer`; `position` is the host's own. */
size_t rothost_channel_take_log(
    rothost_channel *channel, uint32_t *position, void *buffer, size_t capacity);
/* Gives the pages of requests and replies back to the system, where there are many. */
void rothost_channel_forget(int file);

/* The worker: waits for the request after `last` and answers its number. */
uint32_t rothost_channel_await_request(rothost_channel *channel, uint32_t last, rothost_pace *pace);
uint64_t rothost_channel_request_length(rothost_channel *channel);
void rothost_channel_answer(
    rothost_channel *channel, uint32_t number, uint64_t start, uint64_t length);
/* Notes progress; 1 where the host asks to stop. */
int rothost_channel_report(rothost_channel *channel, double fraction);
/* A line that does not fit beside what the host has not read yet is dropped. */
void rothost_channel_log(rothost_channel *channel, int32_t level, const void *text, size_t length);
void rothost_channel_retire(rothost_channel *channel);
void rothost_channel_set_sandbox(rothost_channel *channel, uint32_t parts);

/* Installs handlers that note fatal signals in the channel and let them take their course.
   `plugin` is the plugin's path. */
void rothost_watch_crashes(rothost_channel *channel, const char *plugin);
/* Code that the loader knows as `opened` lies in the file `path`; for the first 32. */
void rothost_name_image(const char *opened, const char *path);

#endif
