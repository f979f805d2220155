/* A plugin for studies: p-values that depend on inputs and parameters only, failure on demand, and
   one call at a time, which it checks itself. */
#include <rothost/plugin.h>
#include <stdio.h>
#include <unistd.h>

#ifndef ID
#define ID "claims"
#endif

static int inside;

/* p_value is `level` divided by the number of horizons and inputs; p_other its square. */
static rot_status evaluate(const rot_evaluation *e) {
  if (__sync_fetch_and_add(&inside, 1) > 0) return e->host->fail(e->host, ROT_ERR_FAILED, "two at once");
  usleep(2000);
  double level = e->parameters[0].as.real;
  double p = level / (double)(e->parameters[1].count * e->input_count);
  char verdict[64];
  snprintf(verdict, sizeof verdict, "level %g, %d inputs", level, (int)e->input_count);
  rot_status status = ROT_OK;
  if (e->parameters[2].as.integer) status = e->host->fail(e->host, ROT_ERR_TOO_FEW, "asked to fail");
  else {
    e->outputs->set_real(e->outputs, 0, p);
    e->outputs->set_real(e->outputs, 1, p * p);
    e->outputs->set_integer(e->outputs, 2, rot_output_rows(e->frame));
    e->outputs->set_text(e->outputs, 3, verdict);
    double *level_series = e->outputs->new_series(e->outputs, 4, rot_output_rows(e->frame), NULL);
    if (level_series) level_series[0] = level;
  }
  __sync_fetch_and_sub(&inside, 1);
  return status;
}

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC,
  .id = ID, .version = "1.0.0", .summary = "Claims for tests.", .documentation = "Of tests only.",
  ROT_INPUTS(ROT_INPUT(.role = "x", .doc = "one", .default_series = "IWM", .demo_series = "DEMO_SMALL"),
             ROT_INPUT(.role = "basket", .flags = ROT_OPTIONAL | ROT_REPEATED, .maximum_count = 3,
                       .doc = "up to three")),
  ROT_PARAMETERS(ROT_PARAMETER(.name = "level", .type = ROT_REAL, .default_text = "0.5",
                               .minimum = 0.001, .maximum = 1, .doc = "of the p-value"),
                 ROT_PARAMETER(.name = "horizons", .type = ROT_INTEGER | ROT_LIST,
                               .default_text = "30", .minimum = 1, .maximum = 500),
                 ROT_PARAMETER(.name = "broken", .type = ROT_BOOLEAN, .default_text = "false")),
  ROT_OUTPUTS(ROT_SCALAR(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE, .doc = "p"),
              ROT_SCALAR(.name = "p_other", .type = ROT_REAL, .flags = ROT_P_VALUE, .doc = "p squared"),
              ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "rows"),
              ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "words"),
              ROT_SERIES(.name = "levels", .doc = "the level at the first row"),
              ROT_TABLE(.name = "parts", .doc = "none", ROT_COLUMNS(
                ROT_COLUMN(.name = "part", .type = ROT_INTEGER, .doc = "which"),
                ROT_COLUMN(.name = "p_part", .type = ROT_REAL, .flags = ROT_P_VALUE, .doc = "p")))),
  .alignments = ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_INNER,
  .evaluate = evaluate,
};
ROT_PLUGIN(ID, "1.0.0", &indicator)
