/* LMDB is a plain C library without a module map of its own; this shim gives Swift its header. */
#include <lmdb.h>
