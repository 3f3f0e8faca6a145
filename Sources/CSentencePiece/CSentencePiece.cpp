#include "CSentencePiece.h"
extern "C" int CSentencePiece_skeleton(void) { return 0; }
