/* Harm done before anything is evaluated: WHERE it happens, and WHAT happens there. */
#define _GNU_SOURCE
#include "hostile.h"

#include "harm.h"

#ifndef WHAT
#define WHAT harmless
#endif

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

#if defined(EVALUATING)
/* Of another language's object, linked to this one. */
extern void WHAT(void);
#define EVALUATED WHAT()
#else
#define EVALUATED
#endif

static rot_status evaluate(const rot_evaluation *e) { EVALUATED; return e->outputs->set_real(e->outputs, 1, 1); }

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
