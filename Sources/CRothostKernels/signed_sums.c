#include "CRothostKernels.h"

#include "clones.h"

#define GROUP 4u             /* rows of a group: one hexadecimal digit of a sign word */
#define COMBINATIONS 16u     /* sign patterns of a group */
#define GROUPS 16u           /* groups of a block: digits of a word */
#define VECTORS (ROT_SIGN_LANES / 8)

/* The 16 signed sums of each group, by one fixed tree: so a mirrored pattern is exactly minus. */
static inline void fill_table(const double *z, double *table)
{
    for (size_t group = 0; group < GROUPS; group++) {
        const double *r = z + group * GROUP * ROT_SIGN_LANES;
        for (size_t bits = 0; bits < COMBINATIONS; bits++) {
            const double s0 = (bits & 1u) ? 1.0 : -1.0, s1 = (bits & 2u) ? 1.0 : -1.0;
            const double s2 = (bits & 4u) ? 1.0 : -1.0, s3 = (bits & 8u) ? 1.0 : -1.0;
            double *out = table + (group * COMBINATIONS + bits) * ROT_SIGN_LANES;
            for (size_t c = 0; c < ROT_SIGN_LANES; c++) {
                out[c] = (s0 * r[c] + s1 * r[ROT_SIGN_LANES + c])
                    + (s2 * r[2 * ROT_SIGN_LANES + c] + s3 * r[3 * ROT_SIGN_LANES + c]);
            }
        }
    }
}

ROT_CLONES ROT_WIDE
void rot_signed_sums(const double *z, size_t rows, const uint64_t *signs, size_t words,
                     size_t resamples, double *table, double *sums)
{
    for (size_t block = 0; block * ROT_SIGN_ROWS < rows; block++) {
        fill_table(z + block * ROT_SIGN_ROWS * ROT_SIGN_LANES, table);
        for (size_t r = 0; r < resamples; r++) {
            uint64_t word = signs[r * words + block];
            rot_v8 *out = (rot_v8 *)(void *)(sums + r * ROT_SIGN_LANES);
            rot_v8 a0 = out[0], a1 = out[1], a2 = out[2], a3 = out[3];
            rot_v8 a4 = out[4], a5 = out[5], a6 = out[6], a7 = out[7];
            const rot_v8 *entries = (const rot_v8 *)(const void *)table;
            for (size_t group = 0; group < GROUPS; group++) {
                const rot_v8 *e = entries + (size_t)(word & 15u) * VECTORS;
                a0 += e[0], a1 += e[1], a2 += e[2], a3 += e[3];
                a4 += e[4], a5 += e[5], a6 += e[6], a7 += e[7];
                word >>= 4;
                entries += COMBINATIONS * VECTORS;
            }
            out[0] = a0, out[1] = a1, out[2] = a2, out[3] = a3;
            out[4] = a4, out[5] = a5, out[6] = a6, out[7] = a7;
        }
    }
}
