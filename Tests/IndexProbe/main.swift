import Foundation
import IndexSync

/// The probe's child as a program of its own, so that its tests need no whole `docent`.
exit(ProbeWorker.main(arguments: Array(CommandLine.arguments.dropFirst())))
