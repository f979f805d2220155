#include "CRothostKernels.h"

#include "clones.h"

/* Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
ROT_CLONES
void rot_splitmix64(uint64_t seed, uint64_t first, size_t count, uint64_t *words)
{
    for (size_t k = 0; k < count; k++) {
        uint64_t z = seed + (first + k + 1u) * UINT64_C(0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        words[k] = z ^ (z >> 31);
    }
}
