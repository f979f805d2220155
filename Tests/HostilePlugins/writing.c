/* Acts that write where they must not, or answer what they must not. */
#define _GNU_SOURCE
#include "acts.h"

#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static double *output(const rot_evaluation *e) {
  return e->outputs->new_series(e->outputs, 0, rot_output_rows(e->frame), NULL);
}

rot_status write_after_output(const rot_evaluation *e) {
  ((volatile double *)output(e))[rot_output_rows(e->frame)] = 1;
  return ROT_OK;
}
rot_status write_before_output(const rot_evaluation *e) {
  ((volatile double *)output(e))[-1] = 1;
  return ROT_OK;
}
rot_status write_frame(const rot_evaluation *e) {
  *(volatile double *)(uintptr_t)e->frame->columns[0] = 1;
  return ROT_OK;
}
rot_status write_series(const rot_evaluation *e) {
  *(volatile double *)(uintptr_t)e->inputs[0]->values = 1;
  return ROT_OK;
}

static int opened_up(const void *numbers) {
  return mprotect((void *)((uintptr_t)numbers & ~(uintptr_t)4095), 4096, PROT_READ | PROT_WRITE) == 0;
}
rot_status unprotect_frame(const rot_evaluation *e) {
  return DONE(!opened_up(e->frame->columns[0]) && !opened_up(e->inputs[0]->values));
}

static double *volatile kept;
static int64_t kept_rows;

rot_status keep_pointer(const rot_evaluation *e) {
  for (int64_t i = 0; kept && i < kept_rows; i++) kept[i] = 666;
  kept_rows = rot_output_rows(e->frame);
  kept = output(e);
  return ROT_OK;
}

static void *scribble(void *nothing) {
  for (;;)
    for (int64_t i = 0; i < kept_rows; i++) ((volatile double *)kept)[i] = 666;
  return nothing;
}
static rot_status with_thread(void *(*body)(void *)) {
  pthread_t thread;
  return DONE(pthread_create(&thread, NULL, body, NULL) == 0);
}
rot_status leaked_thread(const rot_evaluation *e) {
  kept_rows = rot_output_rows(e->frame);
  kept = output(e);
  return with_thread(scribble);
}

static void *compute(void *nothing) {
  for (volatile double sum = 0;; sum += 1) {}
  return nothing;
}
rot_status busy_thread(const rot_evaluation *e) { (void)e; return with_thread(compute); }
static void *wait_for_work(void *nothing) { for (;;) pause(); return nothing; }
rot_status sleeping_thread(const rot_evaluation *e) { (void)e; return with_thread(wait_for_work); }

static void *crash_soon(void *nothing) {
  usleep(2000);
  *(volatile int *)nothing = 1;
  return nothing;
}
rot_status crashing_thread(const rot_evaluation *e) { (void)e; return with_thread(crash_soon); }

/* Finds the memory that worker and host share, as any code in the process can. */
static void overwrite_channel(int value) {
  FILE *maps = fopen("/proc/self/maps", "r");
  char line[512];
  while (maps && fgets(line, sizeof line, maps)) {
    uintptr_t from, to;
    if (strstr(line, "rothost-channel") &&
        sscanf(line, "%" SCNxPTR "-%" SCNxPTR, &from, &to) == 2)
      /* The words, the log, the request and the first answers. */
      memset((void *)from, value, (size_t)((to - from) < (18u << 20) ? to - from : 18u << 20));
  }
  if (maps) fclose(maps);
}
rot_status scribble_channel(const rot_evaluation *e) { (void)e; overwrite_channel(255); return ROT_OK; }

static void *scribble_on(void *nothing) {
  for (int value = 0;; value++) overwrite_channel(value);
  return nothing;
}
rot_status scribble_forever(const rot_evaluation *e) { (void)e; return with_thread(scribble_on); }

rot_status text_not_utf8(const rot_evaluation *e) { return e->outputs->set_text(e->outputs, 2, "\xff\xfe"); }

rot_status endless_table(const rot_evaluation *e) {
  void *column[1];
  return e->outputs->new_table(e->outputs, 3, INT64_MAX / 8, column);
}
rot_status infinite_number(const rot_evaluation *e) { output(e)[0] = INFINITY; return ROT_OK; }

rot_status wrong_indices(const rot_evaluation *e) {
  const rot_outputs *o = e->outputs;
  int refused = o->set_real(o, 4000000000u, 1) && o->set_real(o, 0, 1) && o->set_text(o, 2, NULL) &&
                o->add_row(o, 3, NULL, 1) && !o->new_series(o, 0, -5, NULL) && o->set_real(NULL, 1, 1);
  return DONE(refused);
}
rot_status unknown_status(const rot_evaluation *e) { (void)e; return -666; }
