import Foundation
import IndexBuild

// The worker process on its own, for tests: what `docent --extract-worker` does.
exit(ExtractWorker.main(arguments: CommandLine.arguments))
