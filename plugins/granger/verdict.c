/*
 * verdict.c - the answer in words. To help to predict is not to cause.
 */
#include <inttypes.h>

#include "granger.h"

static int is_found(const question *q, int which) {
  return q->directions[which].answer.p_value <= q->alpha;
}

static void say_found(const question *q, int which, char *text, size_t size) {
  const direction *d = &q->directions[which];
  parts_say(text, size, "the past of %s helps to predict %s (%" PRId64 " lag%s, %s = %.3g)",
            d->from->name, d->to->name, d->answer.lags, d->answer.lags == 1 ? "" : "s",
            which == LEAD ? "p_lead" : "p_follow", d->answer.p_value);
}

static void say_not_found(const question *q, char *text, size_t size) {
  const direction *d = &q->directions[LEAD];
  parts_say(text, size, "no evidence that the last %" PRId64 " bar%s (%.3g days) of %s help to "
            "predict %s (p_lead = %.3g)", q->max_lag, q->max_lag == 1 ? "" : "s",
            (double)q->max_lag * q->days_per_bar, d->from->name, d->to->name, d->answer.p_value);
}

void granger_say_verdict(const question *q, char *text, size_t size) {
  const rot_granger_answer *lead = &q->directions[LEAD].answer;
  const rot_granger_answer *follow = &q->directions[FOLLOW].answer;
  text[0] = 0;
  if (is_found(q, LEAD)) say_found(q, LEAD, text, size);
  else say_not_found(q, text, size);
  if (!is_found(q, FOLLOW)) {
    parts_say(text, size, is_found(q, LEAD) ? "; not in reverse (p_follow = %.3g)"
                                            : ", nor in reverse (p_follow = %.3g)",
              follow->p_value);
  } else {
    parts_say(text, size, is_found(q, LEAD) ? "; and " : "; in reverse, ");
    say_found(q, FOLLOW, text, size);
  }
  if ((is_found(q, LEAD) || is_found(q, FOLLOW)) && q->e->frame->flags & ROT_FRAME_MIXED_CLOSES)
    parts_say(text, size, "; one bar of it may come from their different closing hours");
  if (!is_found(q, LEAD) && lead->p_classical <= q->alpha)
    parts_say(text, size, "; the classical F test says p = %.3g, but ignores that its order was "
              "chosen and that volatile times come together", lead->p_classical);
}
