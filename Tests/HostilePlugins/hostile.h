/* What the hostile plugins have in common: one indicator with one input and one output of each kind. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <rothost/plugin.h>

#ifndef LOOK_BACK
#define LOOK_BACK NULL
#endif

/* The act is a parameter, so that one plugin holds many; its name is a function's and so in the report. */
#define HOSTILE_INDICATOR(evaluate_) \
  static const rot_indicator indicator = { \
    .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE, \
    .id = "hostile", .version = "6.6.6", .summary = "Does harm.", \
    ROT_INPUTS(ROT_INPUT(.role = "series", .default_series = "IWM")), \
    ROT_PARAMETERS(ROT_PARAMETER(.name = "act", .type = ROT_INTEGER, .default_text = "0")), \
    ROT_OUTPUTS(ROT_SERIES(.name = "path"), ROT_SCALAR(.name = "number", .type = ROT_REAL), \
                ROT_SCALAR(.name = "word", .type = ROT_TEXT), \
                ROT_TABLE(.name = "rows", ROT_COLUMNS(ROT_COLUMN(.name = "n", .type = ROT_REAL)))), \
    .alignments = ROT_ALIGN_INNER, .default_alignment = ROT_ALIGN_INNER, .look_back = LOOK_BACK, \
    .evaluate = evaluate_};

#endif
