/*
 * verdict.c - the answer in words.
 */
#include <inttypes.h>
#include <math.h>

#include "decoupling.h"

static void say_basket(const state *s, char *text, size_t size) {
  for (int64_t k = 1; k < s->columns; k++)
    parts_say(text, size, "%s%s", k == 1 ? "" : k + 1 < s->columns ? ", " : " and ", s->names[k]);
}

static void say_gap(const state *s, char *text, size_t size) {
  const progress *now = &s->now;
  parts_say(text, size, "%s stands %.1f %% %s what a beta of %.2f to ", s->names[0],
            100 * fabs(expm1(now->gap)), now->gap < 0 ? "behind" : "ahead of", now->used_beta);
  say_basket(s, text, size);
  parts_say(text, size, " gave over the last %" PRId64 " bars (z = %.1f): %s",
            s->residuals.length, now->z,
            decoupling_open_episode(&s->episodes) ? "decoupled" : "not decoupled");
}

static void say_records(const state *s, char *text, size_t size) {
  const progress *now = &s->now;
  if (now->distance >= -s->record_within)
    parts_say(text, size, "; it is at a record itself");
  else
    parts_say(text, size, "; %.0f of %" PRId64 " of the basket at a record, it %.1f %% below its own",
              now->record_share * (double)(s->columns - 1), s->columns - 1, -100 * now->distance);
}

void decoupling_say(const state *s, char *text, size_t size) {
  if (s->now.n == 0) {
    parts_say(text, size, "nothing can be said yet: it takes %" PRId64 " bars of returns for a beta "
              "and %" PRId64 " after them for a gap", s->min_periods, s->residuals.length);
    return;
  }
  if (isnan(s->now.z)) {
    parts_say(text, size, "no gap on the last bar: a value is missing there, or nothing moved");
  } else {
    say_gap(s, text, size);
    say_records(s, text, size);
  }
  int64_t behind = 0;
  for (int64_t i = 0; i < s->episodes.count; i++) behind += s->episodes.list[i].direction == BEHIND;
  parts_say(text, size, "; decoupled %" PRId64 " times before or now (%" PRId64 " behind, %" PRId64
            " ahead), %.0f %% of %" PRId64 " bars", s->episodes.count, behind,
            s->episodes.count - behind, 100 * (double)s->now.decoupled_days / (double)s->now.n,
            s->now.n);
}
