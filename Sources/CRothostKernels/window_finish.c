#include "CRothostKernels.h"

#include <string.h>

#include "clones.h"
#include "window_answer.h"

#define LANES 8

/* Up to eight windows from sums[k * stride] on; the lanes beyond `count` count no pairs. */
static inline size_t finish(int statistic, const double *sums, size_t count, size_t stride,
                            double least, double ddof, double *out)
{
    double padded[ROT_WINDOW_SUMS][LANES] = {{0}}, answers[LANES];
    for (size_t k = 0; k < ROT_WINDOW_SUMS; k++) {
        memcpy(padded[k], sums + k * stride, count * sizeof *sums);
    }
    const window_sums_t s = {ROT_LOAD(padded[0]), ROT_LOAD(padded[1]), ROT_LOAD(padded[2]),
                             ROT_LOAD(padded[3]), ROT_LOAD(padded[4]), ROT_LOAD(padded[5])};
    rot_v8 answer;
    window_answers(statistic, &s, least, ddof, &answer);
    ROT_STORE(answers, answer);
    size_t again = 0;
    for (size_t l = 0; l < count; l++) {
        out[l] = answers[l];
        again += answers[l] == INFINITY;
    }
    return again;
}

ROT_CLONES ROT_WIDE
size_t rot_window_finish(int statistic, const double *sums, size_t count, size_t stride,
                         double least, double ddof, double *out)
{
    size_t again = 0;
    for (size_t j = 0; j < count; j += LANES) {
        const size_t some = count - j < LANES ? count - j : LANES;
        again += finish(statistic, sums + j, some, stride, least, ddof, out + j);
    }
    return again;
}
