// What FAISS's headers need of OpenMP: the compiler brings no omp.h. The functions are libgomp's, which libfaiss.a needs in any case.
#pragma once
extern "C" {
// libgomp's lock is one int; the headers only name it.
typedef struct {
    int state;
} omp_lock_t;
void omp_set_num_threads(int count);
int omp_get_max_threads(void);
int omp_get_thread_num(void);
}
