/* Leaves a file behind when it is loaded. */
#include <rothost/plugin.h>
#include <stdio.h>

__attribute__((constructor)) static void on_load(void) {
  FILE *file = fopen(WITNESS, "w");
  if (file) fclose(file);
}

static rot_status evaluate(const rot_evaluation *e) { (void)e; return ROT_OK; }

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .id = "witness", .version = "1.0.0", .summary = "A test.",
  ROT_INPUTS(ROT_INPUT(.role = "series")), ROT_NO_PARAMETERS,
  ROT_OUTPUTS(ROT_SCALAR(.name = "n", .type = ROT_INTEGER)),
  .alignments = ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_INNER, .evaluate = evaluate};
ROT_PLUGIN("witness", "1.0.0", &indicator)
