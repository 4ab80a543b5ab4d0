/// Private: the context and its tables of functions, one for each family. A family adds a pointer to its own table here,
/// and its three tables to dispatch.c.
#ifndef CK_KERNELS_H
#define CK_KERNELS_H

#include "ck_dispatch.h"
#include "product.h"
#include "token_kernels.h"
#include "vector_kernels.h"

struct ck_context {
    ck_pool *pool;
    ck_level level;
    const ck_product_kernels *product;
    const ck_vector_kernels *vector;
    const ck_token_kernels *token;
};

#endif
