import Base
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#endif

/// Gives back, for as long as the process lives, what starting and each burst of questions leave in memory.
struct MemoryKeeper: Service {
    private let pool = BlockingPool(label: "memory", width: 1)

    func run() async {
        await cancelWhenGracefulShutdown {
            var plan = LettingGo()
            while (try? await ContinuousClock().sleep(for: LettingGo.pause)) != nil {
                guard plan.isDue(faults: Self.faults) else { continue }
                try? await pool.run {
                    ResidentMemory.giveBack()
                    ResidentMemory.dropProgram()
                }
                plan.done(faults: Self.faults)
            }
        }
    }

    /// How many pages have come into this process.
    private static var faults: Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage.ru_minflt + usage.ru_majflt
    }
}
