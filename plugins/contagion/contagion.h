/*
 * contagion.h - what the source files of this plugin share: the market, its tails, what is found.
 */
#ifndef CONTAGION_H
#define CONTAGION_H

#include "indicator_parts.h"

/* Parameters and outputs by name, in descriptor order. */
enum { TAIL, TURBULENT, GAP, RESAMPLES, CONFIDENCE };
enum {
  JOINT_DAYS, JOINT_UP_DAYS, EXPECTED_DAYS, EXPECTED_GIVEN_SIZES, BIG_DAYS, P_VALUE,
  DOWNSIDE, UPSIDE, DIFFERENCE, DIFFERENCE_LOW, DIFFERENCE_HIGH,
  CALM, TURBULENT_CORRELATION, ADJUSTED, EXCESS, EXCESS_LOW, EXCESS_HIGH,
  N, VERDICT, RESAMPLING, PAIRS, EPISODES
};

enum { NO_TAIL, DOWN, UP };        /* of a member's row */
enum { UNTOLD, CALM_ROW, TURBULENT_ROW };

/* A correlation of fewer pairs has a standard error above 0.38: 1 / sqrt(n - 3), Fisher (1921). */
enum { LEAST_JOINT = 10 };

/* The rows that all members have, one member after the other: member m's row t is [m * rows + t]. */
typedef struct market {
  const rot_evaluation *e;
  const rot_statistics *s;
  int64_t members, rows;
  int64_t *time_ns;
  double *returns;
  unsigned char *tail;  /* NO_TAIL, DOWN or UP: against the member's own median */
  unsigned char *state; /* UNTOLD, CALM_ROW or TURBULENT_ROW: the member's volatility before the row */
  double *work;         /* 4 * rows */
} market;

/* What two members tell, the first taken as the source of the turbulence; NaN where nothing. */
typedef struct pair {
  double downside, upside, calm, turbulent, adjusted, delta;
  int64_t downs, ups, calms, turbulents;
} pair;

/* Means over the pairs that have both sides, and the intervals of their differences. */
typedef struct span { double value, low, high; } span;
typedef struct found {
  double downside, upside, calm, turbulent, adjusted;
  span difference, excess; /* downside - upside; adjusted - calm */
  int64_t joint, joint_up, big;
  double expected, expected_given_sizes, p_value;
  double block_length;
} found;

/* Hard falls of all members within a few rows of each other. */
typedef struct sell_off {
  int64_t time_ns, end_ns, days, worst_member;
  double mean, worst; /* sums of returns */
} sell_off;

/* market.c */
rot_status contagion_read_market(market *m, const rot_evaluation *e);

/* pairs.c: of the rows listed, in that order; `least` pairs make a tail's correlation. */
rot_status contagion_pair(const market *m, int64_t first, int64_t second, const int64_t *rows,
                          int64_t least, pair *p);
rot_status contagion_pairs(const market *m, found *f);

/* joint.c: rows on which all fall hard, against independence; runs of them. */
rot_status contagion_joint(const market *m, found *f);
/* Fills `list` (room for every joint row) and returns how many. */
int64_t contagion_sell_offs(const market *m, sell_off *list);

/* verdict.c */
void contagion_say(const market *m, const found *f, const sell_off *list, int64_t count, char *text,
                   size_t size);

#endif
