/* Code as the loader sees it: dladdr and memfd_create hide behind _GNU_SOURCE, which Swift does not
   define. */
#ifndef ROTHOST_IMAGE_H
#define ROTHOST_IMAGE_H

/* The path by which the image holding `address` was opened; NULL if it is in none. */
const char *rothost_image_path(const void *address);

/* An empty file in memory that may hold code, can be sealed and is closed on exec; `name` is shown in
   /proc/PID/maps. -1 with errno set. */
int rothost_create_image_file(const char *name);

#endif
