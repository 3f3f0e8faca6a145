// Memory that a process keeps without use, and how it is given back. Swift's Glibc module leaves malloc.h out.
#pragma once

/// Lets all threads share two of malloc's arenas. By default each of a few threads has its own, and what is freed in one serves no other.
/// To be called before there are other threads.
void CMemoryLimitArenas(void);

/// Gives the pages that hold nothing but freed memory back to the system, in the middle of arenas too.
void CMemoryGiveBack(void);

/// Lets go of the pages of the program and its libraries that were read from their files and cannot have changed. Those still needed are
/// mapped again as they are touched, from the page cache, where they stay.
void CMemoryDropProgram(void);
