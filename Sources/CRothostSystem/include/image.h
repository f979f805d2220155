/* Which file code was loaded from: dladdr hides behind _GNU_SOURCE, which Swift does not define. */
#ifndef ROTHOST_IMAGE_H
#define ROTHOST_IMAGE_H

/* The path by which the image holding `address` was opened; NULL if it is in none. */
const char *rothost_image_path(const void *address);

#endif
