internal import ArgumentParser
@main struct Docent: ParsableCommand { func run() {} }
