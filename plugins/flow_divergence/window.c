/*
 * window.c - Kendall's tau of a sliding window, exactly: pairs are counted in integers.
 *
 * A row that enters is compared with each row of the window, and so is the row that leaves: two
 * passes of O(window) instead of O(window^2), and no drift. A missing value is NaN, which is
 * neither larger, smaller nor equal, and so counts nowhere.
 */
#include <stdlib.h>

#include "flow_divergence.h"

rot_status tau_window_open(tau_window *w, int64_t window) {
  *w = (tau_window){.window = window, .last = -1};
  w->price = malloc((size_t)(2 * window) * sizeof *w->price);
  w->flow = malloc((size_t)(2 * window) * sizeof *w->flow);
  w->time_ns = malloc((size_t)(2 * window) * sizeof *w->time_ns);
  return w->price && w->flow && w->time_ns ? ROT_OK : ROT_ERR_MEMORY;
}

void tau_window_close(tau_window *w) {
  free(w->price);
  free(w->flow);
  free(w->time_ns);
}

/* The pairs that one row forms with `count` others; rows counts those others that are present. */
static pair_counts pairs_with(double price, double flow, const double *prices, const double *flows,
                              int64_t count) {
  pair_counts c = {0, 0, 0, 0, 0};
  for (int64_t i = 0; i < count; i++) {
    int price_order = (prices[i] > price) - (prices[i] < price);
    int flow_order = (flows[i] > flow) - (flows[i] < flow);
    int price_tie = prices[i] == price, flow_tie = flows[i] == flow;
    c.rows += prices[i] == prices[i];
    c.surplus += price_order * flow_order;
    c.price_ties += price_tie;
    c.flow_ties += flow_tie;
    c.joint_ties += price_tie & flow_tie;
  }
  return c;
}

static pair_counts changed(pair_counts c, pair_counts by, int sign) {
  c.rows += sign;
  c.surplus += sign * by.surplus;
  c.price_ties += sign * by.price_ties;
  c.flow_ties += sign * by.flow_ties;
  c.joint_ties += sign * by.joint_ties;
  return c;
}

/* The first slot of the last `rows` rows. */
static int64_t stretch(const tau_window *w, int64_t rows) { return w->last + w->window - rows + 1; }

pair_counts tau_window_look(const tau_window *w, double price, double flow) {
  pair_counts c = w->counts;
  int64_t staying = w->held < w->window ? w->held : w->window - 1;
  int64_t first = stretch(w, staying);
  if (staying < w->held && !isnan(w->price[first - 1])) {
    const double old_price = w->price[first - 1], old_flow = w->flow[first - 1];
    c = changed(c, pairs_with(old_price, old_flow, w->price + first, w->flow + first, staying), -1);
  }
  if (isnan(price) || isnan(flow)) return c;
  return changed(c, pairs_with(price, flow, w->price + first, w->flow + first, staying), 1);
}

void tau_window_keep(tau_window *w, int64_t time_ns, double price, double flow,
                     pair_counts counts) {
  int missing = isnan(price) || isnan(flow);
  w->last = (w->last + 1) % w->window;
  for (int64_t slot = w->last; slot < 2 * w->window; slot += w->window) {
    w->price[slot] = missing ? NAN : price;
    w->flow[slot] = missing ? NAN : flow;
    w->time_ns[slot] = time_ns;
  }
  if (w->held < w->window) w->held++;
  w->counts = counts;
}

int64_t tau_window_oldest(const tau_window *w) {
  int64_t slot = stretch(w, w->held);
  while (isnan(w->price[slot])) slot++;
  return slot;
}

static int64_t pairs_of(pair_counts c) { return c.rows * (c.rows - 1) / 2; }

/* One root of the product, so that perfect order is 1 and not the double before it. */
double tau_of(pair_counts c) {
  int64_t by_price = pairs_of(c) - c.price_ties, by_flow = pairs_of(c) - c.flow_ties;
  if (by_price <= 0 || by_flow <= 0) return NAN;
  return (double)c.surplus / sqrt((double)by_price * (double)by_flow);
}

double agreement_of(pair_counts c) {
  int64_t decided = pairs_of(c) - c.price_ties - c.flow_ties + c.joint_ties;
  return decided > 0 ? (double)(decided + c.surplus) / 2 / (double)decided : NAN;
}
