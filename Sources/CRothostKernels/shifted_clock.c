#include "CRothostKernels.h"

#include "clones.h"

/* For each stamp s[j] moved by the lag: how far y's first tick at or after it lies from s[j], which tick
   that is, and y's levels there and at or before the moved stamp. */
typedef struct {
    int64_t *distance, *next;
    double *after, *before;
} clock_state;

static inline clock_state state_in(double *scratch, size_t stamps)
{
    int64_t *whole = (int64_t *)(void *)scratch;
    return (clock_state){whole, whole + stamps, scratch + 2 * stamps, scratch + 3 * stamps};
}

void rot_start_clock(size_t stamps, double *scratch)
{
    const clock_state c = state_in(scratch, stamps);
    for (size_t j = 0; j < stamps; j++) c.distance[j] = INT64_MIN, c.next[j] = 0;
}

/* t less s; the largest number where 64 bits do not hold it. */
static inline int64_t distance(int64_t t, int64_t s)
{
    const uint64_t apart = (uint64_t)t - (uint64_t)s;
    return t > s && apart > (uint64_t)INT64_MAX ? INT64_MAX : (int64_t)apart;
}

/* Stamp j has reached y's next tick, or y's last tick lies behind it. */
static inline void settle(const clock_state *c, size_t j, const int64_t *s, int64_t lag,
                          const int64_t *t, const double *level, size_t count)
{
    const int64_t stamp = s[j] + lag;
    size_t next = (size_t)c->next[j];
    if (j > 0 && (size_t)c->next[j - 1] > next) next = (size_t)c->next[j - 1];
    while (next < count && t[next] < stamp) next++;
    const int meets = next < count && t[next] == stamp;
    c->next[j] = (int64_t)next;
    c->distance[j] = next < count ? distance(t[next], s[j]) : INT64_MAX;
    c->after[j] = level[next < count ? next : count - 1];
    c->before[j] = level[meets || next == 0 ? next : next - 1];
}

ROT_CLONES ROT_WIDE
void rot_shift_clock(const int64_t *s, size_t stamps, int64_t lag, const int64_t *t,
                     const double *level, size_t count, double *scratch, double *change)
{
    const clock_state c = state_in(scratch, stamps);
    size_t j = 0;
    for (; j + 8 <= stamps; j += 8) {
        unsigned met = 0;
        for (unsigned l = 0; l < 8; l++) met |= (unsigned)(c.distance[j + l] <= lag) << l;
        for (; met; met &= met - 1) {
            settle(&c, j + (size_t)__builtin_ctz(met), s, lag, t, level, count);
        }
    }
    for (; j < stamps; j++) {
        if (c.distance[j] <= lag) settle(&c, j, s, lag, t, level, count);
    }
    for (size_t i = 0; i + 1 < stamps; i++) change[i] = c.after[i + 1] - c.before[i];
}
