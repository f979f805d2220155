#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "channel_layout.h"

/* An image whose name for the loader is not the path a user knows. */
typedef struct named_image {
  char opened[128];
  char path[ROTHOST_CRASH_TEXT];
} named_image;

static rothost_channel *watched;
static char plugin_path[ROTHOST_CRASH_TEXT];
static named_image named[32];
static size_t named_count;

static uint64_t program_counter(const ucontext_t *context) {
#if defined(__x86_64__)
  return (uint64_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return context->uc_mcontext.pc;
#endif
}

static const uint64_t *stack_pointer(const ucontext_t *context) {
#if defined(__x86_64__)
  return (const uint64_t *)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
  return (const uint64_t *)context->uc_mcontext.sp;
#endif
}

/* Which image an address lies in, and where in it; 0 where it lies in none. */
static int locate(uint64_t address, uint64_t *offset, char *image) {
  Dl_info information;
  if (!dladdr((void *)(uintptr_t)address, &information) || information.dli_fname == NULL) return 0;
  *offset = address - (uint64_t)(uintptr_t)information.dli_fbase;
  const char *name = information.dli_fname;
  for (size_t i = 0; i < named_count; i++)
    if (strcmp(named[i].opened, name) == 0) name = named[i].path;
  strncpy(image, name, ROTHOST_CRASH_TEXT - 1);
  return 1;
}

/* Whether an address lies in code and not in data, by the image's own program headers. */
static int is_code(uint64_t address) {
  Dl_info information;
  if (!dladdr((void *)(uintptr_t)address, &information)) return 0;
  const char *base = information.dli_fbase;
  const Elf64_Ehdr *header = (const Elf64_Ehdr *)base;
  const Elf64_Phdr *parts = (const Elf64_Phdr *)(base + header->e_phoff);
  uint64_t offset = address - (uint64_t)(uintptr_t)base;
  for (int i = 0; i < header->e_phnum; i++)
    if (parts[i].p_type == PT_LOAD && parts[i].p_flags & PF_X && offset >= parts[i].p_vaddr &&
        offset - parts[i].p_vaddr < parts[i].p_memsz)
      return 1;
  return 0;
}

/* The first words of the stack that point into the plugin's code: it called what crashed. */
static void find_caller(rothost_crash *crash, const uint64_t *stack) {
  char image[ROTHOST_CRASH_TEXT] = "";
  uint64_t offset = 0;
  for (int i = 0; i < 512; i++) {
    /* A return address is one behind the call, so that its last byte belongs to it. */
    if (!locate(stack[i] - 1, &offset, image) || strcmp(image, plugin_path) != 0) continue;
    if (!is_code(stack[i] - 1)) continue;
    crash->caller_offset = offset;
    memcpy(crash->caller_image, image, sizeof image);
    return;
  }
}

/* The record is complete for the host before anything is tried that may fault or wait for a lock:
   then the host ends the process, and what is missing is the place alone. */
static void note(int number, siginfo_t *information, void *opaque) {
  const ucontext_t *context = opaque;
  rothost_crash *crash = &watched->crash;
  if (ROTHOST_LOAD(watched->crash_state) != 0) {
    /* Looking for the place of the first one failed. */
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  crash->signal = number;
  crash->code = information->si_code;
  crash->address = (uint64_t)(uintptr_t)information->si_addr;
  ROTHOST_STORE(watched->crash_state, 1);
  /* From here on the same signal ends the process at once. */
  signal(number, SIG_DFL);
  if (locate(program_counter(context), &crash->offset, crash->image) &&
      strcmp(crash->image, plugin_path) != 0)
    find_caller(crash, stack_pointer(context));
  raise(number);
}

void rothost_name_image(const char *opened, const char *path) {
  if (named_count == sizeof named / sizeof named[0]) return;
  strncpy(named[named_count].opened, opened, sizeof named[0].opened - 1);
  strncpy(named[named_count].path, path, sizeof named[0].path - 1);
  named_count++;
}

void rothost_watch_crashes(rothost_channel *channel, const char *plugin) {
  static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGXFSZ, SIGXCPU};
  watched = channel;
  strncpy(plugin_path, plugin, sizeof plugin_path - 1);
  /* A stack of its own, because the usual one may be what ran out. */
  stack_t stack = {.ss_size = 64 << 10};
  stack.ss_sp = mmap(NULL, stack.ss_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack.ss_sp != MAP_FAILED) sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_sigaction = note, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) sigaction(numbers[i], &action, NULL);
}
