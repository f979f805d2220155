/*
 * net_liquidity.h - what the source files of this plugin share: the parts, the history, a reading.
 */
#ifndef NET_LIQUIDITY_H
#define NET_LIQUIDITY_H

#include "indicator_parts.h"

/* Parameters and outputs by name, in descriptor order; the parts are also the order of the roles. */
enum { WINDOW, MIN_PERIODS, FED_UNIT, TGA_UNIT, REPO_UNIT };
enum { FED, TGA, REPO, PART_COUNT };
enum {
  LEVEL, CHANGE_4W, CHANGE_13W, Z_SCORE, CURRENT_LEVEL, CURRENT_TIME, CURRENT_CHANGE_4W,
  CURRENT_CHANGE_13W, CURRENT_Z_SCORE, FED_LEVEL, TGA_LEVEL, REPO_LEVEL, N, FORMULA, VERDICT
};

/* One of the three amounts: where its column is (-1: not given) and what turns it into billions. */
typedef struct part {
  int column;
  double billions;
  char name[64];
} part;

/* What one row tells, in USD billions; NaN where it cannot be told. */
typedef struct reading {
  double level, change_4w, change_13w, z_score;
} reading;

typedef struct bar {
  int64_t time_ns;
  double level;
} bar;

typedef struct liquidity {
  part parts[PART_COUNT];
  int64_t window, min_periods;
  bar *bars; /* the history that windows and changes reach, oldest first */
  int64_t first, count, capacity;
  int64_t n; /* rows of the asked range with a level */
  int64_t last_time;
  reading last;
  double last_parts[PART_COUNT];
} liquidity;

/* units.c: what multiplies an amount in `unit` into USD billions; NaN where it is no such unit. */
double net_liquidity_billions(const char *unit);

/* liquidity.c: names, columns and units of the inputs, or an error that says what to set. */
rot_status net_liquidity_open(liquidity *l, const rot_evaluation *e);
/* What a row would tell, and nothing changes. O(window). */
reading net_liquidity_look(const liquidity *l, int64_t time_ns, const double *row);
/* Takes a row: ROT_ERR_MEMORY where the history cannot grow. */
rot_status net_liquidity_keep(liquidity *l, int64_t time_ns, const double *row, reading now,
                              int in_range);

/* answer.c: scalars and words as of the last row. */
rot_status net_liquidity_answer(const liquidity *l, const rot_outputs *o);

#endif
