/* The system calls a plugin may not make, where libseccomp is installed. */
#ifndef ROTHOST_SECCOMP_FILTER_H
#define ROTHOST_SECCOMP_FILTER_H

/* 1 where the filter is in force. */
int rothost_enter_seccomp(void);

#endif
