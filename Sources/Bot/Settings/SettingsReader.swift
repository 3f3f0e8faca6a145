import Answering
import Base
import Foundation

/// Takes settings out of texts, and notes every mistake instead of stopping at the first.
struct SettingsReader {
    private let values: [String: String]
    private(set) var mistakes: [String]
    /// What has been asked for, so that a test can tell whether the table holds a setting that nothing reads.
    private(set) var asked: Set<Setting> = []

    init(_ values: [String: String], mistakes: [String] = []) {
        self.values = values
        self.mistakes = mistakes
    }

    /// Whether the operator set it.
    func isSet(_ setting: Setting) -> Bool { !(values[setting.name] ?? "").allSatisfy(\.isWhitespace) }

    /// The text, or the default. An empty variable counts as not set, as in `docker compose`.
    mutating func text(_ setting: Setting) -> String? {
        asked.insert(setting)
        let value = values[setting.name]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        return value.isEmpty ? setting.standard : value
    }

    /// Like `text`; the lower-case name serves too, as curl has it.
    mutating func proxy(_ setting: Setting) -> String? {
        text(setting) ?? values[setting.name.lowercased()].flatMap { $0.isEmpty ? nil : $0 }
    }

    mutating func secret(_ setting: Setting) -> Secret? {
        guard let value = text(setting) else { return nil }
        guard !value.contains(where: \.isWhitespace) else {
            note(setting, value, "must not hold spaces; give the token alone")
            return nil
        }
        return Secret(value)
    }

    mutating func integer(_ setting: Setting, in range: ClosedRange<Int>) -> Int {
        guard let value = text(setting) else { return range.lowerBound }
        guard let number = Int(value), range.contains(number) else {
            note(setting, value, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return range.lowerBound
        }
        return number
    }

    /// An `http` or `https` address without a slash at its end.
    mutating func address(_ setting: Setting) -> String? {
        guard var value = text(setting) else { return nil }
        let parts = URLComponents(string: value)
        guard let scheme = parts?.scheme?.lowercased(), ["http", "https"].contains(scheme), parts?.host?.isEmpty == false, parts?.query == nil
        else {
            note(setting, value, "must be an address that begins with http:// or https://")
            return nil
        }
        while value.hasSuffix("/") { value.removeLast() }
        return value
    }

    mutating func list(_ setting: Setting) -> [String] {
        (text(setting) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// Two counts, at once and in an hour; zero stands for any number.
    mutating func limit(_ setting: Setting) -> QuotaRules.Limit {
        let parts = list(setting)
        let counts = parts.compactMap(Int.init).filter { (0...100_000).contains($0) }
        guard parts.count == 2, counts.count == 2 else {
            note(setting, parts.joined(separator: ","), "must be two whole numbers from 0 to 100000, at once and in an hour")
            return QuotaRules.Limit()
        }
        return QuotaRules.Limit(atOnce: counts[0] == 0 ? nil : counts[0], perHour: counts[1] == 0 ? nil : counts[1])
    }

    /// A list of which every element has a form.
    mutating func list<Element>(_ setting: Setting, _ rule: String, _ read: (String) -> Element?) -> [Element] {
        list(setting).compactMap { text in
            let element = read(text)
            if element == nil { note(setting, text, rule) }
            return element
        }
    }

    /// `on` or `off`.
    mutating func flag(_ setting: Setting) -> Bool { choice(setting, Switch.off) == .on }

    private enum Switch: String, CaseIterable {
        case on, off
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ setting: Setting, _ standard: Choice) -> Choice
    where Choice.RawValue == String {
        guard let value = text(setting) else { return standard }
        guard let choice = Choice(rawValue: value.lowercased()) else {
            note(setting, value, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
            return standard
        }
        return choice
    }

    /// Notes that a value is of no use.
    mutating func note(_ setting: Setting, _ value: String, _ rule: String) {
        let found = setting.isSecret ? "" : ", not \"\(value.prefix(80))\""
        mistakes.append("\(setting.name) \(rule)\(found) (for example \(setting.name)=\(setting.example))")
    }
}
