/* Harm done before anything is evaluated: WHERE it happens, and WHAT happens there. */
#define _GNU_SOURCE
#include "hostile.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef WHAT
#define WHAT harmless
#endif

static volatile int zero;
static __attribute__((unused)) void harmless(void) {}
static __attribute__((unused)) void crash(void) { *(volatile int *)(intptr_t)zero = 1; }
static __attribute__((unused)) void loop(void) { while (!zero) {} }
static __attribute__((unused)) void leave(void) { exit(0); }
static __attribute__((unused)) void fail(void) { abort(); }
static void *crash_later(void *nothing) { usleep(3000); crash(); return nothing; }
static __attribute__((unused)) void thread(void) { pthread_t t; pthread_create(&t, NULL, crash_later, NULL); }

#if defined(CONSTRUCTOR)
__attribute__((constructor)) static void constructor(void) { WHAT(); }
#elif defined(DESTRUCTOR)
__attribute__((destructor)) static void destructor(void) { WHAT(); }
#endif

#if defined(LOOKING_BACK)
static int64_t look_back(const rot_value *parameters) { (void)parameters; WHAT(); return ROWS; }
#undef LOOK_BACK
#define LOOK_BACK look_back
#endif

static rot_status evaluate(const rot_evaluation *e) { return e->outputs->set_real(e->outputs, 1, 1); }

HOSTILE_INDICATOR(evaluate)

#if defined(ENTRY)
ROT_EXPORT const rot_plugin *rot_plugin_entry(void);
const rot_plugin *rot_plugin_entry(void) { WHAT(); return NULL; }
#elif defined(DESCRIPTOR)
/* A page of text without an end, before a page that faults. */
static __attribute__((unused)) const char *endless_text(void) {
  char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(pages, 'a', 4096);
  mprotect(pages + 4096, 4096, PROT_NONE);
  return pages;
}
static rot_indicator changed;
static const rot_indicator *const indicators[] = {&changed};
static rot_plugin plugin = {.struct_size = sizeof(rot_plugin), .abi_version = ROT_ABI_VERSION,
                            .name = "hostile", .version = "6.6.6", .indicators = indicators,
                            .indicator_count = 1};
static rot_input_spec input = {.struct_size = sizeof(rot_input_spec), .role = "series"};
static __attribute__((unused)) const rot_input_spec *const twice[] = {&input, &input};
ROT_EXPORT const rot_plugin *rot_plugin_entry(void);
const rot_plugin *rot_plugin_entry(void) {
  changed = indicator;
  DESCRIPTOR;
  return &plugin;
}
#else
ROT_PLUGIN("hostile", "6.6.6", &indicator)
#endif
