import CCurl
import Glibc

extension CurlTransfer {
    /// Has libcurl call the functions below, on the loop's thread, for as long as the handle is on the multi handle.
    func setCallbacks() {
        ccurl_set_callbacks(
            easy, Unmanaged.passUnretained(self).toOpaque(), receiveHead, receiveBody, connectionStands, supplyBody, seekBody)
    }

    fileprivate func receiveHeadLine(_ line: UnsafeRawBufferPointer) -> Int {
        clock.sign(at: .now)
        switch parser.add(line) {
        case .more: return line.count
        case .complete(let head):
            exchange.receive(head)
            return line.count
        case .tooLarge:
            stop = .tooLarge(limit: ResponseHeadParser.limit)
            return 0
        }
    }

    fileprivate func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        switch exchange.receive(bytes) {
        case .taken:
            clock.sign(at: .now)
            return bytes.count
        case .heldUp:
            clock.holdUp()
            return Int(CURL_WRITEFUNC_PAUSE)
        case .unwanted:
            return 0
        }
    }

    fileprivate func supply(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let count = exchange.body.read(at: bodyPosition, into: buffer) else {
            stop = .broken(host: exchange.address.host, reason: "the file being sent became shorter or unreadable")
            return Int(CURL_READFUNC_ABORT)
        }
        bodyPosition += count
        clock.sign(at: .now)
        return count
    }
}

// Plain functions, not closures: they are called on the loop's thread, where a closure that had taken on an actor's isolation would trap.

private func transfer(_ context: UnsafeMutableRawPointer) -> CurlTransfer {
    Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
}

private func receiveHead(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context else { return 0 }
    return transfer(context).receiveHeadLine(UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private func receiveBody(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context else { return 0 }
    return transfer(context).receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private func connectionStands(
    _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
    if let context { transfer(context).clock.sign(at: .now) }
    return CURL_PREREQFUNC_OK
}

private func supplyBody(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context else { return Int(CURL_READFUNC_ABORT) }
    return transfer(context).supply(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}

private func seekBody(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
    guard let context, origin == SEEK_SET else { return CURL_SEEKFUNC_FAIL }
    transfer(context).bodyPosition = offset
    return CURL_SEEKFUNC_OK
}
