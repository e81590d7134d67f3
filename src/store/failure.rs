//! What SQLite says, in this crate's words.

use crate::error::Error;
use rusqlite::ErrorCode;

/// Turns an error of SQLite into the crate's, saying what was being done.
pub(super) fn failed(action: &str) -> impl FnOnce(rusqlite::Error) -> Error + '_ {
    move |error| {
        let action = action.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { action, source: error.into() },
            Some(ErrorCode::DiskFull) => Error::DiskFull { action, source: error.into() },
            Some(ErrorCode::ReadOnly) => Error::ReadOnly { action },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Error::Corrupt { action, message: error.to_string() }
            }
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::QueryReturnedNoRows
                | rusqlite::Error::Utf8Error(..) => Error::Corrupt { action, message: error.to_string() },
                error => Error::Database { action, source: error.into() },
            },
        }
    }
}
