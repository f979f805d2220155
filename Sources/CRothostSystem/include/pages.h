/* Guarded and sealed mappings: memfd_create, the seals and MAP_FAILED are GNU extensions or macros
   that Swift's Glibc module does not show. Sizes are multiples of the page size. */
#ifndef ROTHOST_PAGES_H
#define ROTHOST_PAGES_H

#include <stddef.h>

size_t rothost_page_size(void);

/* Zeroed private memory between two pages that fault on any access; NULL with errno set. */
void *rothost_map_guarded(size_t bytes);
/* A file's read-only mapping between two such pages; NULL with errno set. */
void *rothost_map_guarded_file(int file, size_t bytes);
void rothost_unmap_guarded(void *base, size_t bytes);

/* A file in memory that can be sealed and is closed on exec; -1 with errno set. */
int rothost_create_memory_file(size_t bytes);
void *rothost_map_writable_file(int file, size_t bytes);
void rothost_unmap(void *base, size_t bytes);
/* From here on nobody who holds the file can write, grow, shrink or unseal it; 0, or -1. */
int rothost_seal_memory_file(int file);
/* Closes the file and answers a descriptor of it that can only read, which kernels before 6.7 ask for
   to map a sealed file shared; the file itself where there is no /proc. */
int rothost_reopen_for_reading(int file);

#endif
