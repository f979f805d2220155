/*
 * decoupling.h - what the source files of this plugin share: the state and its parts.
 */
#ifndef DECOUPLING_H
#define DECOUPLING_H

#include "streaming_parts.h"

#define MAXIMUM_MEMBERS 16
#define MAXIMUM_COLUMNS (MAXIMUM_MEMBERS + 1)

/* Parameters and outputs by name, in descriptor order; the series come first. */
enum { WINDOW, MIN_PERIODS, HORIZON, THRESHOLD, RELEASE, RECORD_WITHIN };
enum { GAP, Z, CUMULATIVE, BETA, RECORD_SHARE, DISTANCE, SERIES_COUNT };
enum {
  CURRENT_GAP = SERIES_COUNT, CURRENT_Z, CURRENT_BETA, CURRENT_CUMULATIVE, CURRENT_RECORD_SHARE,
  CURRENT_DISTANCE, RECORD_DAYS, DECOUPLED_DAYS, N, EPISODE_COUNT, VERDICT, EPISODES
};
enum { BEHIND, AHEAD };

/* What a row leaves behind, and a peek must not: column 0 is the target, the rest the basket. */
typedef struct progress {
  double level[MAXIMUM_COLUMNS];  /* of the last whole row */
  double record[MAXIMUM_COLUMNS]; /* the largest so far */
  int has_level;
  double beta, variance; /* of the window up to this row: for the next one */
  double gap, z, cumulative, used_beta, record_share, distance; /* of this row */
  int64_t n, record_days, decoupled_days;
} progress;

typedef struct episode {
  int64_t start, end; /* end: ROT_MISSING while it lasts */
  int64_t direction, bars;
  double worst_z, worst_gap, record_share;
} episode;

typedef struct episodes {
  episode *list;
  int64_t count, capacity;
} episodes;

typedef struct state {
  progress now;
  parts_window returns;   /* target, basket: what beta is fitted on */
  parts_window residuals; /* residual, its expected variance: what the gap is made of */
  int returns_dropped, residuals_dropped; /* what the last row pushed out; -1: no push */
  episodes episodes;
  char *names[MAXIMUM_COLUMNS];
  int64_t columns, min_periods;
  double threshold, release, record_within;
} state;

/* episodes.c: opens, follows and closes by z. 0 where there is no memory. */
int decoupling_follow(episodes *all, const state *s, int64_t time_ns);
rot_status decoupling_report_episodes(const state *s, const rot_outputs *outputs);
/* The unfinished one, or NULL. */
const episode *decoupling_open_episode(const episodes *all);

/* verdict.c */
void decoupling_say(const state *s, char *text, size_t size);

#endif
