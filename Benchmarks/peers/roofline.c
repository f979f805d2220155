/*
 * What the machine allows, whatever the program: multiplications and additions that never leave the
 * registers, on one thread and on two. Compiled for this machine, without contraction, as the kernels are.
 *
 * Prints ns: one operation on eight doubles (processor time); the wall time of a number of them on one
 * thread, and shared by two.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef double v8 __attribute__((vector_size(64)));

#define CHAINS 12 /* more than the latency of four cycles times two units */
#define STEPS 4000000L
#define ROUNDS 9

static double ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, ascending);
    return values[ROUNDS / 2];
}

/* Half of the chains multiply, half add. */
static double compute(long steps)
{
    v8 chains[CHAINS];
    const v8 factor = (v8){0} + 1.0000001, term = (v8){0} + 1e-9;
    for (int k = 0; k < CHAINS; k++) chains[k] = (v8){0} + (1.0 + k);
    for (long s = 0; s < steps; s++) {
        for (int k = 0; k < CHAINS / 2; k++) chains[k] *= factor;
        for (int k = CHAINS / 2; k < CHAINS; k++) chains[k] += term;
        __asm__ volatile("");
    }
    double total = 0;
    for (int k = 0; k < CHAINS; k++) total += chains[k][0];
    return total;
}

static void *half(void *result)
{
    *(double *)result = compute(STEPS / 2);
    return NULL;
}

int main(void)
{
    double own[ROUNDS], one[ROUNDS], two[ROUNDS], sink = 0;
    for (int r = 0; r < ROUNDS; r++) {
        const double start = ns(CLOCK_THREAD_CPUTIME_ID);
        double wall = ns(CLOCK_MONOTONIC), parts[2];
        sink += compute(STEPS);
        own[r] = (ns(CLOCK_THREAD_CPUTIME_ID) - start) / (double)(STEPS * CHAINS);
        one[r] = ns(CLOCK_MONOTONIC) - wall;
        pthread_t other;
        wall = ns(CLOCK_MONOTONIC);
        if (pthread_create(&other, NULL, half, &parts[0]) != 0) return 1;
        half(&parts[1]);
        pthread_join(other, NULL);
        two[r] = ns(CLOCK_MONOTONIC) - wall;
        sink += parts[0] + parts[1];
    }
    printf("%g %g %g\n", median(own), median(one), median(two));
    return sink == 0;
}
