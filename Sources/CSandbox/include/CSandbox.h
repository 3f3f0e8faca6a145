#pragma once

/// What a process gives up for good before it reads a stranger's file. Each call is best effort: an old kernel, or a container that
/// forbids it, leaves the process as it was, and the limits on memory, time and files stand all the same.

/// No program started from here gains rights by setuid or file capabilities. 0 or -1.
int CSandbox_no_new_privileges(void);

/// From here on this process and its children can make no socket: a document reaches nothing on the network. 0 or -1.
int CSandbox_no_sockets(void);

/// Closes every descriptor from `first` up.
void CSandbox_close_from(int first);

/// A pipe that no other program started meanwhile inherits: `pipe2` with `O_CLOEXEC`, which Swift's view of glibc lacks. 0 or -1.
int CSandbox_pipe(int ends[2]);
