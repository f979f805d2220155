/*
 * rothost/plugin.h - what an indicator plugin implements, and what the host gives it.
 *
 * A plugin is a shared object that exports one symbol, `rot_plugin_entry`. The smallest useful one:
 *
 *     #include <rothost/plugin.h>
 *
 *     static rot_status evaluate(const rot_evaluation *e) {
 *       const rot_frame *f = e->frame;
 *       double *spread = e->outputs->new_series(e->outputs, 0, rot_output_rows(f), NULL);
 *       if (!spread) return ROT_ERR_OUTPUT;
 *       for (int64_t i = f->warm_up_rows; i < f->row_count; i++)
 *         spread[i - f->warm_up_rows] = f->columns[0][i] - f->columns[1][i];
 *       return ROT_OK;
 *     }
 *
 *     static const rot_indicator spread = {
 *       .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE,
 *       .id = "spread", .version = "1.0.0", .summary = "The difference of two levels.",
 *       .documentation = "spread = x - y, row by row.",
 *       ROT_INPUTS(ROT_INPUT(.role = "x", .doc = "minuend"),
 *                  ROT_INPUT(.role = "y", .doc = "subtrahend")),
 *       ROT_NO_PARAMETERS,
 *       ROT_OUTPUTS(ROT_SERIES(.name = "spread", .flags = ROT_CAUSAL, .doc = "x minus y")),
 *       .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
 *       .evaluate = evaluate,
 *     };
 *     ROT_PLUGIN("spread", "1.0.0", &spread)
 *
 *     cc -shared -fPIC -I include spread.c -o plugins/spread.so && rothost eval --plugin spread ...
 *
 * There is no library to link: the host passes every service as a table of functions.
 *
 * CONVENTIONS
 *   Time        int64 nanoseconds since 1970-01-01T00:00:00Z. A session date is its 00:00 UTC.
 *   Missing     NaN in real data, ROT_MISSING in integer data. An infinity is bad input: the host
 *               refuses it before a plugin sees it.
 *   Text        UTF-8, ends with NUL.
 *   Growth      A struct that may grow begins with struct_size = sizeof it, as its writer knew it.
 *               The reader takes min(its own, given) and zero-fills the rest. Arrays of such
 *               structs are arrays of pointers. Tables of functions only grow at their end.
 *   Lifetime    Descriptors (rot_plugin and all it points to) live as long as the process.
 *               All that an evaluation points to lives until the call returns.
 *   Threads     Each function pointer says who may call it. The host calls evaluate() of an
 *               indicator without ROT_THREAD_SAFE from one thread at a time.
 *   Errors      A status and a message: `return e->host->fail(e->host, ROT_ERR_X, "what, and what
 *               to do")`. The host adds plugin and phase. A plugin never prints, exits or aborts.
 */
#ifndef ROTHOST_PLUGIN_H
#define ROTHOST_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this contract. A plugin built for another major version is refused by name. */
#define ROT_ABI_VERSION 1u

/* ---- Status codes: 0 is success; codes are never re-used ---------------------------------- */
typedef int32_t rot_status;
#define ROT_OK 0
#define ROT_ERR_PARAMETER 1    /* a parameter, or a combination of them, makes no sense */
#define ROT_ERR_INPUT 2        /* the data are bad: an infinity, a log of a value <= 0 */
#define ROT_ERR_TOO_FEW 3      /* not enough rows to answer; say how many are needed */
#define ROT_ERR_CANCELLED 4    /* is_cancelled() or progress() asked to stop */
#define ROT_ERR_MEMORY 5       /* an allocation failed */
#define ROT_ERR_UNSUPPORTED 6  /* this version cannot do that */
#define ROT_ERR_OUTPUT 7       /* an output was refused; the host has recorded why */
#define ROT_ERR_FAILED 8       /* the indicator failed for a reason of its own */
#define ROT_ERR_NOT_FOUND 9    /* no such series, column, indicator or output */
#define ROT_ERR_ARGUMENT 10    /* a caller's argument is wrong: NULL, negative count, misaligned */
#define ROT_ERR_PLUGIN 11      /* a plugin could not be loaded or broke the contract */
#define ROT_ERR_TIMEOUT 12     /* the time limit passed */
#define ROT_ERR_CRASHED 13     /* the worker that ran the plugin died */
#define ROT_ERR_REFUSED 14     /* the trust policy says no */
#define ROT_ERR_CACHE 15       /* the cache cannot be read or written */
#define ROT_ERR_IO 16          /* a file cannot be read or written */
#define ROT_ERR_DATA 17        /* a file's content is bad; the message names the line */
#define ROT_ERR_CLOSED 18      /* the handle was closed */

#define ROT_MISSING INT64_MIN  /* a missing integer, boolean, time, duration or choice */

/* ---- Values: of fixed size for ever (16 bytes) -------------------------------------------- */
#define ROT_REAL 1u      /* as.real */
#define ROT_INTEGER 2u   /* as.integer */
#define ROT_BOOLEAN 3u   /* as.integer, 0 or 1 */
#define ROT_TIME 4u      /* as.integer, ns since 1970 */
#define ROT_DURATION 5u  /* as.integer, ns */
#define ROT_TEXT 6u      /* as.text */
#define ROT_CHOICE 7u    /* as.integer, an index into the spec's choices */
#define ROT_DATE 8u      /* as.integer, ns since 1970 of the date's 00:00 UTC */
#define ROT_LIST 0x100u  /* or-ed to a type: `count` elements in as.reals, as.integers or as.texts */

typedef struct rot_value {
  uint32_t type;
  uint32_t count; /* 1 unless ROT_LIST */
  union {
    double real;
    int64_t integer;
    const char *text;
    const double *reals;
    const int64_t *integers;
    const char *const *texts;
  } as;
} rot_value;

/* ---- Data --------------------------------------------------------------------------------- */
#define ROT_SERIES_DATES 1u     /* stamps are session dates, not instants */
#define ROT_SERIES_EVERY_DAY 2u /* trades every calendar day */
#define ROT_SERIES_WEEKDAYS 4u  /* trades on weekdays less holidays */
#define ROT_SERIES_REVISED 8u   /* past values were revised later: not what was known then */
#define ROT_SERIES_SYNTHETIC 16u

/* A borrowed, read-only view straight into the cache: columns are levels, as stored. */
typedef struct rot_series {
  uint32_t struct_size, flags; /* ROT_SERIES_* */
  int64_t count;
  const int64_t *time_ns; /* strictly increasing */
  const double *values;   /* NaN = missing */
  const char *name, *unit, *column;
  int64_t close_offset_ns; /* session close, from 00:00 UTC of its date; ROT_MISSING = unknown */
} rot_series;

#define ROT_FRAME_DATES 1u        /* time_ns are session dates */
#define ROT_FRAME_MIXED_CLOSES 2u /* the inputs may close at different hours of a day */

/* The inputs on one clock, transformed, prepared once and shared by every indicator of a run.
   Mapped read-only: a plugin that writes here faults. */
typedef struct rot_frame {
  uint32_t struct_size, column_count;
  int64_t row_count;    /* warm-up included */
  int64_t warm_up_rows; /* the first rows, before the asked range: they feed windows, no output */
  const int64_t *time_ns;
  const double *const *columns; /* one per bound input, in their order */
  uint32_t flags, reserved;     /* ROT_FRAME_* */
} rot_frame;

/* Rows a series on the frame's clock must have. */
static inline int64_t rot_output_rows(const rot_frame *frame) {
  return frame->row_count - frame->warm_up_rows;
}

/* ---- What the host gives ------------------------------------------------------------------ */
#define ROT_LOG_DEBUG 0
#define ROT_LOG_INFO 1
#define ROT_LOG_WARNING 2

/* Services. Callable from the thread of the call they were passed to; is_cancelled() from any. */
typedef struct rot_host rot_host;
struct rot_host {
  uint32_t struct_size, abi_version;
  void *context; /* the host's own */
  /* A table of functions by id, such as ROT_STATISTICS_ID; NULL where this host has none. */
  const void *(*extension)(const rot_host *host, const char *id);
  /* Records why a call fails and returns `status`, so that one can `return host->fail(...)`. */
  rot_status (*fail)(const rot_host *host, rot_status status, const char *message);
  /* Adds a sentence to the result's warnings, for the user to read beside the answer. */
  void (*warn)(const rot_host *host, const char *message);
  void (*log)(const rot_host *host, int32_t level, const char *message);
  /* Tells how far the call is, 0 to 1. Non-zero asks to stop: return ROT_ERR_CANCELLED. */
  int32_t (*progress)(const rot_host *host, double fraction);
  int32_t (*is_cancelled)(const rot_host *host);
  /* Memory until the call returns, zeroed, 64-byte aligned; NULL when there is none left. */
  void *(*scratch)(const rot_host *host, size_t bytes);
};

/* Where results go. The host owns every buffer; `output` is an index into the descriptor's
   outputs. What is never set is missing. Callable from the thread of the call only. */
typedef struct rot_outputs rot_outputs;
struct rot_outputs {
  uint32_t struct_size, reserved;
  void *context; /* the host's own */
  rot_status (*set_real)(const rot_outputs *outputs, uint32_t output, double value);
  /* Integer, boolean, time, duration, choice and date scalars. */
  rot_status (*set_integer)(const rot_outputs *outputs, uint32_t output, int64_t value);
  rot_status (*set_text)(const rot_outputs *outputs, uint32_t output, const char *value); /* copied */
  /* `count` values, all NaN until written; NULL if refused. With time_ns NULL the series is on the
     frame's clock and count must be rot_output_rows(); else `count` stamps are copied. */
  double *(*new_series)(const rot_outputs *outputs, uint32_t output, int64_t count,
                        const int64_t *time_ns);
  /* A table of known length without text columns: fills columns[i] with a double* (real) or
     int64_t* (all other types), one per declared column, all missing until written. */
  rot_status (*new_table)(const rot_outputs *outputs, uint32_t output, int64_t row_count,
                          void **columns);
  /* Appends one row: one cell per declared column, of its type. Texts are copied. */
  rot_status (*add_row)(const rot_outputs *outputs, uint32_t output, const rot_value *cells,
                        uint32_t cell_count);
};

/* Everything one call receives. */
typedef struct rot_evaluation {
  uint32_t struct_size;
  uint32_t input_count;
  const rot_host *host;
  const rot_series *const *inputs; /* in role order, repeated roles side by side */
  const uint32_t *input_roles;     /* for each input, the index of its rot_input_spec */
  const rot_frame *frame;          /* NULL exactly where the alignment is native */
  const rot_value *parameters;     /* in descriptor order; defaults filled in, ranges checked */
  uint64_t seed;
  const rot_outputs *outputs;
} rot_evaluation;

/* One finished row of a stream. */
typedef struct rot_update {
  uint32_t struct_size, column_count;
  int64_t time_ns;
  int64_t row_index; /* 0 for the first row after the warm-up */
  const double *row; /* one value per frame column, transformed */
  double *series;    /* write here: one value per SERIES output, in descriptor order; NaN before */
  const rot_host *host;
} rot_update;

/* ---- What a plugin declares --------------------------------------------------------------- */
#define ROT_TRANSFORM_LEVEL 0      /* as it is */
#define ROT_TRANSFORM_LOG 1        /* log return, ln(x_t / x_{t-1}) */
#define ROT_TRANSFORM_SIMPLE 2     /* simple return, x_t / x_{t-1} - 1 */
#define ROT_TRANSFORM_DIFFERENCE 3 /* x_t - x_{t-1} */

#define ROT_REQUIRED 0u
#define ROT_OPTIONAL 1u
#define ROT_REPEATED 2u /* one or more; with ROT_OPTIONAL zero or more */

typedef struct rot_input_spec {
  uint32_t struct_size, flags; /* ROT_REQUIRED, ROT_OPTIONAL, ROT_REPEATED */
  int32_t transform;           /* the default: ROT_TRANSFORM_* */
  uint32_t minimum_count, maximum_count; /* of a repeated role; 0 = 1 and no limit */
  uint32_t reserved;
  const char *role, *doc;
  const char *default_series; /* "IWM", "HYG:adj_close"; several: "A,B"; NULL = must be given */
  const char *demo_series;    /* stands in where the cache is empty */
  const char *columns; /* "high,low": one series given without a column feeds the role with these of
                          its columns, in this order; NULL = with its default column */
} rot_input_spec;

typedef struct rot_parameter_spec {
  uint32_t struct_size, flags; /* reserved, 0 */
  uint32_t type;               /* ROT_REAL ...; or-ed with ROT_LIST for a list */
  uint32_t choice_count;
  const char *name, *doc, *unit;
  const char *default_text;    /* as a user would write it: "60", "30,60,90", "ccf" */
  double minimum, maximum;     /* of integers, reals and durations (ns); equal = no limit */
  const char *const *choices;  /* names, of ROT_CHOICE */
} rot_parameter_spec;

#define ROT_OUTPUT_SCALAR 1u
#define ROT_OUTPUT_SERIES 2u
#define ROT_OUTPUT_TABLE 3u

#define ROT_CAUSAL 1u  /* the value at t depends on rows up to t only: checked by the host */
#define ROT_P_VALUE 2u /* a p-value, so that a sweep knows what to correct */

typedef struct rot_column_spec {
  uint32_t struct_size, flags; /* ROT_CAUSAL, ROT_P_VALUE */
  uint32_t type, choice_count;
  const char *name, *doc, *unit;
  const char *const *choices;
} rot_column_spec;

typedef struct rot_output_spec {
  uint32_t struct_size, flags; /* ROT_CAUSAL, ROT_P_VALUE */
  uint32_t kind;               /* ROT_OUTPUT_* */
  uint32_t type;               /* of a scalar; of a series: ROT_REAL, or ROT_CHOICE (codes as reals) */
  const char *name, *doc, *unit;
  const char *const *choices;
  uint32_t choice_count, column_count;
  const rot_column_spec *const *columns; /* of a table */
} rot_output_spec;

#define ROT_ALIGN_NATIVE 1u   /* no common clock: inputs as they are, frame is NULL */
#define ROT_ALIGN_INNER 2u    /* stamps that all inputs have */
#define ROT_ALIGN_PREVIOUS 4u /* stamps of the first input; the others' last known values */

#define ROT_STREAMING 1u     /* open, update, snapshot and close are there */
#define ROT_DETERMINISTIC 2u /* same inputs and seed, same bits */
#define ROT_THREAD_SAFE 4u   /* evaluate may run on several threads at once */

typedef struct rot_indicator {
  uint32_t struct_size, flags;
  const char *id;            /* lower_case_words: what users type after --plugin */
  const char *version;       /* semantic version of this indicator */
  const char *summary;       /* one line */
  const char *documentation; /* the manual: claim, formula, source, how to read it, when not to */
  const rot_input_spec *const *inputs;
  uint32_t input_count;
  const rot_parameter_spec *const *parameters;
  uint32_t parameter_count;
  const rot_output_spec *const *outputs;
  uint32_t output_count;
  uint32_t alignments, default_alignment; /* ROT_ALIGN_*; the host refuses what is not in the mask */
  /* Rows needed before the first output; NULL = 0. Any thread; no host services. */
  int64_t (*look_back)(const rot_value *parameters);
  /* The whole range at once. */
  rot_status (*evaluate)(const rot_evaluation *evaluation);

  /* Streaming, one row of the frame at a time (ROT_STREAMING). The series, and the snapshot after
     the last row, equal evaluate() on the same rows to the bit. A state belongs to one thread at
     a time and may move between threads. Update may not allocate through the host. */
  rot_status (*open)(const rot_evaluation *warm_up, void **state); /* its frame: the warm-up rows */
  rot_status (*update)(void *state, const rot_update *update);
  rot_status (*peek)(const void *state, const rot_update *update); /* unfinished bar: changes nothing */
  rot_status (*snapshot)(const void *state, const rot_outputs *outputs); /* scalars, tables as of now */
  void (*close)(void *state);
} rot_indicator;

typedef struct rot_plugin {
  uint32_t struct_size, abi_version; /* ROT_ABI_VERSION the plugin was built for */
  const char *name, *version, *author, *license;
  const rot_indicator *const *indicators;
  uint32_t indicator_count, reserved;
} rot_plugin;

/* The one symbol a plugin exports. Called once, from any thread, before anything else. */
typedef const rot_plugin *(*rot_plugin_entry_function)(void);
#define ROT_PLUGIN_ENTRY_SYMBOL "rot_plugin_entry"

/* ---- Helpers for plugins in C (C99 compound literals; in C++ fill the structs by hand) ------ */
#if defined(__GNUC__)
#define ROT_EXPORT __attribute__((visibility("default")))
#else
#define ROT_EXPORT
#endif

#ifndef __cplusplus
#define ROT_COUNT_OF(type, ...) (uint32_t)(sizeof((type[]){__VA_ARGS__}) / sizeof(type))
#define ROT_INPUT(...) &(const rot_input_spec){.struct_size = sizeof(rot_input_spec), __VA_ARGS__}
#define ROT_PARAMETER(...) \
  &(const rot_parameter_spec){.struct_size = sizeof(rot_parameter_spec), __VA_ARGS__}
#define ROT_OUTPUT(...) &(const rot_output_spec){.struct_size = sizeof(rot_output_spec), __VA_ARGS__}
#define ROT_SCALAR(...) ROT_OUTPUT(.kind = ROT_OUTPUT_SCALAR, __VA_ARGS__)
#define ROT_SERIES(...) ROT_OUTPUT(.kind = ROT_OUTPUT_SERIES, .type = ROT_REAL, __VA_ARGS__)
#define ROT_TABLE(...) ROT_OUTPUT(.kind = ROT_OUTPUT_TABLE, __VA_ARGS__)
#define ROT_COLUMN(...) &(const rot_column_spec){.struct_size = sizeof(rot_column_spec), __VA_ARGS__}
#define ROT_COLUMNS(...) \
  .columns = (const rot_column_spec *const[]){__VA_ARGS__}, \
  .column_count = ROT_COUNT_OF(const rot_column_spec *, __VA_ARGS__)
#define ROT_CHOICES(...) \
  .choices = (const char *const[]){__VA_ARGS__}, .choice_count = ROT_COUNT_OF(const char *, __VA_ARGS__)
#define ROT_INPUTS(...) \
  .inputs = (const rot_input_spec *const[]){__VA_ARGS__}, \
  .input_count = ROT_COUNT_OF(const rot_input_spec *, __VA_ARGS__)
#define ROT_PARAMETERS(...) \
  .parameters = (const rot_parameter_spec *const[]){__VA_ARGS__}, \
  .parameter_count = ROT_COUNT_OF(const rot_parameter_spec *, __VA_ARGS__)
#define ROT_NO_PARAMETERS .parameters = NULL, .parameter_count = 0
#define ROT_OUTPUTS(...) \
  .outputs = (const rot_output_spec *const[]){__VA_ARGS__}, \
  .output_count = ROT_COUNT_OF(const rot_output_spec *, __VA_ARGS__)

/* Defines rot_plugin_entry: ROT_PLUGIN(name, version, &indicator [, &indicator]...) */
#define ROT_PLUGIN(plugin_name, plugin_version, ...) \
  ROT_EXPORT const rot_plugin *rot_plugin_entry(void); \
  const rot_plugin *rot_plugin_entry(void) { \
    static const rot_indicator *const indicators[] = {__VA_ARGS__}; \
    static const rot_plugin plugin = { \
      .struct_size = sizeof(rot_plugin), .abi_version = ROT_ABI_VERSION, \
      .name = plugin_name, .version = plugin_version, .indicators = indicators, \
      .indicator_count = (uint32_t)(sizeof indicators / sizeof indicators[0])}; \
    return &plugin; \
  }
#endif

#ifdef __cplusplus
}
#endif

#include "rothost/statistics.h"

#endif
