#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

#define LANES 8u

/* One leg of a window: its values, in any order, and twice their mean ranks less one. */
typedef struct {
    double *values, *ranks;
} leg_t;

/* The value in slot `slot` is replaced; each other rank moves by at most one. */
static inline void replace(leg_t leg, size_t slots, size_t slot, double entering, double present)
{
    const double leaving = leg.values[slot];
    leg.values[slot] = NAN;
    rot_v8 above = {0};
    for (size_t k = 0; k < slots; k += LANES) {
        const rot_v8 v = ROT_LOAD(leg.values + k);
        rot_v8 *rank = (rot_v8 *)(void *)(leg.ranks + k);
        const rot_v8 up = ROT_WHERE(v > entering, ROT_ONES) + ROT_WHERE(v >= entering, ROT_ONES);
        const rot_v8 down = ROT_WHERE(v > leaving, ROT_ONES) + ROT_WHERE(v >= leaving, ROT_ONES);
        *rank += up - down;
        above += up;
    }
    /* 2 #(smaller) + #(equal) of the others is twice their number less what lies above. */
    leg.values[slot] = entering;
    leg.ranks[slot] = entering == entering ? 2.0 * (present - 1.0) - ROT_TOTAL(above) + 1.0 : 0.0;
}

ROT_CLONES ROT_WIDE
void rot_rank_windows(const double *x, const double *y, size_t rows, size_t window, double least,
                      double *scratch, double *out)
{
    const size_t slots = rot_rank_slots(window);
    const leg_t a = {scratch, scratch + slots};
    const leg_t b = {scratch + 2 * slots, scratch + 3 * slots};
    for (size_t k = 0; k < slots; k++) {
        a.values[k] = b.values[k] = NAN;
        a.ranks[k] = b.ranks[k] = 0.0;
    }
    double present = 0.0;
    for (size_t t = 0, slot = 0; t < rows; t++) {
        const int enters = x[t] == x[t] && y[t] == y[t];
        present += enters - (a.values[slot] == a.values[slot]);
        replace(a, slots, slot, enters ? x[t] : NAN, present);
        replace(b, slots, slot, enters ? y[t] : NAN, present);
        slot = slot + 1 == window ? 0 : slot + 1;
        rot_v8 xx = {0}, yy = {0}, xy = {0};
        for (size_t k = 0; k < slots; k += LANES) {
            const rot_v8 v = ROT_LOAD(a.values + k);
            const rot_v8 here = ROT_WHERE(v == v, ROT_ONES);
            const rot_v8 p = ROT_LOAD(a.ranks + k) - here * present;
            const rot_v8 q = ROT_LOAD(b.ranks + k) - here * present;
            xx += p * p;
            yy += q * q;
            xy += p * q;
        }
        const double px = ROT_TOTAL(xx), py = ROT_TOTAL(yy);
        const double r = ROT_TOTAL(xy) / (sqrt(px) * sqrt(py));
        const double bounded = r > 1.0 ? 1.0 : r < -1.0 ? -1.0 : r;
        out[t] = present >= least && px > 0.0 && py > 0.0 ? bounded : NAN;
    }
}
