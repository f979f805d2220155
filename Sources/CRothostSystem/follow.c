#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "channel_layout.h"
#include "process.h"

enum { TICK_MILLISECONDS = 500 };
/* A tenth of a core: threads of a pool that wait use a thousandth. */
static const int64_t busy_nanoseconds = TICK_MILLISECONDS * 1000000LL / 10;

static pid_t host;
static rothost_channel *channel;
static int may_end;
/* Posted once no signal reaches the thread: pthread_create lets it begin with one of them. */
static sem_t deaf;

void rothost_let_rest_end(int allowed) { __atomic_store_n(&may_end, allowed, __ATOMIC_RELEASE); }

/* Of all 64 signals: pthread_sigmask leaves out the two that threads of this library tell each other by,
   for which a plugin may install a handler of its own. */
static void set_blocked_signals(uint64_t blocked, uint64_t *before) {
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, before, sizeof blocked);
}

static int64_t processor_time(void) {
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec * 1000000000LL + used.tv_nsec;
}

/* What the process did since the last look. */
typedef struct look {
  uint32_t request, reply;
  int64_t used;
} look;

/* Ends a process that waits for requests while threads that a plugin left behind go on computing. It
   is retired one look before, so that the host, which asks no retired worker, is never cut off. */
static void end_busy_rest(look *last) {
  look now = {ROTHOST_LOAD(channel->request), ROTHOST_LOAD(channel->reply), processor_time()};
  int rested = last->request == last->reply && now.request == last->request && now.reply == now.request;
  int busy = now.used - last->used > busy_nanoseconds;
  *last = now;
  if (!rested || !busy || !__atomic_load_n(&may_end, __ATOMIC_ACQUIRE)) return;
  if (rothost_channel_is_retired(channel)) _exit(0);
  rothost_channel_retire(channel);
}

static void *follow(void *argument) {
  struct pollfd followed = {.fd = (int)(intptr_t)argument, .events = 0};
  look last = {0, 0, 0};
  set_blocked_signals(~(uint64_t)0, NULL);
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  sem_post(&deaf);
  for (;;) {
    /* A plugin may close the socket; then the host's end is told by the new parent. */
    int found = poll(&followed, 1, TICK_MILLISECONDS);
    if (found > 0 && followed.revents & POLLNVAL) followed.fd = -1;
    if ((found > 0 && followed.revents & (POLLHUP | POLLERR)) || getppid() != host) _exit(0);
    if (found == 0) end_busy_rest(&last);
  }
  return NULL;
}

int rothost_follow_host(rothost_channel *shared, int socket) {
  pthread_t thread;
  pthread_attr_t attributes;
  uint64_t before = 0;
  host = getppid();
  channel = shared;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 64 << 10);
  sem_init(&deaf, 0, 0);
  /* Signals belong to the thread that runs the plugin. */
  set_blocked_signals(~(uint64_t)0, &before);
  int reason = pthread_create(&thread, &attributes, follow, (void *)(intptr_t)socket);
  if (reason == 0) sem_wait(&deaf);
  set_blocked_signals(before, NULL);
  pthread_attr_destroy(&attributes);
  return reason;
}
