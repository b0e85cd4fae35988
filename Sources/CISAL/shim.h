#ifndef COXSWAIN_CISAL_SHIM_H
#define COXSWAIN_CISAL_SHIM_H

#include <isa-l/igzip_lib.h>

/* The memory that level 1 works with, bytes: a sum of macros, which Swift cannot read. */
static const uint32_t coxswain_isal_level1_bytes = ISAL_DEF_LVL1_SMALL;

#endif
