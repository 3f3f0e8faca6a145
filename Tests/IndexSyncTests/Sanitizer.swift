#if canImport(Glibc)
    import Glibc
#endif

/// What the tests were built with.
enum Sanitizer {
    /// Whether memory or threads are watched. All is ten times slower then, so that tests of what files hold, which teach a sanitizer nothing, do less.
    static let isOn = dlsym(nil, "__tsan_init") != nil || dlsym(nil, "__asan_init") != nil
}
