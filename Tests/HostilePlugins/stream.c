/* A stream whose functions do harm: the parameter `where` names the function, `what` the harm. */
#include "harm.h"

#include <rothost/plugin.h>

static void (*const harms[])(void) = {harmless, crash, divide, bus, fail, trap, overflow, leave,
                                      leave_at_once, loop, lock, doze, greed, jump, close_files};
enum place { OPEN, UPDATE, PEEK, SNAPSHOT, CLOSE, BEFORE, BEHIND };

typedef struct state { int64_t where, what; double sum; } state;

static void harm(const state *s, int64_t place) { if (s->where == place) harms[s->what](); }

static rot_status evaluate(const rot_evaluation *e) { (void)e; return ROT_ERR_UNSUPPORTED; }

static rot_status open_stream(const rot_evaluation *e, void **out) {
  static state states[64];
  static int used;
  state *s = &states[used++ % 64];
  s->where = e->parameters[0].as.integer;
  s->what = e->parameters[1].as.integer;
  s->sum = 0;
  *out = s;
  harm(s, OPEN);
  return ROT_OK;
}
static rot_status update(void *p, const rot_update *u) {
  state *s = p;
  harm(s, UPDATE);
  if (s->where == BEFORE) u->series[-1] = 1;
  if (s->where == BEHIND) u->series[1] = 1;
  s->sum += u->row[0];
  u->series[0] = s->sum;
  return ROT_OK;
}
static rot_status peek(const void *p, const rot_update *u) {
  const state *s = p;
  harm(s, PEEK);
  u->series[0] = s->sum + u->row[0];
  return ROT_OK;
}
static rot_status snapshot(const void *p, const rot_outputs *o) {
  const state *s = p;
  harm(s, SNAPSHOT);
  return o->set_real(o, 1, s->sum);
}
static void close_stream(void *p) { harm(p, CLOSE); }

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE | ROT_STREAMING,
  .id = "hostile", .version = "6.6.6", .summary = "Does harm while it streams.",
  ROT_INPUTS(ROT_INPUT(.role = "series", .default_series = "IWM")),
  ROT_PARAMETERS(ROT_PARAMETER(.name = "where", .type = ROT_INTEGER, .default_text = "0"),
                 ROT_PARAMETER(.name = "what", .type = ROT_INTEGER, .default_text = "0")),
  ROT_OUTPUTS(ROT_SERIES(.name = "path"), ROT_SCALAR(.name = "number", .type = ROT_REAL)),
  .alignments = ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_INNER, .evaluate = evaluate,
  .open = open_stream, .update = update, .peek = peek, .snapshot = snapshot, .close = close_stream};
ROT_PLUGIN("hostile", "6.6.6", &indicator)
