import Foundation

#if canImport(Glibc)
    import Glibc
#endif

extension Problem {
    /// A system call that failed, in the system's words.
    /// - Parameters:
    ///   - code: `errno` as the call left it.
    package static func system(_ what: String, at path: String, code: Int32 = errno) -> Problem {
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "Free some space on that disk and try again."
            case EROFS: "Choose a folder that can be written to."
            case EACCES, EPERM: "Let this user read and write there, or choose another folder."
            case ENOENT, ENOTDIR, EEXIST: "Check the path; a folder that is missing has to be made first."
            default: "Check the disk and try again."
            }
        return Problem(what: what, location: path, reason: String(cString: strerror(code)), remedy: remedy)
    }

    /// A call of Foundation's on files that failed. Its own words are for programmers and vary; the system's reason is inside.
    package static func system(_ what: String, at path: String, cause: any Error) -> Problem {
        if let problem = cause as? Problem { return problem }
        return system(what, at: path, code: errorNumber(of: cause as NSError) ?? errorNumber(at: path))
    }

    private static func errorNumber(of error: NSError) -> Int32? {
        if error.domain == NSPOSIXErrorDomain { return Int32(error.code) }
        if let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError { return errorNumber(of: inner) }
        return switch CocoaError.Code(rawValue: error.code) {
        case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
        case .fileReadNoPermission, .fileWriteNoPermission: EACCES
        case .fileWriteFileExists: EEXIST
        case .fileWriteOutOfSpace: ENOSPC
        case .fileWriteVolumeReadOnly: EROFS
        default: nil
        }
    }

    /// What the system says of the path, where Foundation has kept nothing of it: that a part of it is no folder, for one.
    private static func errorNumber(at path: String) -> Int32 {
        var status = stat()
        return lstat(path, &status) == 0 || errno == ENOENT ? EIO : errno
    }
}
