#ifndef COXSWAIN_CNFTABLES_SHIM_H
#define COXSWAIN_CNFTABLES_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <nftables/libnftables.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Moves the calling thread, and no other, into the network namespace at `path`. Returns 0 or an errno value. */
static inline int coxswain_enter_network_namespace(const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return errno;
    /* 0x40000000 is CLONE_NEWNET: refuse anything that is not a network namespace. */
    int failure = syscall(SYS_setns, descriptor, 0x40000000) == 0 ? 0 : errno;
    close(descriptor);
    return failure;
}

#endif
