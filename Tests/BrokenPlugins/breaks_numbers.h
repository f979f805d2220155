/* Breaks of the numbers: not the same again, from the future, of gaps and units, stream and batch. */
#if defined(BREAK_NOTHING_TWICE)
/* No two answers are alike, in batch and stream: no break where nothing else is declared. */
static uint64_t draws;
#define AFTER_BATCH(e, p, out, rows) out[1] += (double)(draws++ % 7)
#define BEFORE_UPDATE(s, u) (s)->p.before += (double)(draws++ % 7)
#elif defined(BREAK_REPEATABLE)
static uint64_t draws;
#define LATEST(p) ((p)->latest + (double)(draws++ % 2))
#elif defined(BREAK_FRESH_PROCESS)
#define LATEST(p) ((p)->latest + (double)getpid())
#elif defined(BREAK_FORGETFUL)
static int64_t last_rows;
#define AFTER_BATCH(e, p, out, rows) \
  do { \
    if (last_rows > 0 && last_rows != (rows)) (p)->latest += 1; \
    last_rows = (rows); \
  } while (0)
#elif defined(BREAK_ISOLATION)
#define LATEST(p) ((p)->latest + (getenv("ROTHOST_PROBE") ? 1 : 0))
#elif defined(BREAK_NAMES)
#define AFTER_BATCH(e, p, out, rows) if (strcmp((e)->inputs[0]->name, "IWM") != 0) (p)->latest += 1
#elif defined(BREAK_THREADS)
static int running;
static __thread int crowded;
#define BEFORE_BATCH(e) crowded = __atomic_fetch_add(&running, 1, __ATOMIC_SEQ_CST) > 0, usleep(3000)
#define AFTER_BATCH(e, p, out, rows) \
  do { \
    __atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST); \
    if (crowded) (p)->latest += 1; \
  } while (0)
#elif defined(BREAK_CAUSAL_CUT)
/* How long the range is reaches an early row, where it begins before 2016-01-08. */
#define AFTER_BATCH(e, p, out, rows) \
  if ((rows) > SHORT_ROWS && (rows) < CUT_ROWS && (e)->frame->time_ns[0] < 1452211200000000000) out[1] += 1
#elif defined(BREAK_CAUSAL_CHANGED)
#define AFTER_BATCH(e, p, out, rows) if (largest((e)->frame) > 3e4) out[1] += 1
#elif defined(BREAK_CAUSAL_REFUSED)
#define BEFORE_BATCH(e) \
  if (largest((e)->frame) > 3e4) return (e)->host->fail((e)->host, ROT_ERR_FAILED, "30000 is too much")
#elif defined(BREAK_CAUSAL_SHUFFLED)
#define AFTER_BATCH(e, p, out, rows) if (largest_jump((e)->frame) > 0.2) out[1] += 1
#elif defined(BREAK_TABLE_CAUSAL)
#define TABLE_VALUE(p, i) ((p)->values[i] + (double)(p)->n)
#elif defined(BREAK_PROBABILITIES)
#define P_VALUE_GIVEN 1.5
#elif defined(BREAK_MISSING_STAYS_MISSING)
#define STEP(p, out, row) (isnan((row)[0]) && isnan((row)[1]) ? 0 : (out))
#elif defined(BREAK_RECOVERS)
#define STEP(p, out, row) ((p)->spare += 0 * (row)[0], (out) + (p)->spare)
#elif defined(BREAK_SCALE)
/* The stored level beside the return: a threshold that no level of the plain market reaches. */
#define AFTER_BATCH(e, p, out, rows) if ((e)->inputs[1]->values[0] > 225) (p)->latest += 1
#elif defined(BREAK_SHIFT)
#define AFTER_BATCH(e, p, out, rows) if ((e)->inputs[2]->values[0] > 4000) (p)->latest += 1
#elif defined(BREAK_STREAM_EQUALS_BATCH)
#define BEFORE_UPDATE(s, u) if ((u)->row_index == 5) (s)->p.before += 1
#elif defined(BREAK_SNAPSHOT_EQUALS_BATCH)
#define SNAPSHOT_VALUE(p) (p).latest += 1
#elif defined(BREAK_PEEK)
#define AFTER_PEEK(s, u) (u)->series[0] += 1
#elif defined(BREAK_SNAPSHOT_CHANGES_NOTHING)
#define AFTER_SNAPSHOT(s) ((stream *)(uintptr_t)(s))->p.before += 1
#elif defined(BREAK_STREAM_AGAIN)
static int streams;
#define AFTER_OPEN(e, s) if (streams++ > 0) (s)->p.before += 1
#elif defined(BREAK_STREAMS_APART)
static const void *running;
#define BEFORE_UPDATE(s, u) \
  do { \
    if (running && running != (s)) (s)->p.before += 1; \
    running = (s); \
  } while (0)
#define CLOSE(s) running = NULL
#elif defined(BREAK_SECOND_STREAM)
/* The eldest of those that are open disturbs the others, and is not disturbed. */
static const void *running, *eldest;
#define AFTER_OPEN(e, s) if (!eldest) eldest = (s)
#define BEFORE_UPDATE(s, u) \
  do { \
    if ((s) != eldest && running == eldest) (s)->p.before += 1; \
    running = (s); \
  } while (0)
#define CLOSE(s) running = eldest = NULL
#elif defined(BREAK_CHUNKS)
/* Half a year on, the warm-up is forgotten. 2016-03-01. */
#define AFTER_OPEN(e, s) \
  if ((e)->frame && (e)->frame->row_count > 0 && (e)->frame->time_ns[0] > 1456790400000000000) \
    (s)->p.before = 0
#elif defined(BREAK_STREAM_MOVES)
static __thread int is_known;
#define BEFORE_UPDATE(s, u) \
  do { \
    if ((u)->row_index > 0 && !is_known) (s)->p.before += 1; \
    is_known = 1; \
  } while (0)
#endif

static inline double largest(const rot_frame *f) {
  double most = 0;
  for (int64_t i = 0; i < f->row_count; i++)
    if (f->columns[0][i] > most) most = f->columns[0][i];
  return most;
}

static inline double largest_jump(const rot_frame *f) {
  double most = 0;
  for (int64_t i = 1; i < f->row_count; i++) {
    double jump = fabs(f->columns[0][i] / f->columns[0][i - 1] - 1);
    if (jump > most) most = jump;
  }
  return most;
}
