/*
 * liquidity.c - the level, its changes over weeks of the calendar, and its z-score in a window.
 *
 * Changes go by stamps, not by rows, so that a daily clock or a gap changes nothing in their
 * meaning. A row is first looked at, then kept: peeking is looking without keeping.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net_liquidity.h"

static const int64_t week = 7 * PARTS_NS_PER_DAY;

/* The unit asked for as a parameter, after "metadata": dollars, thousands, millions ... */
static const double asked_billions[] = {NAN, 1e-9, 1e-6, 1e-3, 1, 1e3};

static rot_status open_part(liquidity *l, const rot_evaluation *e, uint32_t input) {
  const rot_series *s = e->inputs[input];
  uint32_t role = e->input_roles[input];
  static const char *const roles[] = {"fed_assets", "tga", "reverse_repo"};
  int64_t asked = e->parameters[FED_UNIT + role].as.integer;
  part *p = &l->parts[role];
  p->column = (int)input;
  p->billions = asked ? asked_billions[asked] : net_liquidity_billions(s->unit);
  snprintf(p->name, sizeof p->name, "%s", s->name);
  if (!isnan(p->billions)) return ROT_OK;
  char text[400];
  snprintf(text, sizeof text,
           "%s %s has %s%s%s: set --param %s_unit=dollars, thousands, millions, billions or "
           "trillions", roles[role], s->name, s->unit ? "the unit \"" : "no unit",
           s->unit ? s->unit : "", s->unit ? "\", which is no amount of US dollars" : "",
           roles[role]);
  return e->host->fail(e->host, ROT_ERR_PARAMETER, text);
}

rot_status net_liquidity_open(liquidity *l, const rot_evaluation *e) {
  *l = (liquidity){.window = e->parameters[WINDOW].as.integer,
                   .min_periods = e->parameters[MIN_PERIODS].as.integer,
                   .last = {NAN, NAN, NAN, NAN}, .last_time = ROT_MISSING};
  if (l->min_periods > l->window)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
      "min_periods is above window; lower it or give 0 for the whole window");
  if (!l->min_periods) l->min_periods = l->window;
  rot_status status = ROT_OK;
  for (int i = 0; i < PART_COUNT; i++) l->parts[i].column = -1;
  for (uint32_t i = 0; i < e->input_count && status == ROT_OK; i++) status = open_part(l, e, i);
  return status;
}

static double amount(const part *p, const double *row) {
  return p->column < 0 ? 0 : row[p->column] * p->billions;
}

static double level_of(const liquidity *l, const double *row) {
  return amount(&l->parts[FED], row) - amount(&l->parts[TGA], row) - amount(&l->parts[REPO], row);
}

/* The last level at or before `time_ns` and less than a week older; NaN where there is none. */
static double level_at(const liquidity *l, int64_t time_ns) {
  const bar *bars = l->bars + l->first;
  int64_t low = 0, high = l->count; /* the first bar after time_ns */
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (bars[middle].time_ns <= time_ns) low = middle + 1;
    else high = middle;
  }
  while (low > 0 && isnan(bars[low - 1].level)) low--;
  if (low == 0 || bars[low - 1].time_ns <= time_ns - week) return NAN;
  return bars[low - 1].level;
}

/* Of `level` within the window that it ends: two passes, (x - mean) / s with n - 1. */
static double z_score(const liquidity *l, double level) {
  int64_t before = l->count < l->window - 1 ? l->count : l->window - 1, n = 1;
  const bar *bars = l->bars + l->first + l->count - before;
  double sum = 0, rest = 0, squares = 0;
  /* Offsets from the present level, so that a high level costs no digits. */
  for (int64_t i = 0; i < before; i++)
    if (!isnan(bars[i].level)) sum += bars[i].level - level, n++;
  if (n < l->min_periods || n < 2) return NAN;
  double mean = sum / (double)n;
  for (int64_t i = 0; i < before; i++) {
    if (isnan(bars[i].level)) continue;
    double d = bars[i].level - level - mean;
    squares += d * d, rest += d;
  }
  squares += mean * mean, rest -= mean;
  double variance = (squares - rest * rest / (double)n) / (double)(n - 1);
  return variance > 0 ? -mean / sqrt(variance) : NAN;
}

reading net_liquidity_look(const liquidity *l, int64_t time_ns, const double *row) {
  double level = level_of(l, row);
  if (isnan(level)) return (reading){NAN, NAN, NAN, NAN};
  return (reading){level, level - level_at(l, time_ns - 4 * week),
                   level - level_at(l, time_ns - 13 * week), z_score(l, level)};
}

/* Forgets what no later row reaches: behind the window and more than 14 weeks old. */
static void forget(liquidity *l, int64_t time_ns) {
  while (l->count >= l->window && l->bars[l->first].time_ns < time_ns - 14 * week)
    l->first++, l->count--;
}

static rot_status make_room(liquidity *l) {
  if (l->first + l->count < l->capacity) return ROT_OK;
  if (l->first > l->capacity / 2) { /* the front half is free: move down, amortised O(1) */
    memmove(l->bars, l->bars + l->first, (size_t)l->count * sizeof *l->bars);
    l->first = 0;
    return ROT_OK;
  }
  int64_t capacity = l->capacity ? 2 * l->capacity : 256;
  bar *bars = realloc(l->bars, (size_t)capacity * sizeof *bars);
  if (!bars) return ROT_ERR_MEMORY;
  l->bars = bars, l->capacity = capacity;
  return ROT_OK;
}

rot_status net_liquidity_keep(liquidity *l, int64_t time_ns, const double *row, reading now,
                              int in_range) {
  if (make_room(l) != ROT_OK) return ROT_ERR_MEMORY;
  l->bars[l->first + l->count++] = (bar){time_ns, now.level};
  forget(l, time_ns);
  if (isnan(now.level) || !in_range) return ROT_OK;
  l->n++;
  l->last = now, l->last_time = time_ns;
  for (int i = 0; i < PART_COUNT; i++)
    l->last_parts[i] = l->parts[i].column < 0 ? NAN : amount(&l->parts[i], row);
  return ROT_OK;
}
