/* A plugin whose version and answer tell which build of it runs: VERSION and TAG, or the TAG of a
   library that it brings along. */
#include <rothost/plugin.h>

#ifdef LIBRARY
int tagged_number(void);
int tagged_number(void) { return TAG; }
#else
#ifdef NEEDS_LIBRARY
int tagged_number(void);
#define TAG tagged_number()
#endif
#ifndef ID
#define ID "tagged"
#endif
#ifndef FLAGS
#define FLAGS 0
#endif
#ifndef VERSION
#define VERSION "1.0.0"
#endif

static rot_status evaluate(const rot_evaluation *e) {
  return e->outputs->set_integer(e->outputs, 0, TAG);
}

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = ID, .version = VERSION, .summary = "A test.",
  ROT_INPUTS(ROT_INPUT(.role = "series", .flags = FLAGS, .default_series = "IWM", .demo_series = "DEMO_SMALL")), ROT_NO_PARAMETERS,
  ROT_OUTPUTS(ROT_SCALAR(.name = "tag", .type = ROT_INTEGER)),
  .alignments = ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_INNER, .evaluate = evaluate};
ROT_PLUGIN(ID, VERSION, &indicator)
#endif
