/* C functions of many shapes, as a quant may find them in a library without knowing this host. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Plain: every row at once, a status. */
int spread(const double *x, const double *y, int rows, double *out) {
  for (int i = 0; i < rows; i++) out[i] = x[i] - y[i];
  return 0;
}

/* The same with the next row's x, and one that writes nowhere. */
int spread_ahead(const double *x, const double *y, int rows, double *out) {
  for (int i = 0; i < rows; i++) out[i] = x[i + 1 < rows ? i + 1 : i] - y[i];
  return 0;
}
int spread_nowhere(const double *x, const double *y, int rows, double *out) {
  *(volatile double *)0 = x[0] - y[rows - 1] + out[0];
  return 0;
}

/* TA-Lib's shape: first and last index, answers where it began and how many it wrote. */
int packed_mean(int start, int end, const double *x, int window, int *begin, int *count, double *out) {
  *begin = *count = 0;
  if (window < 1) return 2;
  if (window > 1000) return 17;
  if (end < start + window - 1) return 0;
  for (int i = start + window - 1; i <= end; i++) {
    double sum = 0;
    for (int k = 0; k < window; k++) sum += x[i - k];
    out[(*count)++] = sum / window;
  }
  *begin = start + window - 1;
  return 0;
}

int packed_mean_lookback(int window) { return window - 1; }

/* The same mean, but claims a longer look-back than it needs and lies where asked to. */
int late_mean(const double *x, int64_t rows, int window, int lie, long *begin, long *count, double *out) {
  int first = 0, number = 0;
  packed_mean(0, (int)rows - 1, x, window, &first, &number, out);
  *begin = first;
  *count = number;
  if (lie) *begin = (long)rows;
  return 0;
}
int late_mean_lookback(int window) { return window + 4; }
int early_mean_lookback(int window) { return window > 3 ? window - 4 : 0; }

/* Float and integer outputs; the row of the highest value so far. */
void many_types(const double *x, size_t rows, float *single, int32_t *sign, int64_t *argmax, uint8_t *small,
                double *last, int *number) {
  size_t best = 0;
  for (size_t i = 0; i < rows; i++) {
    if (x[i] > x[best]) best = i;
    single[i] = (float)x[i];
    sign[i] = x[i] > 0 ? 1 : -1;
    argmax[i] = (int64_t)best;
    small[i] = (uint8_t)(i % 200);
  }
  *last = rows ? x[rows - 1] : 0;
  *number = (int)rows;
}

/* Tulip's shape: arrays of input and output pointers and an options array. */
int tulip_bands_start(const double *options) { return (int)options[0] - 1; }
int tulip_bands(int size, const double *const *inputs, const double *options, double *const *outputs) {
  int period = (int)options[0];
  double factor = options[1];
  if (period < 1) return 1;
  for (int i = period - 1; i < size; i++) {
    double high = inputs[0][i], low = inputs[1][i];
    for (int k = 1; k < period; k++) {
      if (inputs[0][i - k] > high) high = inputs[0][i - k];
      if (inputs[1][i - k] < low) low = inputs[1][i - k];
    }
    outputs[0][i - period + 1] = high * factor;
    outputs[1][i - period + 1] = low / factor;
  }
  return 0;
}

/* Parameters of every kind. */
double weigh(const double *x, int n, const double *weights, int weight_count, const int64_t *lags, size_t lag_count,
             int mode, _Bool flip, const char *word, float scale, unsigned char small) {
  double sum = 0;
  for (int i = 0; i < n; i++) sum += x[i];
  for (int i = 0; i < weight_count; i++) sum += 10 * weights[i];
  for (size_t i = 0; i < lag_count; i++) sum += 100 * (double)lags[i];
  sum += 1000 * mode + (word ? 1e6 * (double)strlen(word) : 0) + (double)scale + small;
  return flip ? -sum : sum;
}

/* One row at a time. */
double shifted(double x, double y, int row) { return x + 2 * y + row; }
int divided(double x, double y, double *quotient, int *whole) {
  if (y == 0) return 7;
  *quotient = x / y;
  *whole = (int)floor(x / y);
  return 0;
}
float halved(float x) { return x / 2; }

/* Callbacks with a user pointer: reads, writes, and asks whether to go on. */
int visit(double (*get)(int, void *), void (*put)(long, double, void *), int (*tell)(double, void *), int rows, void *user) {
  for (int i = -1; i <= rows; i++) {
    double value = get(i, user);
    put(i, 2 * value, user);
    if (tell((double)(i + 1) / (rows + 1), user)) return 4;
  }
  return 0;
}

/* A library that wants to be begun. */
static int begun;
int begin_library(void) { return begun++; }
int begin_count(const double *x, int rows, double *out) {
  (void)x;
  for (int i = 0; i < rows; i++) out[i] = begun;
  return 0;
}
int refuse_to_begin(void) { return 5; }

/* A running sum with a state: a stream in TA-Lib's shape. */
typedef struct sum_stream { double sum; int window, filled; double ring[64]; } sum_stream;
static int live_streams;
int live(const double *x, int rows, double *out) {
  (void)x;
  for (int i = 0; i < rows; i++) out[i] = live_streams;
  return 0;
}
int sum_lookback(int window) { return window - 1; }
static double sum_of(const sum_stream *s) {
  double sum = 0;
  for (int k = 0; k < s->window; k++) sum += s->ring[k];
  return sum;
}
int sum_batch(const double *x, int rows, int window, double *out) {
  double ring[64] = {0};
  for (int i = 0; i < rows; i++) {
    ring[i % window] = x[i];
    if (i < window - 1) continue;
    double sum = 0;
    for (int k = 0; k < window; k++) sum += ring[k];
    out[i - window + 1] = sum;
  }
  return 0;
}
int sum_update(sum_stream *s, double x, double *out) {
  if (x != x) return 2;
  s->ring[s->filled++ % s->window] = x;
  *out = sum_of(s);
  return 0;
}
int sum_peek(const sum_stream *s, double x, double *out) {
  sum_stream copy = *s;
  return sum_update(&copy, x, out);
}
int sum_open(sum_stream **state, const double *x, int rows, int window, double *out) {
  *state = NULL;
  if (rows < window) return 17;
  sum_stream *s = calloc(1, sizeof *s);
  s->window = window;
  for (int i = 0; i < rows; i++) sum_update(s, x[i], out);
  *state = s;
  live_streams++;
  return 0;
}
int sum_close(sum_stream *s) {
  free(s);
  live_streams--;
  return 0;
}

/* Changes its data in place, with room to work in. */
void reverse(double *data, size_t n, double *work) {
  memcpy(work, data, n * sizeof *data);
  for (size_t i = 0; i < n; i++) data[i] = work[n - 1 - i];
}

/* Infinite where x is 0: by arithmetic, and without any. */
int reciprocal(const double *x, int rows, double *out) {
  for (int i = 0; i < rows; i++) out[i] = 1 / x[i];
  return 0;
}
int marked(const double *x, int rows, double *out) {
  for (int i = 0; i < rows; i++) out[i] = x[i] == 0 ? INFINITY : x[i];
  return 0;
}

/* The same, and tells how far it is: what happens meanwhile is the caller's business. */
int told_reciprocal(const double *x, int rows, int (*tell)(double, void *), void *user, double *out) {
  reciprocal(x, rows, out);
  return tell(1, user);
}

/* Says that it wrote one row, wherever it is told to. */
int far_row(const double *x, int64_t rows, int64_t first, int64_t *begin, int64_t *count, double *out) {
  (void)rows;
  *begin = first;
  *count = 1;
  out[0] = x[0];
  return 0;
}
int64_t no_lookback(void) { return 0; }

/* None when it is asked for the first time, and more rows than there can be ever after. */
int64_t moody_lookback(void) {
  static int asked;
  return asked++ ? INT64_MAX - 1 : 0;
}

/* Says that it wrote one half of the rows, and writes no other. */
int one_half(int start, int end, const double *x, int second, int *begin, int *count, double *out) {
  int rows = end - start + 1;
  *begin = second ? rows / 2 : 0;
  *count = rows / 2;
  for (int i = 0; i < *count; i++) out[i] = x[*begin + i];
  return 0;
}

/* More arguments than registers of either kind, in an order that mixes them. */
#define MANY_ARGUMENTS                                                                                       \
  const double *x, int rows, double a, int8_t b, double c, uint16_t d, float e, int64_t f, double g, int h,  \
      double i, unsigned j, double k, int16_t l, double m, _Bool n, double o, float p, double q
#define MANY_SUM                                                                                             \
  (x[rows - 1] + a + 2 * b + 4 * c + 8 * d + 16 * (double)e + 32 * (double)f + 64 * g + 128.0 * h + 256 * i + \
   512.0 * j + 1024 * k + 2048 * l + 4096 * m + 8192 * n + 16384 * o + 32768 * (double)p + 65536 * q)
double many(MANY_ARGUMENTS) { return MANY_SUM; }
float many_narrow(MANY_ARGUMENTS) { return (float)MANY_SUM; }
int16_t many_whole(MANY_ARGUMENTS) { return (int16_t)(int64_t)MANY_SUM; }
/* And more than there is room for on the stack of a call that does without libffi. */
double too_many(MANY_ARGUMENTS, int r, double s, int t, double u) { return MANY_SUM + 3 * r + 5 * s + 7 * t + 9 * u; }
int64_t no_reals(const double *x, int rows, int a, int b, int c, int d, int e, int f) {
  return (int64_t)x[rows - 1] + a + 2 * b + 4 * c + 8 * d + 16 * e + 32 * f;
}
