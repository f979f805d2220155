/*
 * verdict.c - the chain in words, link by link: found ones with their lags, missing ones by name.
 */
#include <inttypes.h>
#include <math.h>

#include "liquidity_cascade.h"

/* "A leads B by 21 bars (30 days)", "inversely" where they move against each other. */
static void say_found(const chain *c, char *text, size_t size) {
  const char *between = "";
  for (int64_t i = 0; i < c->length; i++) {
    const link *l = &c->links[i];
    if (!is_lead(c, i)) continue;
    parts_say(text, size, "%s%s leads %s by %" PRId64 " bar%s (%.3g days%s; p = %.3g)", between,
              l->leader, l->follower, l->lag, l->lag == 1 ? "" : "s",
              (double)l->lag * c->days_per_bar, l->correlation < 0 ? ", inversely" : "",
              c->p_lead[i]);
    between = ", ";
  }
}

static void say_missing(const chain *c, char *text, size_t size) {
  const char *between = "no lead from ";
  for (int64_t i = 0; i < c->length; i++) {
    const link *l = &c->links[i];
    if (is_lead(c, i)) continue;
    parts_say(text, size, "%s%s to %s ", between, l->leader, l->follower);
    if (isnan(c->p_lead[i])) parts_say(text, size, "(cannot be tested: one does not move)");
    else parts_say(text, size, "(p = %.3g)", c->p_lead[i]);
    between = ", ";
  }
}

static void say_reverse(const chain *c, char *text, size_t size) {
  for (int64_t i = 0; i < c->length; i++)
    if (is_reverse(c, i))
      parts_say(text, size, "; against the order, %s leads %s (p = %.3g)", c->links[i].follower,
                c->links[i].leader, c->p_follow[i]);
}

static int has_lag_of_one(const chain *c) {
  for (int64_t i = 0; i < c->length; i++)
    if (is_lead(c, i) && c->links[i].lag == 1) return 1;
  return 0;
}

void cascade_say_verdict(const chain *c, char *text, size_t size) {
  int64_t found = links_found(c), total = 0;
  text[0] = 0;
  if (found == c->length) {
    for (int64_t i = 0; i < c->length; i++) total += c->links[i].lag;
    parts_say(text, size, has_reverse(c) ? "each stage leads the next, but not one way only: "
                                         : "the order holds: ");
    say_found(c, text, size);
    if (c->length > 1)
      parts_say(text, size, "; in all %" PRId64 " bars (%.3g days)", total,
                (double)total * c->days_per_bar);
  } else {
    parts_say(text, size, "the order does not hold, %" PRId64 " of %" PRId64 " link%s found: ",
              found, c->length, c->length == 1 ? "" : "s");
    say_found(c, text, size);
    if (found > 0) parts_say(text, size, "; ");
    say_missing(c, text, size);
  }
  say_reverse(c, text, size);
  if (has_lag_of_one(c) && c->e->frame->flags & ROT_FRAME_MIXED_CLOSES)
    parts_say(text, size, "; a lag of one may come from different closing hours");
}
