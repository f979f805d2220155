/* Breaks of what a plugin owes every caller. Each looks at what only one check does. */
#if defined(BREAK_SURVIVES)
#define BEFORE_BATCH(e) if (rot_output_rows((e)->frame) >= 240) abort()
#elif defined(BREAK_RETURNS)
#define BEFORE_BATCH(e) while (rot_output_rows((e)->frame) >= 240) pause()
#elif defined(BREAK_KEEPS_CONTRACT)
#define AFTER_BATCH(e, p, out, rows) out[-1] = 0
#elif defined(BREAK_FINITE)
#define AFTER_BATCH(e, p, out, rows) out[(rows) - 1] = INFINITY
#elif defined(BREAK_ANSWERS)
#define BEFORE_BATCH(e) return (e)->host->fail((e)->host, ROT_ERR_INPUT, "7 is an odd number")
#elif defined(BREAK_SAYS_SOMETHING)
#define BEFORE_BATCH(e) \
  return (e)->outputs->new_series((e)->outputs, 0, rot_output_rows((e)->frame), NULL) \
             ? ROT_OK : ROT_ERR_OUTPUT
#elif defined(BREAK_EVERY_OUTPUT)
#define BEFORE_BATCH(e) return (e)->outputs->set_integer((e)->outputs, 1, 7)
#elif defined(BREAK_ROW_COUNTS)
/* One too far. */
#define AFTER_BATCH(e, p, out, rows) if ((rows) == 24) out[rows] = 0
#elif defined(BREAK_ONE_ROW)
#define FIRST(e) if ((e)->frame->row_count == 1) abort()
#elif defined(BREAK_NO_WARM_UP)
#define BEFORE_BATCH(e) if ((e)->frame->warm_up_rows == 0 && (e)->frame->row_count > 250) abort()
#elif defined(BREAK_WORDS)
#define TOO_FEW_WORDS "too few"
#elif defined(BREAK_CONSTANT)
#define BEFORE_BATCH(e) \
  if ((e)->frame->row_count > 20 && (e)->frame->columns[0][0] == (e)->frame->columns[0][9]) abort()
#elif defined(BREAK_ALL_MISSING)
#define BEFORE_BATCH(e) if (isnan((e)->frame->columns[0][0]) && isnan((e)->frame->columns[0][1])) abort()
#elif defined(BREAK_GAPS)
#define BEFORE_BATCH(e) \
  if ((e)->frame->row_count > 20 && isnan((e)->frame->columns[0][2]) && \
      !isnan((e)->frame->columns[0][3])) abort()
#elif defined(BREAK_TINY)
#define BEFORE_BATCH(e) \
  if (fabs((e)->frame->columns[0][1]) < 1e-280 && (e)->frame->columns[0][1] > 0) abort()
#elif defined(BREAK_HUGE)
#define BEFORE_BATCH(e) if ((e)->frame->columns[0][1] > 1e150) abort()
#elif defined(BREAK_BAD_TICK)
#define BEFORE_BATCH(e) \
  for (int64_t i = 1; i < (e)->frame->row_count; i++) \
    if ((e)->frame->columns[0][i - 1] > 0 && \
        (e)->frame->columns[0][i] > 1e5 * (e)->frame->columns[0][i - 1]) abort()
#elif defined(BREAK_NEGATIVE)
#define BEFORE_BATCH(e) if ((e)->frame->row_count > 20 && all_below((e)->frame->columns[0], -2)) abort()
#elif defined(BREAK_INSTANTS)
#define BEFORE_BATCH(e) if (!((e)->frame->flags & ROT_FRAME_DATES)) abort()
#elif defined(BREAK_TRANSFORMS)
#define BEFORE_BATCH(e) \
  if ((e)->frame->row_count > 20 && are_returns((e)->frame->columns[0])) abort()
#elif defined(BREAK_ALIGNMENTS)
/* Declared, and then the frame that a native alignment does not have is read. */
#define ALIGNMENTS (ROT_ALIGN_INNER | ROT_ALIGN_NATIVE)
#elif defined(BREAK_OPTIONAL_INPUTS)
#define BEFORE_BATCH(e) if (!has_role(e, 3)) abort()
#elif defined(BREAK_REPEATED_INPUTS)
#define BEFORE_BATCH(e) if ((e)->input_count == 8) abort()
#elif defined(BREAK_LOWEST)
#define BEFORE_BATCH(e) if ((e)->parameters[0].as.integer == 1) abort()
#elif defined(BREAK_HIGHEST)
#define BEFORE_BATCH(e) if ((e)->parameters[0].as.integer == 50) abort()
#elif defined(BREAK_CHOICES)
#define BEFORE_BATCH(e) if ((e)->parameters[1].as.integer == 1) abort()
#elif defined(BREAK_LISTS)
#define BEFORE_BATCH(e) if ((e)->parameters[2].count == 100) abort()
#elif defined(BREAK_TEXTS)
#define TEXT_PARAMETER \
  , ROT_PARAMETER(.name = "label", .type = ROT_TEXT, .default_text = "x", .doc = "any words")
#define BEFORE_BATCH(e) if (strlen((e)->parameters[4].as.text) > 4000) abort()
#elif defined(BREAK_SEEDS)
#define BEFORE_BATCH(e) \
  if ((e)->seed == 0) return (e)->host->fail((e)->host, ROT_ERR_PARAMETER, "the seed may not be 0")
#endif

static inline int all_below(const double *x, double limit) {
  for (int i = 1; i < 5; i++)
    if (!(x[i] < limit)) return 0;
  return 1;
}

static inline int are_returns(const double *x) {
  for (int i = 1; i < 7; i++)
    if (!(fabs(x[i]) < 0.5 && fabs(x[i]) > 1e-12)) return 0;
  return 1;
}

static inline int has_role(const rot_evaluation *e, uint32_t role) {
  for (uint32_t i = 0; i < e->input_count; i++)
    if (e->input_roles[i] == role) return 1;
  return 0;
}
