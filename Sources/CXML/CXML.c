#include "CXML.h"
int CXML_skeleton(void) { return 0; }
