/*
 * whole.c - the regression of all rows so far, in numbers and words.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "beta.h"

static double quantile_of(const state *s, int64_t degrees) {
  double quantile = NAN;
  if (degrees >= 1)
    s->statistics->distribution(ROT_STUDENT, ROT_QUANTILE, (1 + s->confidence) / 2, (double)degrees,
                                0, &quantile);
  return quantile;
}

static rot_status add_factors(const state *s, const rot_outputs *o, const parts_fit *all,
                              double quantile) {
  rot_status status = ROT_OK;
  for (int64_t k = 1; status == ROT_OK && k <= s->factors; k++) {
    double b = all->b[k], error = all->error[k];
    const rot_value cells[] = {
      parts_text(s->names[k]), parts_real(s->fit.b[k]), parts_real(b),
      parts_real(b - quantile * error), parts_real(b + quantile * error), parts_real(b / error),
      parts_real(beta_p(s, b, error, all->rows - s->factors - 1)),
    };
    status = o->add_row(o, FACTORS, cells, sizeof cells / sizeof cells[0]);
  }
  return status;
}

static void say_sides(const state *s, char *text, size_t size, const sides *found, double p) {
  if (isnan(found->up) || isnan(found->down)) {
    parts_say(text, size, "; too few days up or down to tell their betas apart");
    return;
  }
  int differ = p <= 1 - s->confidence;
  parts_say(text, size, "; %.2f when %s rises more than its mean, %.2f when less: ", found->up,
            s->names[1], found->down);
  parts_say(text, size, differ ? "they differ (" : "no difference beyond chance (");
  parts_say_probability(text, size, p);
  parts_say(text, size, ")");
}

static void say(const state *s, char *text, size_t size, const parts_fit *all, double quantile,
                double p, const sides *found, double p_sides) {
  if (isnan(all->b[1])) {
    parts_say(text, size, "no beta: it takes %" PRId64 " days on which all move, and factors that "
              "are not sums of one another; there are %" PRId64, s->factors + 3, all->rows);
    return;
  }
  double reach = quantile * all->error[1];
  parts_say(text, size, "%s moves %.2f %% (%.2f to %.2f) for 1 %% of %s%s over %" PRId64 " days (",
            s->names[0], all->b[1], all->b[1] - reach, all->b[1] + reach, s->names[1],
            s->factors > 1 ? ", the others held" : "", all->rows);
  parts_say_probability(text, size, p);
  parts_say(text, size, "; R2 %.2f)", all->r_squared);
  if (!isnan(s->fit.b[1]))
    parts_say(text, size, ", %.2f of late", s->fit.b[1]);
  else if (s->fit.rows < s->min_periods)
    parts_say(text, size, ", none of late: of the last %" PRId64 " days %" PRId64 " are whole and "
              "min_periods asks for %" PRId64, s->window.length, s->fit.rows, s->min_periods);
  say_sides(s, text, size, found, p_sides);
}

rot_status beta_report_whole(state *s, const rot_host *host, const rot_outputs *o) {
  int64_t count = s->history.count;
  /* Three made columns and the regression on them want eight. */
  double *work = malloc((size_t)(8 * (count + 1)) * sizeof *work);
  if (!work) return parts_no_memory(host);
  const double *const *columns = (const double *const *)s->history.column;
  parts_fit all;
  parts_least_squares(columns, count, s->factors, s->lags, work, &all);
  sides found = beta_by_side(columns[0], columns[1], count, work);
  int both = !isnan(found.up) && !isnan(found.down);
  double p_sides = both ? beta_side_p(s, columns[0], columns[1], count, work) : NAN;
  free(work);
  int64_t degrees = all.rows - s->factors - 1;
  double quantile = quantile_of(s, degrees), reach = quantile * all.error[1];
  double p = beta_p(s, all.b[1], all.error[1], degrees);
  parts_set_real(o, BETA_ALL, all.b[1]);
  parts_set_real(o, BETA_LOW, all.b[1] - reach);
  parts_set_real(o, BETA_HIGH, all.b[1] + reach);
  parts_set_real(o, P_VALUE, p);
  parts_set_real(o, ALPHA_ALL, all.b[0]);
  parts_set_real(o, P_ALPHA, beta_p(s, all.b[0], all.error[0], degrees));
  parts_set_real(o, R_SQUARED_ALL, all.r_squared);
  parts_set_real(o, UP_ALL, found.up);
  parts_set_real(o, DOWN_ALL, found.down);
  o->set_integer(o, N_UP, found.n_up);
  o->set_integer(o, N_DOWN, found.n_down);
  parts_set_real(o, P_ASYMMETRY, p_sides);
  o->set_integer(o, N, all.rows);
  o->set_integer(o, NEWEY_WEST_LAGS, all.lags);
  char text[900] = "";
  say(s, text, sizeof text, &all, quantile, p, &found, p_sides);
  rot_status status = o->set_text(o, VERDICT, text);
  return status == ROT_OK ? add_factors(s, o, &all, quantile) : status;
}
