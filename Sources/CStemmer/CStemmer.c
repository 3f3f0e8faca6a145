#include "CStemmer.h"
int CStemmer_skeleton(void) { return 0; }
