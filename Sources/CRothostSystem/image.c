#define _GNU_SOURCE
#include "image.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>

/* linux/memfd.h since Linux 6.3; Debian 12's glibc does not have it yet. */
#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

const char *rothost_image_path(const void *address) {
  Dl_info information;
  return dladdr(address, &information) ? information.dli_fname : NULL;
}

int rothost_create_image_file(const char *name) {
  int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
  /* Kernels before 6.3 do not know the flag; with vm.memfd_noexec = 2 it is refused. Code is mapped,
     not executed as a program, so that the file serves without it. */
  if (file < 0 && (errno == EINVAL || errno == EACCES))
    file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  return file;
}
