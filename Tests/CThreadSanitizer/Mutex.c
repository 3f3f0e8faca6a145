// Tells ThreadSanitizer what a contended `Synchronization.Mutex` does. Nothing of this is in a build without that sanitizer.
//
// The uncontended path of a mutex is inlined into instrumented code. The contended one, which leaves the work to the kernel
// (FUTEX_LOCK_PI), lies in libswiftSynchronization, which is not instrumented: without this, every value that passes from thread to
// thread through a mutex at which somebody waited is reported as a race. These functions stand before the library's, which they call.
// Should a later Swift name them otherwise they do nothing, and those reports come back.
#if defined(__has_feature) && __has_feature(thread_sanitizer)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

static SWIFT void (*lock)(uint32_t thread, SELF);
static SWIFT bool (*try_lock)(SELF);
static SWIFT void (*unlock)(SELF);

// Before any other thread and any other constructor.
__attribute__((constructor(101))) static void find(void) {
    *(void **)&lock = dlsym(RTLD_NEXT, LOCK);
    *(void **)&try_lock = dlsym(RTLD_NEXT, TRY_LOCK);
    *(void **)&unlock = dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void tsan_mutex_lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool tsan_mutex_try_lock(SELF) __asm__(TRY_LOCK);
SWIFT void tsan_mutex_unlock(SELF) __asm__(UNLOCK);

SWIFT void tsan_mutex_lock(uint32_t thread, SELF) {
    lock(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT bool tsan_mutex_try_lock(SELF) {
    bool is_locked = try_lock(mutex);
    if (is_locked) __tsan_acquire(mutex);
    return is_locked;
}

SWIFT void tsan_mutex_unlock(SELF) {
    __tsan_release(mutex);
    unlock(mutex);
}
#endif
