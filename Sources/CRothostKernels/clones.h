/* One function, three machines: the loader picks by CPU, where compiler and platform can. */
#ifndef CROTHOST_CLONES_H
#define CROTHOST_CLONES_H

#include <stdint.h>

/* The choice is made before the thread sanitizer's runtime is up, and would crash in it. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ROT_ONE_CLONE
#endif
#endif

#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__) && !defined(ROT_ONE_CLONE)
#define ROT_CLONES \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ROT_CLONES
#endif

/* clang halves 512-bit vectors on x86-64-v4 unless told that they are wanted. */
#if defined(__clang__) && defined(__x86_64__)
#define ROT_WIDE __attribute__((min_vector_width(512)))
#else
#define ROT_WIDE
#endif

/* A function that is compiled into each clone that calls it, however long: a call would leave the clone. */
#if defined(__GNUC__)
#define ROT_WITHIN __attribute__((always_inline))
#else
#define ROT_WITHIN
#endif

/* Eight doubles as the compiler's vector, without alignment beyond a double's. */
typedef double rot_v8 __attribute__((vector_size(64), aligned(8), may_alias));

/* Vectors of comparisons: all bits set where true. */
typedef int64_t rot_m8 __attribute__((vector_size(64), aligned(8), may_alias));

/* Macros, as a vector may not be an argument where its registers are not sure to exist. */
#define ROT_LOAD(from) (*(const rot_v8 *)(const void *)(from))
#define ROT_STORE(to, value) (*(rot_v8 *)(void *)(to) = (value))
/* The values where the mask is set, 0 elsewhere. */
#define ROT_WHERE(mask, values) ((rot_v8)((rot_m8)(values) & (mask)))
#define ROT_CHOOSE(mask, a, b) ((rot_v8)(((rot_m8)(a) & (mask)) | ((rot_m8)(b) & ~(mask))))
#define ROT_ALL(value) ((rot_v8){0} + (value))
#define ROT_ONES ((rot_v8){1, 1, 1, 1, 1, 1, 1, 1})
#define ROT_TOTAL(v) \
    ((((v)[0] + (v)[1]) + ((v)[2] + (v)[3])) + (((v)[4] + (v)[5]) + ((v)[6] + (v)[7])))

#endif
