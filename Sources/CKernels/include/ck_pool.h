/// A pool of threads that runs numbered tasks, and the scratch memory of its workers.
#ifndef CK_POOL_H
#define CK_POOL_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Threads that share the work of one call at a time; the calling thread is worker 0.
typedef struct ck_pool ck_pool;

/// One task: `task` counts from 0, `worker` is in 0 ..< ck_pool_threads and names the scratch arena to use.
typedef void (*ck_task)(void *_Nullable context, int64_t task, int32_t worker);

/// Makes a pool of `threads` workers, the caller included. NULL if a thread or memory cannot be had, or threads < 1.
ck_pool *_Nullable ck_pool_create(int32_t threads);

/// Ends the threads and frees the scratch memory. No call may be running.
void ck_pool_destroy(ck_pool *_Nullable pool);

/// Number of workers, the caller included.
int32_t ck_pool_threads(const ck_pool *pool);

/// Runs `task` for 0 ..< tasks and returns when all are done.
///
/// Which worker takes which task is left to chance (a shared counter), so a task must write only what is its own;
/// sums over tasks go through one partial result per task, combined in the order of the tasks. How work is cut into
/// tasks should depend on shapes only: then results do not depend on the number of threads.
///
/// Called from inside a task, it runs the tasks in order on the calling worker. Called from two threads at once, the
/// second waits. Every task runs with denormals flushed to zero, whichever thread takes it.
void ck_pool_run(ck_pool *pool, int64_t tasks, ck_task task, void *_Nullable context);

/// A place in an arena, to which ck_scratch_release returns.
typedef struct ck_scratch_mark {
    size_t block;
    size_t used;
} ck_scratch_mark;

/// The arena that belongs to the caller of ck_pool_run rather than to a worker (packed weights, partial sums).
#define CK_SHARED_SCRATCH (-1)

/// Remembers how much of the arena of `worker` (or CK_SHARED_SCRATCH) is in use.
ck_scratch_mark ck_scratch_begin(const ck_pool *pool, int32_t worker);

/// 64-byte aligned memory, not cleared, valid until the release of an earlier mark. Aborts when the system has none.
///
/// Arenas grow to what was needed at once and are then reused: warm calls take nothing from the system.
void *ck_scratch_take(ck_pool *pool, int32_t worker, size_t bytes);

/// Gives back everything taken since `mark`.
void ck_scratch_release(ck_pool *pool, int32_t worker, ck_scratch_mark mark);

/// Bytes that all arenas hold at present.
size_t ck_pool_scratch_bytes(const ck_pool *pool);

#pragma clang assume_nonnull end
#endif
