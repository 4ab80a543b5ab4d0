#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static const size_t huge_page = (size_t)2 << 20;

static char *allocate_block(size_t *bytes) {
    size_t alignment = *bytes >= huge_page ? huge_page : 4096;
    *bytes = (*bytes + alignment - 1) & ~(alignment - 1);
    char *block = aligned_alloc(alignment, *bytes);
    if (block == NULL) {
        fprintf(stderr, "CKernels: no memory for %zu bytes of scratch\n", *bytes);
        abort();
    }
#ifdef MADV_HUGEPAGE
    // Packed operands are walked with strides of many pages; huge pages keep them within reach of the TLB.
    if (alignment == huge_page) madvise(block, *bytes, MADV_HUGEPAGE);
#endif
    return block;
}

void *ck_arena_take(ck_arena *arena, size_t bytes) {
    bytes = (bytes + 63) & ~(size_t)63;
    if (arena->count > 0 && arena->sizes[arena->current] - arena->used >= bytes) {
        void *place = arena->blocks[arena->current] + arena->used;
        arena->used += bytes;
        return place;
    }
    // Blocks behind the current one hold nothing.
    while (arena->count > arena->current + 1) free(arena->blocks[--arena->count]);
    if (arena->count == 1 && arena->used == 0) free(arena->blocks[--arena->count]);
    if (arena->count == ck_arena_max_blocks) {
        fprintf(stderr, "CKernels: scratch arena in too many pieces\n");
        abort();
    }
    size_t size = bytes < 65536 ? 65536 : bytes;
    arena->blocks[arena->count] = allocate_block(&size);
    arena->sizes[arena->count] = size;
    arena->current = arena->count++;
    arena->used = bytes;
    return arena->blocks[arena->current];
}

void ck_arena_release(ck_arena *arena, ck_scratch_mark mark) {
    arena->current = mark.block;
    arena->used = mark.used;
    if (mark.block != 0 || mark.used != 0 || arena->count < 2) return;
    size_t total = ck_arena_bytes(arena);
    ck_arena_free(arena);
    arena->blocks[0] = allocate_block(&total);
    arena->sizes[0] = total;
    arena->count = 1;
}

void ck_arena_free(ck_arena *arena) {
    while (arena->count > 0) free(arena->blocks[--arena->count]);
    arena->current = 0;
    arena->used = 0;
}

size_t ck_arena_bytes(const ck_arena *arena) {
    size_t total = 0;
    for (size_t i = 0; i < arena->count; i++) total += arena->sizes[i];
    return total;
}
