#include "sha256_blocks.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

/* Asked once, because a virtual machine answers CPUID in microseconds: 0 unasked, 1 no, 2 yes. */
static int known;

/* SHA extensions (leaf 7, EBX bit 29) and SSE4.1 (leaf 1, ECX bit 19): Intel SDM volume 2, CPUID. */
static int has_instructions(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 19 & 1)) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

/* Four rounds with the words w0, then w0 becomes the words sixteen further on (FIPS 180-4, 6.2.2). */
#define ROT_ROUNDS(w0, w1, w2, w3, t)                                                                \
  do {                                                                                               \
    __m128i sum = _mm_add_epi32(w0, _mm_load_si128((const __m128i *)(rothost_sha256_constants + (t)))); \
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);                                                   \
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));                          \
    w0 = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));                    \
    w0 = _mm_sha256msg2_epu32(w0, w3);                                                               \
  } while (0)

/* Intel, "New instructions supporting the Secure Hash Algorithm" (2013): state as ABEF and CDGH. */
__attribute__((target("sha,sse4.1"))) static void absorb(
    uint32_t *state, const uint8_t *blocks, size_t count) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (; count > 0; count--, blocks += 64) {
    const __m128i *block = (const __m128i *)blocks;
    __m128i a = _mm_shuffle_epi8(_mm_loadu_si128(block), big_endian);
    __m128i b = _mm_shuffle_epi8(_mm_loadu_si128(block + 1), big_endian);
    __m128i c = _mm_shuffle_epi8(_mm_loadu_si128(block + 2), big_endian);
    __m128i d = _mm_shuffle_epi8(_mm_loadu_si128(block + 3), big_endian);
    const __m128i abef_before = abef, cdgh_before = cdgh;
    for (int t = 0; t < 64; t += 16) {
      ROT_ROUNDS(a, b, c, d, t);
      ROT_ROUNDS(b, c, d, a, t + 4);
      ROT_ROUNDS(c, d, a, b, t + 8);
      ROT_ROUNDS(d, a, b, c, t + 12);
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

int rothost_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count) {
  int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (answer == 0) {
    answer = has_instructions() ? 2 : 1;
    __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
  }
  if (answer == 1) return 0;
  absorb(state, blocks, count);
  return 1;
}
#else
int rothost_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count) {
  (void)state, (void)blocks, (void)count;
  return 0;
}
#endif
