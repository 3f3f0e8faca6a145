import GRDB
import GRDBSQLite

/// The columns of a row that is being read, counted from 0.
struct NumberedRow {
    /// Stands at the row.
    let statement: SQLiteStatement

    /// A whole number; nil where there is none.
    func number(_ column: Int32) -> Int? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : Int(sqlite3_column_int64(statement, column))
    }

    /// A text; nil where there is none.
    func text(_ column: Int32) -> String? {
        // The bytes are counted after the text was asked for, which may turn it from another encoding.
        guard let start = sqlite3_column_text(statement, column) else { return nil }
        return String(decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))), as: UTF8.self)
    }

    /// Hands bytes to `body`, none where there are none. They last no longer than that.
    func withBytes<Value>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        let start = sqlite3_column_blob(statement, column)
        return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column))))
    }
}
