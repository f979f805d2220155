#define _GNU_SOURCE
#include "image.h"

#include <dlfcn.h>
#include <stddef.h>

const char *rothost_image_path(const void *address) {
  Dl_info information;
  return dladdr(address, &information) ? information.dli_fname : NULL;
}
