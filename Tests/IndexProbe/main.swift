import Base
import Foundation
import IndexSync
import SearchIndex

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == VectorAnswers.flag {
    exit(VectorAnswers.print(arguments: arguments))
} else {
    // The probe's child as a program of its own, so that its tests need no whole `docent`.
    exit(ProbeWorker.main(arguments: arguments))
}
