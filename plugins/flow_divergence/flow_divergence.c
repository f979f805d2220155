/*
 * flow_divergence - does money follow the price, or do they part?
 *
 * Kendall's tau between the price and the cumulative flow in a sliding window: the share of pairs
 * of days that both order alike, less the share that they order against each other. Rank-based, so
 * that one huge day counts as one day. The exact sliding count is in window.c, flows and episodes
 * in divergence.c, words in answer.c.
 */
#include "flow_divergence.h"

#include <stdlib.h>

#include "streaming_parts.h"

static void write(double *series, reading r) {
  series[DIVERGENCE] = -r.tau;
  series[AGREEMENT] = r.agreement;
  series[CUMULATIVE] = r.cumulative;
}

static void end(void *state) {
  divergence_close(state);
  free(state);
}

static rot_status begin(const rot_evaluation *e, void **state) {
  divergence *d = malloc(sizeof *d);
  if (!d) return parts_no_memory(e->host);
  rot_status status = divergence_open(d, e);
  if (status == ROT_OK) *state = d;
  else end(d);
  return status;
}

static rot_status take(void *state, const rot_update *u) {
  reading now;
  rot_status status =
    divergence_take(state, u->time_ns, u->row[0], u->row[1], u->row_index >= 0, &now);
  write(u->series, now);
  return status;
}

static rot_status peek(const void *state, const rot_update *u) {
  write(u->series, divergence_look(state, u->row[0], u->row[1]));
  return ROT_OK;
}

static rot_status report(void *state, const rot_host *host, const rot_outputs *outputs) {
  (void)host;
  return divergence_answer(state, outputs);
}

static const parts_stream stream = {begin, take, report, end};
PARTS_STREAMING(flow_divergence, stream)

static int64_t look_back(const rot_value *parameters) { return parameters[WINDOW].as.integer; }

static const rot_indicator flow_divergence = {
  .struct_size = sizeof(rot_indicator),
  .flags = ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "flow_divergence", .version = "1.0.0",
  .summary = "Does money follow the price? Rolling Kendall's tau of price and cumulative flow.",
  .documentation =
    "Claim: the index is up while USD 20 billion left its funds: few names carry it.\n"
    "Formula: over the last `window` rows, tau = (C - D) / sqrt((P - T_p)(P - T_f)): C pairs of "
    "rows that price and cumulative flow order alike, D that they order against each other, P all "
    "pairs, T_p and T_f those tied in price and in flow (tau-b). divergence = -tau: 1 where each "
    "rise of the price met a fall of the flow. agreement = C / (C + D). Missing while fewer than "
    "`min_periods` rows of the window have both, and where either is constant. A missing flow adds "
    "nothing to the sum, and its row is left out of the windows. O(window) a row, counted in "
    "integers: exact.\n"
    "A volume is no flow. Where the column is called volume (or flow_kind=volume) on-balance volume "
    "stands in: + volume where the price rose, - where it fell. The verdict says so.\n"
    "How to read it: an episode begins at the first row whose divergence reaches `threshold` and "
    "ends at the last before it falls below. price_change and flow_change count from the first row "
    "of the window that began it (since) to its end: a positive one beside a negative one is the "
    "story of the claim.\n"
    "When not to: tau of two sums has no p-value here, for sums drift together and apart by "
    "chance: two unrelated random walks show a divergence of 0.5 or more in 7 % of windows of 60 "
    "rows, and of 0.7 or more in 0.5 % (tools/references/flow_divergence.py). A divergence is "
    "a description, not a forecast. On-balance volume takes its sign from the price and so leans to "
    "agreement: with it even a divergence of 0.2 is rare, and a lower threshold in place.\n"
    "Source: Kendall, The Treatment of Ties in Ranking Problems, Biometrika 33 (1945); Granville, "
    "New Key to Stock Market Profits (1963), for on-balance volume.",
  ROT_INPUTS(
    ROT_INPUT(.role = "price", .doc = "the price, as a level", .default_series = "IWM",
              .demo_series = "DEMO_LARGE"),
    ROT_INPUT(.role = "flow", .default_series = "IWM:volume",
              .demo_series = "DEMO_FLOW",
              .doc = "money in or out per row, with its sign; or a volume as a proxy")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "60", .unit = "bars",
                  .minimum = 5, .maximum = 100000, .doc = "rows in a window"),
    ROT_PARAMETER(.name = "min_periods", .type = ROT_INTEGER, .default_text = "0", .unit = "bars",
                  .minimum = 0, .maximum = 100000, .doc = "rows it must hold; 0 = all of them"),
    ROT_PARAMETER(.name = "threshold", .type = ROT_REAL, .default_text = "0.5", .minimum = 0,
                  .maximum = 1, .doc = "the divergence that makes an episode"),
    ROT_PARAMETER(.name = "flow_kind", .type = ROT_CHOICE, .default_text = "auto",
                  ROT_CHOICES("auto", "flow", "volume"),
                  .doc = "what flow is; auto: a volume if its column or unit says so")),
  ROT_OUTPUTS(
    ROT_SERIES(.name = "divergence", .flags = ROT_CAUSAL, .doc = "-tau of the window"),
    ROT_SERIES(.name = "agreement", .flags = ROT_CAUSAL, .unit = "fraction",
               .doc = "share of the window's pairs that price and flow order alike"),
    ROT_SERIES(.name = "cumulative_flow", .flags = ROT_CAUSAL,
               .doc = "since the first row, warm-up included"),
    ROT_SCALAR(.name = "current_tau", .type = ROT_REAL, .doc = "of the last window"),
    ROT_SCALAR(.name = "current_agreement", .type = ROT_REAL, .unit = "fraction",
               .doc = "of the last window"),
    ROT_SCALAR(.name = "agreement_share", .type = ROT_REAL, .unit = "fraction",
               .doc = "share of windows with tau above 0"),
    ROT_SCALAR(.name = "divergence_share", .type = ROT_REAL, .unit = "fraction",
               .doc = "share of windows at or above threshold"),
    ROT_SCALAR(.name = "episode_count", .type = ROT_INTEGER, .doc = "the unfinished one included"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "windows judged; they overlap"),
    ROT_SCALAR(.name = "flow_source", .type = ROT_TEXT, .doc = "what was summed up"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words"),
    ROT_TABLE(.name = "episodes", .doc = "oldest first, the unfinished one last", ROT_COLUMNS(
      ROT_COLUMN(.name = "time", .type = ROT_TIME, .flags = ROT_CAUSAL,
                 .doc = "the first row at or above threshold"),
      ROT_COLUMN(.name = "since", .type = ROT_TIME, .flags = ROT_CAUSAL,
                 .doc = "the first row of that window"),
      ROT_COLUMN(.name = "end_time", .type = ROT_TIME,
                 .doc = "the last row at or above it; missing if unfinished"),
      ROT_COLUMN(.name = "length_bars", .type = ROT_INTEGER, .unit = "bars",
                 .doc = "rows at or above it"),
      ROT_COLUMN(.name = "length_days", .type = ROT_REAL, .unit = "days", .doc = "time to end_time"),
      ROT_COLUMN(.name = "worst", .type = ROT_REAL, .doc = "largest divergence"),
      ROT_COLUMN(.name = "price_change", .type = ROT_REAL, .unit = "fraction",
                 .doc = "since to end_time"),
      ROT_COLUMN(.name = "flow_change", .type = ROT_REAL, .doc = "since to end_time")))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .look_back = look_back,
  .evaluate = evaluate,
  .open = open_stream, .update = take, .peek = peek, .snapshot = snapshot, .close = end,
};

ROT_PLUGIN("flow_divergence", "1.0.0", &flow_divergence)
