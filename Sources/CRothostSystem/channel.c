#define _GNU_SOURCE
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "channel_layout.h"

_Static_assert(sizeof(rothost_channel) <= ROTHOST_HEADER_BYTES, "the words fit into their page");

static const size_t whole = (size_t)ROTHOST_HEADER_BYTES + ROTHOST_LOG_BYTES + ROTHOST_REQUEST_BYTES +
                            ROTHOST_REPLY_BYTES;

static char *log_ring(rothost_channel *channel) { return (char *)channel + ROTHOST_HEADER_BYTES; }

/* Sparse: only pages that were written cost memory. The size is sealed, because a worker that cut
   the file short would make the host fault. */
int rothost_channel_create(void) {
  int file = memfd_create("rothost-channel", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -1;
  if (ftruncate(file, (off_t)whole) == 0 &&
      fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    return file;
  int reason = errno;
  close(file);
  errno = reason;
  return -1;
}

rothost_channel *rothost_channel_map(int file) {
  void *base = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0);
  return base == MAP_FAILED ? NULL : base;
}

void rothost_channel_unmap(rothost_channel *channel) { munmap(channel, whole); }

void *rothost_channel_request(rothost_channel *channel) {
  return log_ring(channel) + ROTHOST_LOG_BYTES;
}

void *rothost_channel_reply(rothost_channel *channel) {
  return (char *)rothost_channel_request(channel) + ROTHOST_REQUEST_BYTES;
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/* Spinning for longer than this is not worth a core: a wake-up over the other processor costs about
   40 us (Benchmarks/wake_up.c), and a program that asks one question after the other asks the next
   within a quarter of a millisecond. */
static const int64_t patience = 250000;

/* Where there is one processor, spinning keeps the other side from answering. */
static int has_processors(void) {
  static int count;
  int known = __atomic_load_n(&count, __ATOMIC_RELAXED);
  if (known == 0) {
    known = (int)sysconf(_SC_NPROCESSORS_ONLN);
    __atomic_store_n(&count, known, __ATOMIC_RELAXED);
  }
  return known > 1;
}

/* Waits that sleep at once after several that spun in vain: where the processors have other work, the
   other side is waiting for one of them, and spinning keeps it from it. */
enum { LONGEST_REST = 16 };

/* How long to spin: twice what waits took lately, but not at all where they are too long, so that who
   waits for seldom requests or long answers burns nothing. */
static int64_t spin_time(rothost_pace *pace) {
  if (pace->usual > patience || !has_processors()) return 0;
  if (pace->rest > 0) {
    pace->rest--;
    return 0;
  }
  return 2 * pace->usual < patience ? 2 * pace->usual : patience;
}

/* A moving average over some four waits; a long one counts as twice the patience, so that one
   interruption does not end the spinning. */
static void note_wait(rothost_pace *pace, int64_t waited, int64_t spin) {
  if (spin > 0) {
    int64_t longer = pace->failed == 0 ? 1 : 2 * pace->failed;
    pace->failed = waited <= spin ? 0 : longer < LONGEST_REST ? longer : LONGEST_REST;
    pace->rest = pace->failed;
  }
  if (waited > 2 * patience) waited = 2 * patience;
  pace->usual += (waited - pace->usual) / 4;
}

/* 1 once `*word` is no longer `value` (when `until` is 0) or is `value` (when it is 1). */
static int spun(uint32_t *word, uint32_t value, int until, int64_t start, int64_t limit) {
  while (now() - start < limit) {
    for (int i = 0; i < 16; i++) {
      if ((ROTHOST_LOAD(*word) == value) == until) return 1;
      pause_briefly();
    }
  }
  return 0;
}

/* Sleeps while `*word` is `value`. The other side wakes who said that it sleeps: either it sees
   `asleep`, or this side sees the new value, because both are written before the other is read. */
static void sleep_while(uint32_t *word, uint32_t *asleep, uint32_t value, const struct timespec *limit) {
  __atomic_store_n(asleep, 1, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(word, __ATOMIC_SEQ_CST) == value)
    /* Not FUTEX_PRIVATE_FLAG: the other side is another process. */
    syscall(SYS_futex, word, FUTEX_WAIT, value, limit, NULL, 0);
  __atomic_store_n(asleep, 0, __ATOMIC_SEQ_CST);
}

static void tell(uint32_t *word, uint32_t *asleep, uint32_t value) {
  __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(asleep, __ATOMIC_SEQ_CST) != 0)
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

uint32_t rothost_channel_send(rothost_channel *channel, uint64_t length) {
  uint32_t number = ROTHOST_LOAD(channel->request) + 1;
  channel->request_length = length;
  channel->progress = 0;
  ROTHOST_STORE(channel->cancel, 0);
  tell(&channel->request, &channel->worker_asleep, number);
  return number;
}

int rothost_channel_await_reply(
    rothost_channel *channel, uint32_t number, int64_t nanoseconds, rothost_pace *pace) {
  int64_t start = now(), spin = spin_time(pace);
  int answered = spun(&channel->reply, number, 1, start, nanoseconds < spin ? nanoseconds : spin);
  while (!answered) {
    uint32_t last = ROTHOST_LOAD(channel->reply);
    answered = last == number;
    int64_t left = start + nanoseconds - now();
    if (answered || left <= 0) break;
    struct timespec limit = {left / 1000000000, left % 1000000000};
    sleep_while(&channel->reply, &channel->host_asleep, last, &limit);
  }
  note_wait(pace, now() - start, spin);
  return answered;
}

uint64_t rothost_channel_reply_start(rothost_channel *channel) {
  return ROTHOST_LOAD(channel->reply_start);
}

uint64_t rothost_channel_reply_length(rothost_channel *channel) {
  return ROTHOST_LOAD(channel->reply_length);
}

void rothost_channel_cancel(rothost_channel *channel) { ROTHOST_STORE(channel->cancel, 1); }

double rothost_channel_progress(rothost_channel *channel) {
  uint64_t bits = ROTHOST_LOAD(channel->progress);
  double fraction;
  memcpy(&fraction, &bits, sizeof fraction);
  return fraction;
}

uint32_t rothost_channel_sandbox(rothost_channel *channel) { return ROTHOST_LOAD(channel->sandbox); }

int rothost_channel_is_retired(rothost_channel *channel) {
  return ROTHOST_LOAD(channel->retired) != 0;
}

int rothost_channel_crash(rothost_channel *channel, rothost_crash *crash) {
  if (ROTHOST_LOAD(channel->crash_state) == 0) return 0;
  memcpy(crash, &channel->crash, sizeof *crash);
  crash->image[ROTHOST_CRASH_TEXT - 1] = 0;
  crash->caller_image[ROTHOST_CRASH_TEXT - 1] = 0;
  return 1;
}

int rothost_channel_has_log(rothost_channel *channel, uint32_t position) {
  return ROTHOST_LOAD(channel->log_written) != position;
}

size_t rothost_channel_take_log(
    rothost_channel *channel, uint32_t *position, void *buffer, size_t capacity) {
  uint32_t written = ROTHOST_LOAD(channel->log_written);
  uint32_t count = written - *position;
  if (count > ROTHOST_LOG_BYTES) {
    /* A number the worker's own code never writes. */
    *position = written;
    return 0;
  }
  if (count > capacity) count = (uint32_t)capacity;
  for (uint32_t i = 0; i < count; i++)
    ((char *)buffer)[i] = log_ring(channel)[(*position + i) % ROTHOST_LOG_BYTES];
  *position += count;
  ROTHOST_STORE(channel->log_read, *position);
  return count;
}

/* By what the file really holds, because a plugin may have written anywhere. As much as is usual stays,
   so that most answers are written into pages that are there. */
void rothost_channel_forget(int file) {
  const int64_t usual = 4 << 20;
  const off_t start = ROTHOST_HEADER_BYTES + ROTHOST_LOG_BYTES;
  struct stat status;
  if (fstat(file, &status) != 0 || status.st_blocks * 512LL <= usual) return;
  fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, start, (off_t)whole - start);
}

uint32_t rothost_channel_await_request(rothost_channel *channel, uint32_t last, rothost_pace *pace) {
  int64_t start = now(), spin = spin_time(pace);
  uint32_t number = last;
  if (spun(&channel->request, last, 0, start, spin)) number = ROTHOST_LOAD(channel->request);
  while (number == last) {
    sleep_while(&channel->request, &channel->worker_asleep, last, NULL);
    number = ROTHOST_LOAD(channel->request);
  }
  note_wait(pace, now() - start, spin);
  return number;
}

uint64_t rothost_channel_request_length(rothost_channel *channel) {
  return channel->request_length;
}

void rothost_channel_answer(
    rothost_channel *channel, uint32_t number, uint64_t start, uint64_t length) {
  ROTHOST_STORE(channel->reply_start, start);
  ROTHOST_STORE(channel->reply_length, length);
  tell(&channel->reply, &channel->host_asleep, number);
}

int rothost_channel_report(rothost_channel *channel, double fraction) {
  uint64_t bits;
  memcpy(&bits, &fraction, sizeof bits);
  ROTHOST_STORE(channel->progress, bits);
  return (int)ROTHOST_LOAD(channel->cancel);
}

static uint32_t put(rothost_channel *channel, uint32_t at, const void *bytes, size_t count) {
  for (size_t i = 0; i < count; i++)
    log_ring(channel)[(at + i) % ROTHOST_LOG_BYTES] = ((const char *)bytes)[i];
  return at + (uint32_t)count;
}

void rothost_channel_log(rothost_channel *channel, int32_t level, const void *text, size_t length) {
  uint32_t written = channel->log_written;
  uint32_t used = written - ROTHOST_LOAD(channel->log_read);
  if (used > ROTHOST_LOG_BYTES || length + 8 > ROTHOST_LOG_BYTES - used) return;
  uint32_t count = (uint32_t)length;
  written = put(channel, written, &level, sizeof level);
  written = put(channel, written, &count, sizeof count);
  written = put(channel, written, text, length);
  ROTHOST_STORE(channel->log_written, written);
}

void rothost_channel_retire(rothost_channel *channel) { ROTHOST_STORE(channel->retired, 1); }

void rothost_channel_set_sandbox(rothost_channel *channel, uint32_t parts) {
  ROTHOST_STORE(channel->sandbox, parts);
}
