#include "sanitizer.h"
#include "process.h"

#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#elif __has_feature(thread_sanitizer)
#define THREAD_SANITIZER 1
#endif
#endif

const char *rothost_sanitizer_setting(void) {
#if defined(ADDRESS_SANITIZER)
  /* Leaks are looked for from a second process, which a sandbox forbids. What is kept after it is
     freed counts as a plugin's memory. */
  return "ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:quarantine_size_mb=1:"
         "thread_local_quarantine_size_kb=64";
#elif defined(THREAD_SANITIZER)
  /* A worker is ended and never returns from main, so that a race must end it to be seen. */
  return "TSAN_OPTIONS=halt_on_error=1:allocator_may_return_null=1";
#else
  return NULL;
#endif
}

#if defined(ADDRESS_SANITIZER) || defined(THREAD_SANITIZER)

#include <sanitizer/allocator_interface.h>

uint64_t rothost_heap_bytes(void) { return __sanitizer_get_current_allocated_bytes(); }

uint64_t rothost_shadow_bytes(void) {
  unsigned long long pages = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file == NULL) return 0;
  /* The sixth number is data and stack: proc_pid_statm(5). */
  if (fscanf(file, "%*u %*u %*u %*u %*u %llu", &pages) != 1) pages = 0;
  fclose(file);
  return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

#else

uint64_t rothost_heap_bytes(void) {
  struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

uint64_t rothost_shadow_bytes(void) { return 0; }

#endif
