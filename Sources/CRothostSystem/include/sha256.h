/* SHA-256 after FIPS 180-4: the host names plugins and imported files by it, and may link neither
   Foundation nor a cryptography library. */
#ifndef ROTHOST_SHA256_H
#define ROTHOST_SHA256_H

#include <stddef.h>
#include <stdint.h>

typedef struct rothost_sha256 {
  uint32_t state[8];
  uint64_t length; /* bytes seen */
  uint8_t block[64];
} rothost_sha256;

void rothost_sha256_start(rothost_sha256 *hash);
void rothost_sha256_add(rothost_sha256 *hash, const void *bytes, size_t count);
/* Writes 32 bytes; the hash must be started again before another use. */
void rothost_sha256_finish(rothost_sha256 *hash, uint8_t *digest);

#endif
