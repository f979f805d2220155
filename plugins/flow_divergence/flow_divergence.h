/*
 * flow_divergence.h - what the source files of this plugin share: the window, its tau, episodes.
 */
#ifndef FLOW_DIVERGENCE_H
#define FLOW_DIVERGENCE_H

#include "indicator_parts.h"

/* Parameters and outputs by name, in descriptor order. */
enum { WINDOW, MIN_PERIODS, THRESHOLD, FLOW_KIND };
enum { KIND_AUTO, KIND_FLOW, KIND_VOLUME };
enum {
  DIVERGENCE, AGREEMENT, CUMULATIVE, CURRENT_TAU, CURRENT_AGREEMENT, AGREEMENT_SHARE,
  DIVERGENCE_SHARE, EPISODE_COUNT, N, FLOW_SOURCE, VERDICT, EPISODES
};

/* What one row tells; NaN where it cannot be told. */
typedef struct reading {
  double tau, agreement, cumulative;
} reading;

/* Pairs of rows of a window, by how price and cumulative flow order them. */
typedef struct pair_counts {
  int64_t rows;       /* with both values */
  int64_t surplus;    /* concordant less discordant pairs */
  int64_t price_ties, flow_ties, joint_ties;
} pair_counts;

/* The last rows. Rings written twice, `window` apart, so that any window is one stretch. */
typedef struct tau_window {
  int64_t window, held, last; /* rows wanted, rows there, slot of the last */
  double *price, *flow;       /* NaN in both where either is missing */
  int64_t *time_ns;
  pair_counts counts;
} tau_window;

/* The first row of the window that an episode began with, and what followed. */
typedef struct episode {
  int64_t time_ns, since_ns, end_ns; /* end: the last row so far */
  int64_t bars;
  double worst;
  double since_price, since_flow, end_price, end_flow;
} episode;

typedef struct divergence {
  tau_window pairs;
  int64_t min_periods;
  double threshold;
  int is_volume;
  char price_name[64], flow_name[64];
  double last_price;         /* the last one present, for the direction of a volume */
  double sum, compensation;  /* cumulative flow: Neumaier's sum */
  int64_t n, agreeing, diverging;
  int64_t last_time;
  reading last;
  episode *finished, now; /* now: while is_open */
  int64_t finished_count, finished_capacity;
  int is_open;
} divergence;

/* window.c. open: ROT_ERR_MEMORY where there is none; look: the counts if this row were kept,
   O(window); keep: takes it. */
rot_status tau_window_open(tau_window *w, int64_t window);
void tau_window_close(tau_window *w);
pair_counts tau_window_look(const tau_window *w, double price, double flow);
void tau_window_keep(tau_window *w, int64_t time_ns, double price, double flow, pair_counts counts);
/* The slot of the oldest row with both values; there is one. */
int64_t tau_window_oldest(const tau_window *w);
/* Kendall's tau-b and the share of concordant pairs among those without a tie. */
double tau_of(pair_counts counts);
double agreement_of(pair_counts counts);

/* divergence.c: rows become readings and episodes. */
rot_status divergence_open(divergence *d, const rot_evaluation *e);
void divergence_close(divergence *d);
reading divergence_look(const divergence *d, double price, double flow);
rot_status divergence_take(divergence *d, int64_t time_ns, double price, double flow, int in_range,
                           reading *now);

/* answer.c: scalars, words and the table as of the last row. */
rot_status divergence_answer(const divergence *d, const rot_outputs *o);

#endif
