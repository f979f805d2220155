/*
 * verdict.c - the answer in words: do they fall together, more than they rise, more than volatility?
 */
#include <inttypes.h>
#include <stdio.h>

#include "contagion.h"

static void say_joint(const market *m, const found *f, char *text, size_t size) {
  double alpha = 1 - m->e->parameters[CONFIDENCE].as.real;
  char all[32];
  if (m->members == 2) snprintf(all, sizeof all, "both");
  else snprintf(all, sizeof all, "all %" PRId64, m->members);
  if (isnan(f->p_value)) {
    parts_say(text, size, "joint falls cannot be judged: on none of %" PRId64 " rows did %s move "
              "hard", m->rows, all);
    return;
  }
  parts_say(text, size, "%s: %s fell hard on %" PRId64 " of %" PRId64 " rows; %.1f expected had "
            "directions been independent on the %" PRId64 " rows on which %s moved hard (p = %.2g)",
            f->p_value <= alpha ? "they fall together" : "no more joint falls than chance", all,
            f->joint, m->rows, f->expected_given_sizes, f->big, all, f->p_value);
}

static void say_sides(const market *m, const found *f, char *text, size_t size) {
  if (isnan(f->difference.value)) {
    parts_say(text, size, "; too few joint falls or rises (%d are needed) to compare their "
              "correlations", LEAST_JOINT);
    return;
  }
  parts_say(text, size, "; correlation %.2f when two fall hard, %.2f when two rise hard",
            f->downside, f->upside);
  if (isnan(f->difference.low))
    parts_say(text, size, ", without an interval");
  else if (f->difference.low > 0)
    parts_say(text, size, ": closer in falls (%g %%: by %.2f to %.2f)",
              100 * m->e->parameters[CONFIDENCE].as.real, f->difference.low, f->difference.high);
  else if (f->difference.high < 0)
    parts_say(text, size, ": closer in rises (by %.2f to %.2f)", -f->difference.high,
              -f->difference.low);
  else
    parts_say(text, size, ": not told apart (difference %.2f to %.2f)", f->difference.low,
              f->difference.high);
}

static void say_excess(const found *f, char *text, size_t size) {
  if (isnan(f->excess.value)) {
    parts_say(text, size, "; calm and turbulent rows cannot be compared");
    return;
  }
  parts_say(text, size, "; correlation %.2f in turbulence is %.2f once its volatility is taken "
            "out, against %.2f in calm: ", f->turbulent, f->adjusted, f->calm);
  if (isnan(f->excess.low))
    parts_say(text, size, "no interval, no conclusion");
  else
    parts_say(text, size, "%s (excess %.2f to %.2f)",
              f->excess.low > 0 ? "contagion" : "no contagion found", f->excess.low, f->excess.high);
}

void contagion_say(const market *m, const found *f, const sell_off *list, int64_t count, char *text,
                   size_t size) {
  const sell_off *worst = NULL;
  text[0] = 0;
  say_joint(m, f, text, size);
  say_sides(m, f, text, size);
  say_excess(f, text, size);
  for (int64_t i = 0; i < count; i++)
    if (!worst || list[i].mean < worst->mean) worst = &list[i];
  if (!worst) return;
  parts_say(text, size, "; the worst of %" PRId64 " joint sell-offs %s %s", count,
            worst->days == 1 ? "on" : "from", parts_date_of(worst->time_ns).text);
  if (worst->days > 1) parts_say(text, size, " to %s", parts_date_of(worst->end_ns).text);
}
