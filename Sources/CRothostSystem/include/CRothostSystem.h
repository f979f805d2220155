/* What Swift's Glibc module lacks, each in a header of its own. */
#include "channel.h"
#include "image.h"
#include "lock.h"
#include "pages.h"
#include "probe.h"
#include "process.h"
#include "sha256.h"
#include "sha256_blocks.h"
