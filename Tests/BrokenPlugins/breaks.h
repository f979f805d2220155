/* All breaks, and what holds where there is none. */
#ifndef BREAKS_H
#define BREAKS_H

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "prober.h"

#include "breaks_contract.h"
#include "breaks_descriptor.h"
#include "breaks_numbers.h"
#include "breaks_process.h"

#ifdef LOADING
__attribute__((constructor)) static void load(void) { LOADING(); }
#endif
#ifndef FIRST
#define FIRST(e) (void)0
#endif
#ifndef BEFORE_BATCH
#define BEFORE_BATCH(e) (void)0
#endif
#ifndef AFTER_BATCH
#define AFTER_BATCH(e, p, out, rows) (void)0
#endif
#ifndef LATEST
#define LATEST(p) ((p)->latest)
#endif
#ifndef P_VALUE_GIVEN
#define P_VALUE_GIVEN 0.5
#endif
#ifndef VERDICT
#define VERDICT "the series moved"
#endif
#ifndef TABLE_VALUE
#define TABLE_VALUE(p, i) ((p)->values[i])
#endif
#ifndef STEP
#define STEP(p, out, row) (out)
#endif
#ifndef LOOK_BACK_ROWS
#define LOOK_BACK_ROWS(window) (window)
#endif
#ifndef TOO_FEW_WORDS
#define TOO_FEW_WORDS "it needs at least 2 rows; widen the range"
#endif
#ifndef AFTER_OPEN
#define AFTER_OPEN(e, s) (void)0
#endif
#ifndef BEFORE_UPDATE
#define BEFORE_UPDATE(s, u) (void)0
#endif
#ifndef AFTER_PEEK
#define AFTER_PEEK(s, u) (void)0
#endif
#ifndef AFTER_SNAPSHOT
#define AFTER_SNAPSHOT(s) (void)0
#endif
#ifndef SNAPSHOT_VALUE
#define SNAPSHOT_VALUE(p) (void)0
#endif
#ifndef CLOSE
#define CLOSE(s) (void)0
#endif
#ifndef FLAGS
#define FLAGS (ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE)
#endif
#ifndef LEAST_ROWS
#define LEAST_ROWS 2
#endif
#ifndef SHORT_ROWS
#define SHORT_ROWS 40
#endif
#ifndef CUT_ROWS
#define CUT_ROWS 240
#endif
#ifndef ID
#define ID "prober"
#endif
#ifndef VERSION
#define VERSION "1.0.0"
#endif
#ifndef SUMMARY
#define SUMMARY "Changes of a series, moved by others."
#endif
#ifndef DOCUMENTATION
#define DOCUMENTATION "x_t - x_{t-1}, plus the others. It exists to be validated; do not trust it with money."
#endif
#ifndef ROLE
#define ROLE "series"
#endif
#ifndef ROLE_DOC
#define ROLE_DOC "levels"
#endif
#ifndef SERIES
#define SERIES "IWM"
#endif
#ifndef DEMO
#define DEMO "DEMO_SMALL"
#endif
#ifndef PARAMETER
#define PARAMETER "window"
#endif
#ifndef PARAMETER_DOC
#define PARAMETER_DOC "rows before the first"
#endif
#ifndef UNIT
#define UNIT "bars"
#endif
#ifndef WINDOW_LIMITS
#define WINDOW_LIMITS .minimum = 1, .maximum = 50
#endif
#ifndef MODES
#define MODES "plain", "fancy"
#endif
#ifndef TEXT_PARAMETER
#define TEXT_PARAMETER 
#endif
#ifndef OUTPUT
#define OUTPUT "change"
#endif
#ifndef OUTPUT_DOC
#define OUTPUT_DOC "of the series, moved"
#endif
#ifndef SERIES_FLAGS
#define SERIES_FLAGS ROT_CAUSAL
#endif
#ifndef P_FLAGS
#define P_FLAGS ROT_P_VALUE
#endif
#ifndef COLUMN_DOC
#define COLUMN_DOC "when"
#endif
#ifndef ALIGNMENTS
#define ALIGNMENTS (ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS)
#endif

#endif
