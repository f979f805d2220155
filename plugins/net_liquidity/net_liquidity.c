/*
 * net_liquidity - how much money do the Fed, the Treasury and the reverse repo leave to markets?
 *
 * The Fed's assets less what lies idle in the Treasury's account and in the reverse repo, in USD
 * billions, on the clock of the Fed's weekly report as it became known. Each amount's unit comes
 * with its series; a series without one is refused, for millions taken as billions look like data.
 * Levels, changes and z-score: liquidity.c; units: units.c; words: answer.c.
 */
#include "net_liquidity.h"

#include <stdlib.h>

#include "streaming_parts.h"

static void write(double *series, reading r) {
  series[LEVEL] = r.level;
  series[CHANGE_4W] = r.change_4w;
  series[CHANGE_13W] = r.change_13w;
  series[Z_SCORE] = r.z_score;
}

static void end(void *state) {
  liquidity *l = state;
  free(l->bars);
  free(l);
}

static rot_status begin(const rot_evaluation *e, void **state) {
  liquidity *l = malloc(sizeof *l);
  if (!l) return parts_no_memory(e->host);
  rot_status status = net_liquidity_open(l, e);
  if (status == ROT_OK) *state = l;
  else end(l);
  return status;
}

static rot_status take(void *state, const rot_update *u) {
  reading now = net_liquidity_look(state, u->time_ns, u->row);
  write(u->series, now);
  return net_liquidity_keep(state, u->time_ns, u->row, now, u->row_index >= 0);
}

static rot_status peek(const void *state, const rot_update *u) {
  write(u->series, net_liquidity_look(state, u->time_ns, u->row));
  return ROT_OK;
}

static rot_status report(void *state, const rot_host *host, const rot_outputs *outputs) {
  (void)host;
  return net_liquidity_answer(state, outputs);
}

static const parts_stream stream = {begin, take, report, end};
PARTS_STREAMING(net_liquidity, stream)

/* Thirteen weeks of a clock of days are 91 rows. */
static int64_t look_back(const rot_value *parameters) {
  int64_t window = parameters[WINDOW].as.integer;
  return window > 98 ? window : 98;
}

#define UNIT(part, text) \
  ROT_PARAMETER(.name = part "_unit", .type = ROT_CHOICE, .default_text = "metadata", \
                ROT_CHOICES("metadata", "dollars", "thousands", "millions", "billions", \
                            "trillions"), .doc = text)

static const rot_indicator net_liquidity = {
  .struct_size = sizeof(rot_indicator),
  .flags = ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "net_liquidity", .version = "1.0.0",
  .summary = "Fed assets less the Treasury's account and reverse repo: level, change, z-score.",
  .documentation =
    "Claim: Treasury and Fed flows drive the market.\n"
    "Formula: level = fed_assets - tga - reverse_repo, in USD billions; change_4w and change_13w "
    "are the level less the last one known 28 and 91 days before (missing where that one is a "
    "week older still); z_score = (level - mean) / s over the last `window` rows with this one, "
    "s with n - 1, missing while fewer than `min_periods` rows have a level.\n"
    "Units come with each series (`rothost cache info WALCL`): WALCL and WDTGAL in millions, "
    "RRPONTSYD in billions. Amounts without a unit are refused; give --param "
    "fed_assets_unit=millions, tga_unit or reverse_repo_unit.\n"
    "Publication: each row carries the day on which it was known, not the Wednesday it is about. "
    "By default one day after the reference day, for all three: the H.4.1 report of Wednesday comes "
    "out on Thursday. --delay WALCL=2d overrides; the answer's input table says which delay held.\n"
    "How to read it: rising means money is put into markets, falling that it is drained; the level "
    "itself has a trend, so read changes and z_score. Without tga a part is missing that moves as "
    "much as the reverse repo does; the verdict says so: import FRED's WDTGAL.\n"
    "When not to: this is accounting, no test: that it moves markets is for lead_lag or granger on "
    "its saved level (--save level=NET_LIQUIDITY), as a difference. The reverse repo was no "
    "facility before September 2013: what FRED has of it before are test operations.\n"
    "Source: Federal Reserve, statistical release H.4.1, tables 1 and 5; New York Fed, reverse "
    "repo operations. The sum is a practitioners' convention, not a published statistic.",
  ROT_INPUTS(
    ROT_INPUT(.role = "fed_assets", .doc = "the Fed's total assets; sets the clock",
              .default_series = "WALCL", .demo_series = "DEMO_ASSETS"),
    ROT_INPUT(.role = "tga", .flags = ROT_OPTIONAL, .default_series = "WDTGAL",
              .demo_series = "DEMO_TREASURY",
              .doc = "the Treasury's account at the Fed"),
    ROT_INPUT(.role = "reverse_repo", .doc = "lent to the Fed overnight",
              .default_series = "RRPONTSYD", .demo_series = "DEMO_REPO")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "104", .unit = "bars",
                  .minimum = 8, .maximum = 100000, .doc = "rows of the z-score"),
    ROT_PARAMETER(.name = "min_periods", .type = ROT_INTEGER, .default_text = "0", .unit = "bars",
                  .minimum = 0, .maximum = 100000, .doc = "levels it must hold; 0 = all of them"),
    UNIT("fed_assets", "unit of fed_assets; metadata: as the series says"),
    UNIT("tga", "unit of tga"),
    UNIT("reverse_repo", "unit of reverse_repo")),
  ROT_OUTPUTS(
    ROT_SERIES(.name = "level", .flags = ROT_CAUSAL, .unit = "USD billions", .doc = "net liquidity"),
    ROT_SERIES(.name = "change_4w", .flags = ROT_CAUSAL, .unit = "USD billions",
               .doc = "over 28 days"),
    ROT_SERIES(.name = "change_13w", .flags = ROT_CAUSAL, .unit = "USD billions",
               .doc = "over 91 days"),
    ROT_SERIES(.name = "z_score", .flags = ROT_CAUSAL, .doc = "of the level in its window"),
    ROT_SCALAR(.name = "current_level", .type = ROT_REAL, .unit = "USD billions",
               .doc = "at the last row with a level"),
    ROT_SCALAR(.name = "current_time", .type = ROT_TIME, .doc = "when that row was known"),
    ROT_SCALAR(.name = "current_change_4w", .type = ROT_REAL, .unit = "USD billions",
               .doc = "over 28 days"),
    ROT_SCALAR(.name = "current_change_13w", .type = ROT_REAL, .unit = "USD billions",
               .doc = "over 91 days"),
    ROT_SCALAR(.name = "current_z_score", .type = ROT_REAL, .doc = "in its window"),
    ROT_SCALAR(.name = "fed_assets_level", .type = ROT_REAL, .unit = "USD billions",
               .doc = "its part of current_level"),
    ROT_SCALAR(.name = "tga_level", .type = ROT_REAL, .unit = "USD billions",
               .doc = "its part; missing where it is left out"),
    ROT_SCALAR(.name = "reverse_repo_level", .type = ROT_REAL, .unit = "USD billions",
               .doc = "its part"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "rows with a level"),
    ROT_SCALAR(.name = "formula", .type = ROT_TEXT, .doc = "what was put together"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words")),
  .alignments = ROT_ALIGN_PREVIOUS | ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_PREVIOUS,
  .look_back = look_back,
  .evaluate = evaluate,
  .open = open_stream, .update = take, .peek = peek, .snapshot = snapshot, .close = end,
};

ROT_PLUGIN("net_liquidity", "1.0.0", &net_liquidity)
