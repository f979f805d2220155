/*
 * answer.c - the last row in numbers and words.
 */
#include <inttypes.h>
#include <stdio.h>

#include "net_liquidity.h"

static void say_formula(const liquidity *l, char *text, size_t size) {
  text[0] = 0;
  parts_say(text, size, "%s", l->parts[FED].name);
  if (l->parts[TGA].column >= 0) parts_say(text, size, " - %s", l->parts[TGA].name);
  parts_say(text, size, " - %s, USD billions", l->parts[REPO].name);
  if (l->parts[TGA].column < 0)
    parts_say(text, size, "; the Treasury's account is left out, for tga is not given");
}

static const char *direction(reading r) {
  if (isnan(r.change_4w) || isnan(r.change_13w)) return "too few weeks to tell a direction";
  if (r.change_4w > 0 && r.change_13w > 0) return "liquidity is rising";
  if (r.change_4w < 0 && r.change_13w < 0) return "liquidity is falling";
  return "no clear direction";
}

static void say_verdict(const liquidity *l, char *text, size_t size) {
  reading r = l->last;
  text[0] = 0;
  if (!l->n) {
    parts_say(text, size, "no row has all parts: nothing can be said");
    return;
  }
  parts_say(text, size, "%s: USD %.0f billion as known on %s", direction(r), r.level,
            parts_date_of(l->last_time).text);
  if (!isnan(r.change_4w)) parts_say(text, size, ", %+.1f over 4 weeks", r.change_4w);
  if (!isnan(r.change_13w)) parts_say(text, size, ", %+.1f over 13 weeks", r.change_13w);
  if (!isnan(r.z_score))
    parts_say(text, size, "; %.1f deviations %s its mean of %" PRId64 " bars", fabs(r.z_score),
              r.z_score < 0 ? "below" : "above", l->window);
  else
    parts_say(text, size, "; no z-score: the last %" PRId64 " bars hold too few levels or one only",
              l->window);
  if (l->parts[TGA].column < 0) parts_say(text, size, "; without the Treasury's account");
}

rot_status net_liquidity_answer(const liquidity *l, const rot_outputs *o) {
  char text[500];
  reading r = l->last;
  parts_set_real(o, CURRENT_LEVEL, r.level);
  if (l->n) o->set_integer(o, CURRENT_TIME, l->last_time);
  parts_set_real(o, CURRENT_CHANGE_4W, r.change_4w);
  parts_set_real(o, CURRENT_CHANGE_13W, r.change_13w);
  parts_set_real(o, CURRENT_Z_SCORE, r.z_score);
  for (int i = 0; i < PART_COUNT && l->n; i++)
    parts_set_real(o, FED_LEVEL + (uint32_t)i, l->last_parts[i]);
  o->set_integer(o, N, l->n);
  say_formula(l, text, sizeof text);
  o->set_text(o, FORMULA, text);
  say_verdict(l, text, sizeof text);
  return o->set_text(o, VERDICT, text);
}
