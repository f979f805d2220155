/* One function, three machines: the loader picks by CPU, where compiler and platform can. */
#ifndef CROTHOST_CLONES_H
#define CROTHOST_CLONES_H

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

/* Eight doubles as the compiler's vector, without alignment beyond a double's. */
typedef double rot_v8 __attribute__((vector_size(64), aligned(8), may_alias));

#endif
