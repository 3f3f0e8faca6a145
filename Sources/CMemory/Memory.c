#define _GNU_SOURCE
#include "CMemory.h"

#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>

void CMemoryLimitArenas(void) {
    mallopt(M_ARENA_MAX, 2);
    // A question takes some lists of 200 kB and gives them back. They neither are mappings of their own nor leave the arena's end at once:
    // each new page is a fault and is filled with zeros first.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 21);
}

void CMemoryGiveBack(void) { malloc_trim(0); }
#else
// Other C libraries share one arena and keep little.
void CMemoryLimitArenas(void) {}

void CMemoryGiveBack(void) {}
#endif

static int dropObject(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    (void)context;
    // The program itself has no name; what has none that is a path is the kernel's own.
    if (object->dlpi_name && object->dlpi_name[0] != '\0' && object->dlpi_name[0] != '/') return 0;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int number = 0; number < object->dlpi_phnum; ++number) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[number];
        // What may be written to holds relocated addresses, which are nowhere else.
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W)) continue;
        const uintptr_t start = object->dlpi_addr + segment->p_vaddr;
        const uintptr_t first = (start + page - 1) / page * page, end = (start + segment->p_memsz) / page * page;
        if (end > first) madvise((void *)first, end - first, MADV_DONTNEED);
    }
    return 0;
}

void CMemoryDropProgram(void) { dl_iterate_phdr(dropObject, NULL); }
