/* Answers the number that its file holds: tests change the digits in the file and ask again. */
#include <rothost/plugin.h>
#include <stdlib.h>

static const volatile char digits[] = "VERSION 0000000001";

static rot_status evaluate(const rot_evaluation *e) {
  char text[sizeof digits];
  for (unsigned i = 0; i < sizeof digits; i++) text[i] = digits[i];
  return e->outputs->set_integer(e->outputs, 0, strtol(text + 8, NULL, 10));
}

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "versioned", .version = "1.0.0", .summary = "Answers the number in its file.",
  ROT_INPUTS(ROT_INPUT(.role = "series", .default_series = "IWM")),
  ROT_OUTPUTS(ROT_SCALAR(.name = "number", .type = ROT_INTEGER)),
  .alignments = ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_INNER, .evaluate = evaluate};
ROT_PLUGIN("versioned", "1.0.0", &indicator)
