/*
 * rothost/rothost.h - what a program that embeds the host calls. Python uses exactly this.
 *
 *     rot_engine *engine;
 *     if (rot_create_engine(NULL, &engine) != ROT_OK) { puts(rot_last_error_message()); return 1; }
 *     rot_request request = {.struct_size = sizeof request, .indicator = "lead_lag"};
 *     rot_result *result;
 *     if (rot_evaluate(engine, &request, NULL, &result) == ROT_OK) {
 *       rot_value p; rot_get_scalar(result, "p_lead", &p); printf("%g\n", p.as.real);
 *       rot_destroy_result(result);
 *     }
 *     rot_destroy_engine(engine);
 *
 * OWNERSHIP  create, open, prepare, run and evaluate give a handle that the matching destroy or
 *            close takes back (both accept NULL). get borrows: the pointer lives as long as the
 *            handle it came from. A `char **text` is the caller's, given back to rot_free_text.
 *            Arguments are copied or used up before the call returns, unless it says otherwise.
 *            A struct that is filled for the caller: set its struct_size before the call.
 * THREADS    An engine may be used from any number of threads at once. A result may be read by
 *            many. A prepared run, a view or a stream belongs to one thread at a time, and may move.
 * ERRORS     Every function answers a status; on failure out-handles are NULL and the calling
 *            thread's last error holds message, plugin and phase until its next failing call.
 *            The host never aborts on a caller's mistake: NULL and nonsense are ROT_ERR_ARGUMENT.
 */
#ifndef ROTHOST_ROTHOST_H
#define ROTHOST_ROTHOST_H

#include "rothost/arrow.h"
#include "rothost/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Version and errors -------------------------------------------------------------------- */
typedef struct rot_error {
  uint32_t struct_size;
  rot_status status;
  const char *message; /* what happened, and what to do next */
  const char *plugin;  /* NULL where no plugin is involved */
  const char *phase;   /* load, describe, prepare, evaluate, open, update, snapshot; or NULL */
} rot_error;

uint32_t rot_abi_version(void);
const char *rot_version(void);                   /* "0.1.0" */
const char *rot_status_name(rot_status status);  /* "ROT_ERR_TOO_FEW" */
rot_status rot_get_last_error(rot_error *error); /* this thread's; ROT_OK and NULLs if none yet */
const char *rot_last_error_message(void);        /* "" if none yet */
void rot_free_text(char *text);

/* ---- The engine: one cache, the plugins found, the prepared frames --------------------------- */
typedef struct rot_engine rot_engine;

#define ROT_ENGINE_READ_ONLY 1u
#define ROT_ENGINE_IN_MEMORY 2u /* a cache of its own in a folder that goes with the engine */

typedef struct rot_engine_options {
  uint32_t struct_size, flags;          /* ROT_ENGINE_* */
  const char *cache_path;               /* NULL: $ROTHOST_CACHE, else the user's data folder */
  const char *const *plugin_paths;      /* folders searched after the bundled plugins */
  uint32_t plugin_path_count, reserved;
  void (*log)(void *context, int32_t level, const char *message); /* NULL = silent; any thread */
  void *log_context;
} rot_engine_options;

rot_status rot_create_engine(const rot_engine_options *options, rot_engine **engine); /* NULL = defaults */
void rot_destroy_engine(rot_engine *engine); /* results, views and streams of it become closed */
/* JSON: {"frames": {"hits": 3, "misses": 1, "bytes": 48000}, "evaluations": 4, ...} */
rot_status rot_get_engine_counters(rot_engine *engine, char **text);

/* ---- The cache ------------------------------------------------------------------------------ */
typedef struct rot_column {
  uint32_t struct_size, reserved;
  const char *name, *unit; /* unit may be NULL */
  const double *values;
} rot_column;

typedef struct rot_series_data {
  uint32_t struct_size, flags; /* ROT_SERIES_DATES ... */
  int64_t count;
  const int64_t *time_ns;      /* strictly increasing */
  const rot_column *const *columns;
  uint32_t column_count, default_column;
  const char *source;          /* where it came from; may be NULL */
  int64_t close_offset_ns;     /* ROT_MISSING = unknown */
} rot_series_data;

#define ROT_PUT_REPLACE 0u /* the whole series */
#define ROT_PUT_APPEND 1u  /* rows after the last one */
#define ROT_PUT_RANGE 2u   /* what lies between the first and the last given stamp */

rot_status rot_put_series(rot_engine *engine, const char *name, const rot_series_data *data, uint32_t mode);
/* A struct array with one timestamp (or date) column and float64 columns. Takes ownership. */
rot_status rot_put_series_arrow(rot_engine *engine, const char *name, struct ArrowSchema *schema,
                                struct ArrowArray *array, uint32_t mode);
/* How to import a text file; a NULL text is the default. */
typedef struct rot_import_options {
  uint32_t struct_size, mode; /* ROT_PUT_* */
  const char *name;           /* the file's name without folders and ending */
  const char *layout;         /* auto, yahoo, yfinance, fred, ohlcv or ticks */
  const char *on_duplicate;   /* error, first, last or mean; by the layout */
} rot_import_options;

/* options NULL = defaults; text receives a JSON report: what was recognised, rows, warnings. */
rot_status rot_import_file(rot_engine *engine, const char *path, const rot_import_options *options,
                           char **text);
rot_status rot_remove_series(rot_engine *engine, const char *name);
rot_status rot_list_series(rot_engine *engine, char **text);                          /* JSON array */
rot_status rot_describe_series(rot_engine *engine, const char *name, char **text);    /* JSON object */
rot_status rot_verify_cache(rot_engine *engine, char **text);                         /* JSON report */

/* A snapshot of one series: pointers straight into the memory map, valid until the view closes,
   whatever writers do meanwhile. */
typedef struct rot_view rot_view;
rot_status rot_open_view(rot_engine *engine, const char *name, rot_view **view);
rot_status rot_get_view(const rot_view *view, const char *column, rot_series *series); /* NULL = default */
rot_status rot_export_view_arrow(rot_view *view, struct ArrowSchema *schema, struct ArrowArray *array);
rot_status rot_describe_view(const rot_view *view, char **text); /* JSON object, as rot_describe_series */
void rot_close_view(rot_view *view);

/* ---- Plugins ------------------------------------------------------------------------------- */
rot_status rot_list_plugins(rot_engine *engine, char **text); /* JSON: found, shadowed, refused and why */
rot_status rot_describe_indicator(rot_engine *engine, const char *indicator, char **text); /* JSON */
/* Adds indicators implemented by the caller. `plugin` and all it points to outlive the engine.
   They always run in process. */
rot_status rot_register_plugin(rot_engine *engine, const rot_plugin *plugin);

/* ---- Requests ------------------------------------------------------------------------------ */
#define ROT_TRANSFORM_DEFAULT (-1) /* what the input's descriptor says */

/* One input. With `series` it comes from the cache; else from the caller's arrays, which must stay
   as they are until the call returns. In rot_prepare both may be NULL: given at each run. */
typedef struct rot_binding {
  uint32_t struct_size;
  int32_t transform;           /* ROT_TRANSFORM_* */
  const char *role;
  const char *series, *column; /* column NULL = the series' default */
  int64_t delay_ns;            /* publication delay; ROT_MISSING = the series' own */
  const rot_series *array;     /* name, time_ns, values, count, flags */
} rot_binding;

/* A parameter by name. A ROT_TEXT value is read as a user would write it ("30,60,90"). */
typedef struct rot_setting {
  uint32_t struct_size, reserved;
  const char *name;
  rot_value value;
} rot_setting;

#define ROT_REQUEST_PARTIAL 1u   /* keep an unfinished last bin of a coarser clock */
#define ROT_REQUEST_HAS_SEED 2u  /* else the fixed default */
#define ROT_ISOLATION_DEFAULT 0u
#define ROT_ISOLATION_NONE 1u    /* in this process */
#define ROT_ISOLATION_PROCESS 2u /* in a worker */

typedef struct rot_request {
  uint32_t struct_size, flags;
  const char *indicator;
  const rot_binding *const *bindings;
  const rot_setting *const *settings;
  uint32_t binding_count, setting_count;
  int64_t from_ns, to_ns;   /* inclusive; ROT_MISSING or 0 and 0 = all */
  const char *clock;        /* "native", "1d", "1w", "1mo" or a role; NULL = native */
  uint32_t alignment;       /* ROT_ALIGN_*; 0 = the indicator's default */
  uint32_t isolation;       /* ROT_ISOLATION_* */
  int64_t staleness_ns;     /* 0 = by the clock */
  uint64_t seed;
  uint32_t workers;         /* threads; 0 = one per core */
  uint32_t timeout_ms;      /* 0 = none */
} rot_request;

/* Watches one evaluation. */
typedef struct rot_monitor {
  uint32_t struct_size, reserved;
  void *context;
  int32_t (*progress)(void *context, double fraction); /* non-zero cancels; from the calling thread */
} rot_monitor;

/* ---- Results ------------------------------------------------------------------------------- */
typedef struct rot_result rot_result;

typedef struct rot_table_column {
  uint32_t struct_size, type; /* ROT_REAL: double; ROT_TEXT: const char*; else int64_t */
  int64_t count;
  const void *data;
  const char *name, *unit;
} rot_table_column;

rot_status rot_evaluate(rot_engine *engine, const rot_request *request, const rot_monitor *monitor,
                        rot_result **result);
rot_status rot_get_scalar(const rot_result *result, const char *name, rot_value *value);
rot_status rot_get_series(const rot_result *result, const char *name, rot_series *series);
rot_status rot_get_table_shape(const rot_result *result, const char *name, int64_t *row_count,
                               uint32_t *column_count);
rot_status rot_get_table_column(const rot_result *result, const char *name, uint32_t index,
                                rot_table_column *column);
/* By position among the descriptor's outputs, without a look-up by name. */
rot_status rot_get_series_at(const rot_result *result, uint32_t output, rot_series *series);
rot_status rot_get_result_json(rot_result *result, char **text); /* the object of `eval --format json` */
/* One output (series or table) as a struct array; NULL name: all outputs, one row, nested. */
rot_status rot_export_result_arrow(rot_result *result, const char *name, struct ArrowSchema *schema,
                                   struct ArrowArray *array);
/* Writes a series output back into the cache, so that evaluations chain. */
rot_status rot_save_result_series(rot_engine *engine, rot_result *result, const char *output, const char *name);
void rot_destroy_result(rot_result *result);

/* ---- Prepare once, run many times ------------------------------------------------------------ */
typedef struct rot_prepared rot_prepared;

/* Checks indicator, parameters and roles once. Bindings without series or array are given per run. */
rot_status rot_prepare(rot_engine *engine, const rot_request *request, rot_prepared **prepared);
/* Inputs on one clock, `count` rows each, in role order; read in place. time_ns NULL = row numbers
   as days, beyond 84,006 rows as seconds. Results of one prepared request share a pool of buffers: destroy them to re-use it. */
rot_status rot_run(rot_prepared *prepared, const double *const *columns, const int64_t *time_ns,
                   int64_t count, rot_result **result);
void rot_destroy_prepared(rot_prepared *prepared);

/* ---- Streams -------------------------------------------------------------------------------- */
typedef struct rot_stream rot_stream;

/* Opens on the request's inputs: cached rows before from_ns are the warm-up. */
rot_status rot_open_stream(rot_engine *engine, const rot_request *request, rot_stream **stream);
rot_status rot_describe_stream(rot_stream *stream, char **text); /* JSON: inputs, series outputs */
/* One row of all inputs at one time, as levels, in order. series: one value per series output.
   No allocation. ROT_OK with all NaN where a transform has no predecessor yet. */
rot_status rot_update_stream(rot_stream *stream, int64_t time_ns, const double *row, uint32_t count,
                             double *series);
/* The same for a bar that is not finished: answers, changes nothing. */
rot_status rot_peek_stream(rot_stream *stream, int64_t time_ns, const double *row, uint32_t count,
                           double *series);
/* One value of one input, inputs arriving in any order; then advance the time: rows completed by
   the alignment up to time_ns go through the indicator. row_count: how many were. */
rot_status rot_push_stream(rot_stream *stream, uint32_t input, int64_t time_ns, double value);
rot_status rot_advance_stream(rot_stream *stream, int64_t time_ns, int64_t *row_count);
/* Rows of the last advance: stamps and one column per series output; valid until the next advance. */
rot_status rot_get_stream_rows(const rot_stream *stream, uint32_t series_output, rot_series *rows);
/* Scalars and tables as of now. */
rot_status rot_snapshot_stream(rot_stream *stream, rot_result **result);
void rot_close_stream(rot_stream *stream);

/* ---- Studies ---------------------------------------------------------------------------------- */
#define ROT_STUDY_FULL 1u /* all series and tables of every answer too */

/* Runs a bundled study ("rotation") or a TOML file (a path): many indicators, their p-values corrected
   across each sweep. text receives JSON, a row per evaluation: its answer, or why there is none. Answers
   ROT_OK where the study ran, however its rows fared. workers: threads; 0 = one per core. */
rot_status rot_run_study(rot_engine *engine, const char *study, uint32_t flags, uint32_t workers,
                         const rot_monitor *monitor, char **text);
rot_status rot_get_study(const char *study, char **text); /* its TOML text, to copy and change */

/* ---- Statistics ------------------------------------------------------------------------------ */
const rot_statistics *rot_get_statistics(void); /* the table plugins receive; lives for ever */

#ifdef __cplusplus
}
#endif

#endif
