/* The system calls a plugin may not make, where libseccomp is installed. */
#ifndef ROTHOST_SECCOMP_FILTER_H
#define ROTHOST_SECCOMP_FILTER_H

/* 1 where the filter is in force; with `makes_memory` files in memory may be made and sized. */
int rothost_enter_seccomp(int makes_memory);

#endif
