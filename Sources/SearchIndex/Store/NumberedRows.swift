import GRDB
import GRDBSQLite

/// Rows of a table by their numbers, read through SQLite's own calls: a question reads a hundred of them, and a temporary table of their numbers, or a
/// copy of what is only looked through, takes longer than to find the rows.
struct NumberedRows {
    private let statement: Statement

    /// - Parameter sql: A query with one argument, the number, and one row for it at most.
    /// - Throws: `DatabaseError` when the query does not fit the tables.
    init(_ sql: String, in db: Database) throws {
        statement = try db.cachedStatement(sql: sql)
    }

    /// What `body` makes of the row of that number; nil where there is none. The row is there for as long as `body` runs.
    /// - Throws: `DatabaseError` when it cannot be read.
    func read<Value>(_ number: Int64, _ body: (NumberedRow) throws -> Value) throws -> Value? {
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        try check(sqlite3_bind_int64(handle, 1, number), is: SQLITE_OK)
        let code = sqlite3_step(handle)
        if code == SQLITE_DONE { return nil }
        try check(code, is: SQLITE_ROW)
        return try body(NumberedRow(statement: handle))
    }

    private func check(_ code: Int32, is wanted: Int32) throws {
        guard code != wanted else { return }
        let message = sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)).map { String(cString: $0) }
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
    }
}
