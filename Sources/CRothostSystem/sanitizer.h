/* What `make sanitize` changes in the processes that run plugins; private to this module. */
#ifndef ROTHOST_SANITIZER_H
#define ROTHOST_SANITIZER_H

#include <stdint.h>

/* Memory that a sanitizer has reserved before anything runs, terabytes of addresses that count
   as this process' data; 0 where there is none. */
uint64_t rothost_shadow_bytes(void);
/* Bytes allocated and not freed, by whoever malloc belongs to. */
uint64_t rothost_heap_bytes(void);

#endif
