/* SHA-256 over whole blocks with the processor's own instructions: an import hashes a gigabyte on
   the way, which plain C does at a fifth of the speed and would take longer than the parsing. */
#ifndef ROTHOST_SHA256_BLOCKS_H
#define ROTHOST_SHA256_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/* Takes in `count` blocks of 64 bytes and answers 1; answers 0 and changes nothing where the
   processor has no such instructions. `state` as in rothost_sha256. */
int rothost_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count);

/* FIPS 180-4, section 4.2.2. */
extern const uint32_t rothost_sha256_constants[64];

#endif
