/* Does what its parameter says: every way a plugin may use or break its contract. */
#include <rothost/plugin.h>
#include <math.h>
#include <string.h>

#ifndef FLAGS
#define FLAGS ROT_THREAD_SAFE
#endif

enum { PLAIN, FAIL_WORDS, FAIL_SILENT, UNKNOWN, IGNORE_REFUSAL, UNDERRUN, INFINITE, WAIT, PROGRESS,
       SCRATCH, WARN, NOTHING, EXTENSION, STATISTIC, CONCURRENT, TABLE, TEXTS, LATE_SERIES };

static volatile int inside, most_inside;

static rot_status evaluate(const rot_evaluation *e) {
  const rot_host *h = e->host;
  const rot_outputs *o = e->outputs;
  int64_t rows = rot_output_rows(e->frame);
  void *columns[2];
  rot_value cells[2] = {{.type = ROT_TEXT, .count = 1, .as = {.text = "one"}},
                        {.type = ROT_TIME, .count = 1, .as = {.integer = 5}}};
  switch (e->parameters[0].as.integer) {
  case FAIL_WORDS: return h->fail(h, ROT_ERR_TOO_FEW, "60 rows are needed");
  case FAIL_SILENT: return ROT_ERR_TOO_FEW;
  case UNKNOWN: return 4711;
  case IGNORE_REFUSAL: o->set_integer(o, 0, 3); return ROT_OK;
  case UNDERRUN: o->new_series(o, 1, rows, NULL)[-1] = 3; return ROT_OK;
  case INFINITE: return o->set_real(o, 0, INFINITY) ? ROT_ERR_OUTPUT : ROT_OK;
  case WAIT: while (!h->is_cancelled(h)) {} return ROT_ERR_CANCELLED;
  case PROGRESS:
    for (int i = 0; i <= 100; i++)
      if (h->progress(h, i / 100.0)) return ROT_ERR_CANCELLED;
    return ROT_OK;
  case SCRATCH:
    for (int round = 0; round < 3; round++)
      for (size_t size = 1; size < 1 << 20; size *= 3) {
        unsigned char *m = h->scratch(h, size);
        if (!m || (uintptr_t)m % 64) return h->fail(h, ROT_ERR_FAILED, "unaligned");
        for (size_t i = 0; i < size; i++) if (m[i]) return h->fail(h, ROT_ERR_FAILED, "dirty");
        memset(m, 255, size);
      }
    return h->scratch(h, SIZE_MAX) ? ROT_ERR_FAILED : ROT_OK;
  case WARN: h->warn(h, "mind the gap"); h->log(h, ROT_LOG_INFO, "hello"); return ROT_OK;
  case EXTENSION:
    return h->extension(h, ROT_STATISTICS_ID) && !h->extension(h, "no such") &&
           !h->extension(h, NULL) ? ROT_OK : ROT_ERR_FAILED;
  case STATISTIC: {
    const rot_statistics *s = h->extension(h, ROT_STATISTICS_ID);
    rot_lead_lag_answer a = {.struct_size = sizeof a};
    return s->lead_lag_test(h, e->frame->columns[0], e->frame->columns[0], e->frame->row_count, 60, 99, 1,
                            0, &a, NULL, NULL);
  }
  case CONCURRENT: {
    int now = __sync_add_and_fetch(&inside, 1);
    if (now > most_inside) most_inside = now;
    for (volatile int i = 0; i < 200000; i++) {}
    __sync_sub_and_fetch(&inside, 1);
    return o->set_real(o, 0, most_inside);
  }
  case TABLE: return o->new_table(o, 2, 3, columns);
  case TEXTS: return o->add_row(o, 2, cells, 2);
  case LATE_SERIES: o->new_series(o, 1, rows + 1, NULL); return ROT_ERR_OUTPUT;
  case NOTHING: return ROT_OK;
  default: return o->set_real(o, 0, 1);
  }
}

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .flags = FLAGS, .id = "actor", .version = "1.0.0",
  .summary = "Does what it is told.",
  ROT_INPUTS(ROT_INPUT(.role = "series", .default_series = "IWM")),
  ROT_PARAMETERS(ROT_PARAMETER(.name = "act", .type = ROT_INTEGER, .default_text = "0")),
  ROT_OUTPUTS(ROT_SCALAR(.name = "number", .type = ROT_REAL), ROT_SERIES(.name = "path"),
              ROT_TABLE(.name = "rows", ROT_COLUMNS(ROT_COLUMN(.name = "name", .type = ROT_TEXT),
                                                    ROT_COLUMN(.name = "time", .type = ROT_TIME)))),
  .alignments = ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_INNER, .evaluate = evaluate};
ROT_PLUGIN("actor", "1.0.0", &indicator)
