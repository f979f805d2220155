/*
 * indicator_parts.h - what several bundled indicators in C share: memory, words, dates, values.
 */
#ifndef INDICATOR_PARTS_H
#define INDICATOR_PARTS_H

#include <math.h>
#include <stddef.h>

#include "rothost/plugin.h"

#define PARTS_NS_PER_DAY ((int64_t)86400 * 1000000000)

/* Zeroed memory for `count` elements until the call returns; NULL after recording that there is none. */
void *parts_memory(const rot_evaluation *e, int64_t count, size_t size);

/* The host's numerics; NULL after recording that there are none. */
const rot_statistics *parts_statistics(const rot_evaluation *e);

/* Appends to `text`, which ends with NUL and holds `size` bytes; what does not fit is cut. */
void parts_say(char *text, size_t size, const char *format, ...);

/* "2026-01-02", with the time of day where it is not midnight: "2026-01-02T15:04Z". */
typedef struct parts_date { char text[40]; } parts_date;
parts_date parts_date_of(int64_t time_ns);

/* Sets a real scalar that may be missing: what is never set is missing. */
static inline void parts_set_real(const rot_outputs *o, uint32_t output, double value) {
  if (!isnan(value)) o->set_real(o, output, value);
}

static inline rot_value parts_real(double value) {
  return (rot_value){.type = ROT_REAL, .count = 1, .as = {.real = value}};
}

/* An integer, time, duration, choice, boolean or date. */
static inline rot_value parts_integer(uint32_t type, int64_t value) {
  return (rot_value){.type = type, .count = 1, .as = {.integer = value}};
}

static inline rot_value parts_text(const char *value) {
  return (rot_value){.type = ROT_TEXT, .count = 1, .as = {.text = value}};
}

#endif
