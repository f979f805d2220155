/* A C target needs one source. Compiling the contract here proves at each build that it stands alone. */
#include "rothost/rothost.h"
