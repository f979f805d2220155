#include "CKernelClones.h"

#include <stdlib.h>
#include <string.h>

#include "kernels.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ONE_CLONE
#endif
#endif

#if defined(__x86_64__) && defined(__ELF__) && defined(__clang__) && !defined(ONE_CLONE)

/* The names that clang gives to the clones of ROT_CLONES, in its order. */
#define DECLARE(name)                                                                            \
    extern __typeof__(rot_##name) name##_v4 __asm__("rot_" #name ".arch_x86-64-v4.0");           \
    extern __typeof__(rot_##name) name##_v3 __asm__("rot_" #name ".arch_x86-64-v3.1");           \
    extern __typeof__(rot_##name) name##_baseline __asm__("rot_" #name ".default.2");
EACH_KERNEL(DECLARE)

#define BASELINE(name) name##_baseline,
#define V3(name) name##_v3,
#define V4(name) name##_v4,
static const kernels_t all[] = {{EACH_KERNEL(BASELINE)}, {EACH_KERNEL(V3)}, {EACH_KERNEL(V4)}};

const char *clones_name(int clone)
{
    __builtin_cpu_init();
    if (clone == 0) return "baseline";
    if (clone == 1) return __builtin_cpu_supports("x86-64-v3") ? "x86-64-v3" : NULL;
    return __builtin_cpu_supports("x86-64-v4") ? "x86-64-v4" : NULL;
}

#else

#define PLAIN(name) rot_##name,
static const kernels_t all[] = {{EACH_KERNEL(PLAIN)}};

const char *clones_name(int clone)
{
    return clone == 0 ? "baseline" : NULL;
}

#endif

int clones_count(void)
{
    return (int)(sizeof all / sizeof *all);
}

const char *clones_difference(int one, int other, const double *x, const double *y, int *ran)
{
    const char *different = NULL;
    outputs_t *out = calloc(2, sizeof *out);
    run_kernels(&all[one], x, y, &out[0]);
    run_kernels(&all[other], x, y, &out[1]);
    size_t start = 0;
    for (int k = 0; k < out[0].part_count && !different; k++) {
        const size_t end = out[0].parts[k].end;
        const size_t bytes = (end - start) * sizeof *out->values;
        if (end != out[1].parts[k].end
            || memcmp(out[0].values + start, out[1].values + start, bytes) != 0) {
            different = out[0].parts[k].name;
        }
        start = end;
    }
    *ran = out[0].part_count;
    free(out[0].values);
    free(out[1].values);
    free(out);
    return different;
}
