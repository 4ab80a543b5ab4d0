/// The thread pool. One word of state holds the number of a job, whether it still admits workers, and how many are
/// inside: a worker that wakes too late for a short job never delays its end. Two programs that run at once each start
/// jobs of their own; a worker that finds one empty looks into the others.
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

/// The jobs that may be open at once: that of the caller of ck_pool_run, and one of each program of ck_pool_run_both.
enum { job_of_caller, job_of_first, job_of_second, job_slots, no_job = -1 };

typedef struct worker_start {
    ck_pool *pool;
    int32_t index;
} worker_start;

typedef struct pool_job {
    _Alignas(64) _Atomic uint64_t state;
    _Alignas(64) _Atomic int64_t next_task;
    int64_t tasks;
    ck_task task;
    void *context;
    /// Whether the tasks are programs, which start jobs themselves.
    bool runs_programs;
} pool_job;

struct ck_pool {
    pool_job jobs[job_slots];
    _Alignas(64) _Atomic int32_t parked;
    _Atomic bool ends;
    pthread_mutex_t caller;
    pthread_mutex_t parking;
    pthread_cond_t wake;
    int32_t threads;
    int32_t started;
    pthread_t *handles;
    worker_start *starts;
    /// One for each worker, then one for who starts the jobs of each slot.
    ck_arena *arenas;
};

/// What a thread is doing: the pool whose task it runs, as which worker, and where that task's own jobs go (no_job: their
/// tasks run one after the other on the spot).
typedef struct occupation {
    const ck_pool *pool;
    int32_t worker, slot;
} occupation;

static _Thread_local occupation current;

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

static void take_tasks(ck_pool *pool, int32_t slot, int32_t worker) {
    occupation outer = current;
    pool_job *job = &pool->jobs[slot];
    int64_t tasks = job->tasks;
    for (;;) {
        int64_t number = atomic_fetch_add_explicit(&job->next_task, 1, memory_order_relaxed);
        if (number >= tasks) break;
        int32_t own_slot = job->runs_programs ? job_of_first + (int32_t)number : no_job;
        current = (occupation){.pool = pool, .worker = worker, .slot = own_slot};
        job->task(job->context, number, worker);
    }
    current = outer;
}

/// Whether there is a job newer than `seen` that admits workers.
static bool has_news(uint64_t state, uint64_t seen) { return (state & job_open) && state / job_step != seen; }

/// Works on the job of a slot if that is newer than `*seen`; false if it is not.
static bool join_job(ck_pool *pool, int32_t slot, uint64_t *seen, int32_t worker) {
    pool_job *job = &pool->jobs[slot];
    uint64_t state = atomic_load_explicit(&job->state, memory_order_acquire);
    if (!has_news(state, *seen)) return false;
    if (!atomic_compare_exchange_strong(&job->state, &state, state + 1)) return true;
    *seen = state / job_step;
    take_tasks(pool, slot, worker);
    atomic_fetch_sub(&job->state, 1);
    return true;
}

/// Works on whatever is newer than seen[slot], every second worker on the first program's job first.
static bool join_any(ck_pool *pool, uint64_t *seen, int32_t worker) {
    int32_t near = worker % 2 == 0 ? job_of_first : job_of_second, far = job_of_first + job_of_second - near;
    bool worked = join_job(pool, job_of_caller, &seen[job_of_caller], worker);
    worked |= join_job(pool, near, &seen[near], worker);
    worked |= join_job(pool, far, &seen[far], worker);
    return worked;
}

static bool any_has_news(ck_pool *pool, const uint64_t *seen) {
    for (int32_t slot = 0; slot < job_slots; slot++)
        if (has_news(atomic_load(&pool->jobs[slot].state), seen[slot])) return true;
    return false;
}

static void park(ck_pool *pool, const uint64_t *seen) {
    pthread_mutex_lock(&pool->parking);
    atomic_fetch_add(&pool->parked, 1);
    while (!any_has_news(pool, seen) && !atomic_load(&pool->ends)) pthread_cond_wait(&pool->wake, &pool->parking);
    atomic_fetch_sub(&pool->parked, 1);
    pthread_mutex_unlock(&pool->parking);
}

static void *worker_main(void *argument) {
    worker_start *start = argument;
    ck_pool *pool = start->pool;
    uint64_t seen[job_slots] = {0};
    int spins = 0;
    flush_denormals();
    while (!atomic_load_explicit(&pool->ends, memory_order_relaxed)) {
        if (join_any(pool, seen, start->index)) {
            spins = 0;
        } else if (++spins < spins_before_parking) {
            pause_briefly();
        } else {
            park(pool, seen);
            spins = 0;
        }
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
    pool->arenas = aligned_alloc(64, (count + job_slots) * sizeof(ck_arena));
    pthread_mutex_init(&pool->caller, NULL);
    pthread_mutex_init(&pool->parking, NULL);
    pthread_cond_init(&pool->wake, NULL);
    if (pool->handles == NULL || pool->starts == NULL || pool->arenas == NULL) {
        ck_pool_destroy(pool);
        return NULL;
    }
    for (size_t i = 0; i < count + job_slots; i++) pool->arenas[i] = (ck_arena){.count = 0};
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
        for (int32_t i = 0; i < pool->threads + job_slots; i++) ck_arena_free(&pool->arenas[i]);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->parking);
    pthread_mutex_destroy(&pool->caller);
    free(pool->arenas);
    free(pool->starts);
    free(pool->handles);
    free(pool);
}

int32_t ck_pool_threads(const ck_pool *pool) { return pool->threads; }

/// Runs a job in a slot that is closed and empty; the calling thread is worker `worker`.
static void run_job(
    ck_pool *pool, int32_t slot, int32_t worker, int64_t tasks, ck_task task, void *context, bool runs_programs) {
    pool_job *job = &pool->jobs[slot];
    job->tasks = tasks;
    job->task = task;
    job->context = context;
    job->runs_programs = runs_programs;
    atomic_store_explicit(&job->next_task, 0, memory_order_relaxed);
    bool alone = pool->threads == 1 || tasks == 1;
    if (!alone) {
        // Nobody else changes the word of a closed and empty job.
        uint64_t number = atomic_load(&job->state) / job_step;
        atomic_store(&job->state, (number + 1) * job_step | job_open);
        if (atomic_load(&pool->parked) > 0) {
            pthread_mutex_lock(&pool->parking);
            pthread_cond_broadcast(&pool->wake);
            pthread_mutex_unlock(&pool->parking);
        }
    }
    take_tasks(pool, slot, worker);
    if (alone) return;
    atomic_fetch_and(&job->state, ~(uint64_t)job_open);
    uint64_t seen[job_slots] = {0};
    for (int spins = 0; atomic_load_explicit(&job->state, memory_order_acquire) & job_inside; spins++) {
        // Whoever has finished one program takes tasks of the other.
        if (runs_programs && join_any(pool, seen, worker)) continue;
        pause_briefly();
        // More threads than processors: the last task may wait for this one to step aside.
        if (spins > spins_before_parking) sched_yield();
    }
}

static void run_from_outside(ck_pool *pool, int64_t tasks, ck_task task, void *context, bool runs_programs) {
    pthread_mutex_lock(&pool->caller);
    uint64_t denormals = flush_denormals();
    run_job(pool, job_of_caller, 0, tasks, task, context, runs_programs);
    restore_denormals(denormals);
    pthread_mutex_unlock(&pool->caller);
}

void ck_pool_run(ck_pool *pool, int64_t tasks, ck_task task, void *context) {
    if (tasks <= 0) return;
    if (current.pool != pool) return run_from_outside(pool, tasks, task, context, false);
    if (current.slot != no_job) return run_job(pool, current.slot, current.worker, tasks, task, context, false);
    for (int64_t i = 0; i < tasks; i++) task(context, i, current.worker);
}

typedef struct two_programs {
    ck_program programs[2];
    void *contexts[2];
} two_programs;

static void run_program(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const two_programs *both = context;
    both->programs[task](both->contexts[task]);
}

void ck_pool_run_both(
    ck_pool *pool, ck_program first, void *first_context, ck_program second, void *second_context) {
    two_programs both = {.programs = {first, second}, .contexts = {first_context, second_context}};
    if (current.pool != pool) return run_from_outside(pool, 2, run_program, &both, true);
    first(first_context);
    second(second_context);
}

static ck_arena *arena_of(const ck_pool *pool, int32_t worker) {
    if (worker != CK_SHARED_SCRATCH) return &pool->arenas[worker];
    bool is_program = current.pool == pool && current.slot != no_job;
    return &pool->arenas[pool->threads + (is_program ? current.slot : job_of_caller)];
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
    for (int32_t i = 0; i < pool->threads + job_slots; i++) total += ck_arena_bytes(&pool->arenas[i]);
    return total;
}
