package import Foundation

/// A manifest's `created_at`: RFC 3339, and what Python jobs write who mean it.
///
/// `datetime.now(timezone.utc).isoformat()` gives `2026-11-20T10:00:00.123456+00:00`, which is RFC 3339; `utcnow().isoformat()` leaves the
/// offset out, `strftime("%z")` its colon, `str()` puts a space for the T (which RFC 3339 allows). All are taken: an index that works is not
/// refused for that. Without an offset it is UTC.
package enum CreationTime {
    /// The moment that the text is, to the second; nil for a text that is no moment that there was or will be.
    package static func date(_ text: String) -> Date? {
        let form = #/(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:[Zz]|([+-])(\d\d):?(\d\d))?/#
        guard text.utf8.allSatisfy({ $0 < 128 }), let match = text.wholeMatch(of: form)?.output, let year = Int(match.1), let month = Int(match.2),
            let day = Int(match.3), let hour = Int(match.4), let minute = Int(match.5), let second = Int(match.6)
        else { return nil }
        let (hours, minutes) = (match.8.flatMap { Int($0) } ?? 0, match.9.flatMap { Int($0) } ?? 0)
        // A leap second is the 60th.
        guard (1...12).contains(month), (1...days(of: month, in: year)).contains(day), hour < 24, minute < 60, second <= 60, hours < 24, minutes < 60
        else { return nil }
        let ahead = (match.7 == "-" ? -60 : 60) * (60 * hours + minutes)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = DateComponents(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        return calendar.date(from: parts)?.addingTimeInterval(-Double(ahead))
    }

    private static func days(of month: Int, in year: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}
