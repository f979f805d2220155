/*
 * changes.c - did the correlation change, when, from what to what? Asked of all rows so far, by the
 * host's statistics table.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "regime.h"

static double correlation_of(const state *s, int64_t from, int64_t to, int64_t *n) {
  parts_pairs p = parts_pair_sums(s->pairs.column[0] + from, s->pairs.column[1] + from, to - from);
  *n = p.n;
  return parts_correlation(p.xx, p.yy, p.xy);
}

/* One row of the table: the change at `row`, between its neighbours. */
static rot_status add_change(const state *s, const rot_outputs *outputs, int64_t previous,
                             int64_t row, int64_t next, double statistic, double p,
                             char *text, size_t size) {
  int64_t n_before, n_after;
  double before = correlation_of(s, previous, row, &n_before);
  double after = correlation_of(s, row, next, &n_after);
  parts_say(text, size, "%s from %.2f to %.2f at %s (", previous == 0 ? "; it changed" : ",", before,
            after, parts_date_of(s->pairs.time_ns[row]).text);
  parts_say_probability(text, size, p);
  parts_say(text, size, ")");
  const rot_value cells[] = {
    parts_integer(ROT_TIME, s->pairs.time_ns[row]), parts_real(before), parts_real(after),
    parts_integer(ROT_INTEGER, n_before), parts_integer(ROT_INTEGER, n_after),
    parts_real(statistic), parts_real(p),
  };
  return outputs->add_row(outputs, CHANGES, cells, sizeof cells / sizeof cells[0]);
}

static rot_status find_changes(const state *s, const rot_host *host, const rot_outputs *outputs,
                               char *text, size_t size) {
  int64_t n = s->pairs.count, room = n / s->min_segment + 1, found = 0;
  int64_t *rows = malloc((size_t)room * (sizeof *rows + 2 * sizeof(double)));
  if (!rows) return parts_no_memory(host);
  double *statistics = (double *)(rows + room), *p = statistics + room;
  rot_status status = s->statistics->correlation_changes(
    host, s->pairs.column[0], s->pairs.column[1], n, s->min_segment, s->confidence, s->resamples,
    s->seed, room, rows, statistics, p, &found);
  for (int64_t i = 0; status == ROT_OK && i < found; i++)
    status = add_change(s, outputs, i ? rows[i - 1] : 0, rows[i], i + 1 < found ? rows[i + 1] : n,
                        statistics[i], p[i], text, size);
  free(rows);
  if (status == ROT_OK) outputs->set_integer(outputs, CHANGE_COUNT, found);
  return status;
}

rot_status regime_report_changes(const state *s, const rot_host *host, const rot_outputs *outputs,
                                 char *text, size_t size) {
  rot_correlation_change answer = {.struct_size = sizeof answer};
  rot_status status = ROT_ERR_TOO_FEW;
  if (s->pairs.count >= 2 * s->min_segment)
    status = s->statistics->correlation_change_test(
      NULL, s->pairs.column[0], s->pairs.column[1], s->pairs.count, s->min_segment, s->resamples,
      s->seed, &answer);
  if (status == ROT_ERR_TOO_FEW) {
    parts_say(text, size, "; too few days to ask whether it changed: that takes %" PRId64 " and some for "
              "the autoregressions", 2 * s->min_segment);
    return ROT_OK;
  }
  if (status != ROT_OK) return status;
  char note[160] = "";
  parts_say(note, sizeof note, "wild bootstrap, one sign per %" PRId64 " days; SplitMix64, seed %" PRIu64
            ", %" PRId64 " resamples", answer.block_length, s->seed, s->resamples);
  outputs->set_text(outputs, RESAMPLING, note);
  outputs->set_real(outputs, P_VALUE, answer.p_value);
  if (isnan(answer.p_value)) {
    outputs->set_integer(outputs, CHANGE_COUNT, 0);
    return ROT_OK;
  }
  if (answer.p_value > 1 - s->confidence) {
    parts_say(text, size, "; no change of it can be told from chance (");
    parts_say_probability(text, size, answer.p_value);
    parts_say(text, size, ")");
  }
  return find_changes(s, host, outputs, text, size);
}
