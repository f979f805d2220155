#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

#define LANES 8

/* The next value of each, and the one before. */
#define AFTER(a, b) __builtin_shufflevector(a, b, 1, 2, 3, 4, 5, 6, 7, 8)
#define BEFORE(a, b) __builtin_shufflevector(a, b, 7, 8, 9, 10, 11, 12, 13, 14)

/* Eights of the window in ascending order, missing ones as +infinity, and the first of each eight. */
typedef struct {
    double *value, *head;
    size_t eights;
} sorted_t;

/* What leaves, what enters, and the eights from `first` to `end` that hold all between them. */
typedef struct {
    double leaving, entering;
    size_t first, end;
} move_t;

/*
 * Found one row ahead, so that the processor need not wait for the row before: that one moves no value by
 * more than one place, which one more eight on either side allows for.
 */
static inline move_t find(const sorted_t *s, double old, double young)
{
    move_t m = {old == old ? old : INFINITY, young == young ? young : INFINITY, 0, 0};
    const double low = m.leaving < m.entering ? m.leaving : m.entering;
    const double high = m.leaving < m.entering ? m.entering : m.leaving;
    rot_m8 below = {0}, up_to = {0};
    for (size_t k = 0; k < s->eights; k += LANES) {
        const rot_v8 heads = ROT_LOAD(s->head + k);
        below -= heads < low;
        up_to -= heads <= high;
    }
    const size_t from = (size_t)ROT_TOTAL(below), end = (size_t)ROT_TOTAL(up_to) + 1;
    m.first = from > 2 ? from - 2 : 0;
    m.end = end < s->eights ? end : s->eights;
    return m;
}

static inline void put(sorted_t *s, size_t k, const rot_v8 *values)
{
    ROT_STORE(s->value + k * LANES, *values);
    s->head[k] = (*values)[0];
}

/*
 * `leaving` < `entering`: what lies between moves down by one. In the eights around, this changes nothing:
 * a value below `leaving` stays, one above `entering` is its own maximum.
 */
static inline void move_down(sorted_t *s, const move_t *m)
{
    size_t k = m->first;
    rot_v8 here = ROT_LOAD(s->value + k * LANES);
    const rot_v8 limit = ROT_ALL(m->entering);
    for (; k < m->end; k++) {
        const rot_v8 next = ROT_LOAD(s->value + (k + 1) * LANES), after = AFTER(here, next);
        const rot_v8 least = ROT_CHOOSE(after < limit, after, limit);
        rot_v8 moved = ROT_CHOOSE(here > least, here, least);
        moved = ROT_CHOOSE(here < m->leaving, here, moved);
        put(s, k, &moved);
        here = next;
    }
}

/* `entering` < `leaving`: what lies between moves up by one. */
static inline void move_up(sorted_t *s, const move_t *m)
{
    size_t k = m->end;
    rot_v8 here = ROT_LOAD(s->value + (k - 1) * LANES);
    const rot_v8 limit = ROT_ALL(m->entering);
    while (k-- > m->first) {
        rot_v8 next = ROT_ALL(-INFINITY);
        if (k > 0) next = ROT_LOAD(s->value + (k - 1) * LANES);
        const rot_v8 before = BEFORE(next, here);
        const rot_v8 most = ROT_CHOOSE(before > limit, before, limit);
        rot_v8 moved = ROT_CHOOSE(here < most, here, most);
        moved = ROT_CHOOSE(here > m->leaving, here, moved);
        put(s, k, &moved);
        here = next;
    }
}

ROT_CLONES ROT_WIDE
void rot_vector_quantiles(const double *x, size_t rows, size_t window, double q, int64_t least,
                          double *scratch, double *out)
{
    const size_t eights = (window + LANES - 1) / LANES;
    sorted_t s = {.value = scratch, .head = scratch + (eights + 1) * LANES, .eights = eights};
    for (size_t k = 0; k < rot_vector_scratch(window); k++) scratch[k] = INFINITY;
    int64_t n = 0;
    move_t next = find(&s, NAN, rows > 0 ? x[0] : NAN);
    for (size_t t = 0; t < rows; t++) {
        const move_t m = next;
        if (t + 1 < rows) next = find(&s, t + 1 >= window ? x[t + 1 - window] : NAN, x[t + 1]);
        n += (m.entering < INFINITY) - (m.leaving < INFINITY);
        if (m.leaving < m.entering) move_down(&s, &m);
        else if (m.entering < m.leaving) move_up(&s, &m);
        if (n < least) {
            out[t] = NAN;
            continue;
        }
        const double place = (double)(n - 1) * q;
        const int64_t rank = (int64_t)place;
        const double share = place - (double)rank, low = s.value[rank], high = s.value[rank + 1];
        /* As in rot_window_quantiles. */
        out[t] = high == INFINITY ? low + 0.0
            : (share < 0.5 ? low + share * (high - low) : high - (1.0 - share) * (high - low)) + 0.0;
    }
}
