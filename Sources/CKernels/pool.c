/// The thread pool. One word of state holds the number of the job, whether it still admits workers, and how many are
/// inside: a worker that wakes too late for a short job never delays its end.
#include "ck_pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "scratch.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Pauses before an idle worker parks: a tenth of a millisecond, long enough to bridge the gap between two kernels, short
/// enough not to disturb code that runs beside the pool (a spinning neighbour halves the speed of another library's threads).
static const int spins_before_parking = 4000;

enum { job_open = 1u << 16, job_inside = job_open - 1 };
static const uint64_t job_step = (uint64_t)1 << 32;

typedef struct worker_start {
    ck_pool *pool;
    int32_t index;
} worker_start;

struct ck_pool {
    _Alignas(64) _Atomic uint64_t state;
    _Alignas(64) _Atomic int64_t next_task;
    _Alignas(64) _Atomic int32_t parked;
    _Atomic bool ends;
    int64_t tasks;
    ck_task task;
    void *context;
    pthread_mutex_t caller;
    pthread_mutex_t parking;
    pthread_cond_t wake;
    int32_t threads;
    int32_t started;
    pthread_t *handles;
    worker_start *starts;
    /// One for each worker, and the shared one last.
    ck_arena *arenas;
};

/// The pool whose task the thread is running, and as which worker.
static _Thread_local const ck_pool *running_pool;
static _Thread_local int32_t running_worker;

static void pause_briefly(void) {
#if defined(__x86_64__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// Flushes denormals, as operands and as results; returns what restore_denormals needs.
static uint64_t flush_denormals(void) {
#if defined(__x86_64__)
    uint32_t old = _mm_getcsr();
    _mm_setcsr(old | 0x8040);
    return old;
#elif defined(__aarch64__)
    uint64_t old;
    __asm__ volatile("mrs %0, fpcr" : "=r"(old));
    __asm__ volatile("msr fpcr, %0" : : "r"(old | (1u << 24)));
    return old;
#else
    return 0;
#endif
}

static void restore_denormals(uint64_t old) {
#if defined(__x86_64__)
    _mm_setcsr((uint32_t)old);
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(old));
#else
    (void)old;
#endif
}

static void take_tasks(ck_pool *pool, int32_t worker) {
    const ck_pool *outer_pool = running_pool;
    int32_t outer_worker = running_worker;
    running_pool = pool;
    running_worker = worker;
    int64_t tasks = pool->tasks;
    ck_task task = pool->task;
    void *context = pool->context;
    for (;;) {
        int64_t number = atomic_fetch_add_explicit(&pool->next_task, 1, memory_order_relaxed);
        if (number >= tasks) break;
        task(context, number, worker);
    }
    running_pool = outer_pool;
    running_worker = outer_worker;
}

/// Whether there is a job newer than `seen` that admits workers.
static bool has_news(uint64_t state, uint64_t seen) { return (state & job_open) && state / job_step != seen; }

static void park(ck_pool *pool, uint64_t seen) {
    pthread_mutex_lock(&pool->parking);
    atomic_fetch_add(&pool->parked, 1);
    while (!has_news(atomic_load(&pool->state), seen) && !atomic_load(&pool->ends))
        pthread_cond_wait(&pool->wake, &pool->parking);
    atomic_fetch_sub(&pool->parked, 1);
    pthread_mutex_unlock(&pool->parking);
}

static void *worker_main(void *argument) {
    worker_start *start = argument;
    ck_pool *pool = start->pool;
    uint64_t seen = 0;
    int spins = 0;
    flush_denormals();
    while (!atomic_load_explicit(&pool->ends, memory_order_relaxed)) {
        uint64_t state = atomic_load_explicit(&pool->state, memory_order_acquire);
        if (!has_news(state, seen)) {
            if (++spins < spins_before_parking) {
                pause_briefly();
            } else {
                park(pool, seen);
                spins = 0;
            }
            continue;
        }
        if (!atomic_compare_exchange_strong(&pool->state, &state, state + 1)) continue;
        seen = state / job_step;
        take_tasks(pool, start->index);
        atomic_fetch_sub(&pool->state, 1);
        spins = 0;
    }
    return NULL;
}

ck_pool *ck_pool_create(int32_t threads) {
    if (threads < 1 || threads > 4096) return NULL;
    ck_pool *pool = aligned_alloc(64, (sizeof(ck_pool) + 63) & ~(size_t)63);
    if (pool == NULL) return NULL;
    *pool = (ck_pool){.threads = threads};
    size_t count = (size_t)threads;
    pool->handles = calloc(count, sizeof(pthread_t));
    pool->starts = calloc(count, sizeof(worker_start));
    pool->arenas = aligned_alloc(64, (count + 1) * sizeof(ck_arena));
    pthread_mutex_init(&pool->caller, NULL);
    pthread_mutex_init(&pool->parking, NULL);
    pthread_cond_init(&pool->wake, NULL);
    if (pool->handles == NULL || pool->starts == NULL || pool->arenas == NULL) {
        ck_pool_destroy(pool);
        return NULL;
    }
    for (size_t i = 0; i <= count; i++) pool->arenas[i] = (ck_arena){.count = 0};
    for (int32_t i = 1; i < threads; i++) {
        pool->starts[i] = (worker_start){.pool = pool, .index = i};
        if (pthread_create(&pool->handles[i], NULL, worker_main, &pool->starts[i]) != 0) {
            ck_pool_destroy(pool);
            return NULL;
        }
        pool->started++;
    }
    return pool;
}

void ck_pool_destroy(ck_pool *pool) {
    if (pool == NULL) return;
    pthread_mutex_lock(&pool->parking);
    atomic_store(&pool->ends, true);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->parking);
    for (int32_t i = 1; i <= pool->started; i++) pthread_join(pool->handles[i], NULL);
    if (pool->arenas != NULL)
        for (int32_t i = 0; i <= pool->threads; i++) ck_arena_free(&pool->arenas[i]);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->parking);
    pthread_mutex_destroy(&pool->caller);
    free(pool->arenas);
    free(pool->starts);
    free(pool->handles);
    free(pool);
}

int32_t ck_pool_threads(const ck_pool *pool) { return pool->threads; }

void ck_pool_run(ck_pool *pool, int64_t tasks, ck_task task, void *context) {
    if (tasks <= 0) return;
    if (running_pool == pool) {
        for (int64_t i = 0; i < tasks; i++) task(context, i, running_worker);
        return;
    }
    pthread_mutex_lock(&pool->caller);
    uint64_t denormals = flush_denormals();
    pool->tasks = tasks;
    pool->task = task;
    pool->context = context;
    atomic_store_explicit(&pool->next_task, 0, memory_order_relaxed);
    bool alone = pool->threads == 1 || tasks == 1;
    if (!alone) {
        // The job is closed and empty here, so nobody else changes the word.
        uint64_t job = atomic_load(&pool->state) / job_step;
        atomic_store(&pool->state, (job + 1) * job_step | job_open);
        if (atomic_load(&pool->parked) > 0) {
            pthread_mutex_lock(&pool->parking);
            pthread_cond_broadcast(&pool->wake);
            pthread_mutex_unlock(&pool->parking);
        }
    }
    take_tasks(pool, 0);
    if (!alone) {
        atomic_fetch_and(&pool->state, ~(uint64_t)job_open);
        for (int spins = 0; atomic_load_explicit(&pool->state, memory_order_acquire) & job_inside; spins++) {
            pause_briefly();
            // More threads than processors: the last task may wait for this one to step aside.
            if (spins > spins_before_parking) sched_yield();
        }
    }
    restore_denormals(denormals);
    pthread_mutex_unlock(&pool->caller);
}

static ck_arena *arena_of(const ck_pool *pool, int32_t worker) {
    return &pool->arenas[worker == CK_SHARED_SCRATCH ? pool->threads : worker];
}

ck_scratch_mark ck_scratch_begin(const ck_pool *pool, int32_t worker) {
    const ck_arena *arena = arena_of(pool, worker);
    return (ck_scratch_mark){.block = arena->current, .used = arena->used};
}

void *ck_scratch_take(ck_pool *pool, int32_t worker, size_t bytes) {
    return ck_arena_take(arena_of(pool, worker), bytes);
}

void ck_scratch_release(ck_pool *pool, int32_t worker, ck_scratch_mark mark) {
    ck_arena_release(arena_of(pool, worker), mark);
}

size_t ck_pool_scratch_bytes(const ck_pool *pool) {
    size_t total = 0;
    for (int32_t i = 0; i <= pool->threads; i++) total += ck_arena_bytes(&pool->arenas[i]);
    return total;
}
