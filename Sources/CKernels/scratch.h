/// Private: a growing stack of aligned memory. See ck_pool.h for the contract.
#ifndef CK_SCRATCH_H
#define CK_SCRATCH_H

#include "ck_pool.h"

enum { ck_arena_max_blocks = 16 };

/// Memory is taken from blocks[current] at `used`. A block that is too small is followed by a larger one, so that what
/// was taken stays where it is; when all is released, the blocks are merged into one.
typedef struct ck_arena {
    char *blocks[ck_arena_max_blocks];
    size_t sizes[ck_arena_max_blocks];
    size_t count, current, used;
} __attribute__((aligned(64))) ck_arena;

void *ck_arena_take(ck_arena *arena, size_t bytes);
void ck_arena_release(ck_arena *arena, ck_scratch_mark mark);
void ck_arena_free(ck_arena *arena);
size_t ck_arena_bytes(const ck_arena *arena);

#endif
