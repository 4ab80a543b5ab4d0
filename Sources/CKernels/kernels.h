/// Private: the context and its table of functions, one entry per family. A family adds a pointer to its own table here,
/// and its three tables to dispatch.c.
#ifndef CK_KERNELS_H
#define CK_KERNELS_H

#include "ck_dispatch.h"

struct ck_context {
  ck_pool *pool;
  ck_level level;
};

#endif
