import Testing

/// The built program as a process, with stand-ins for everything beyond it.
@Suite(.needsModel, .timeLimit(.minutes(2))) enum EndToEnd {}
