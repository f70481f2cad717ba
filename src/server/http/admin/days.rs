//! Days, as fields for dates have them.

use chrono::{NaiveDate, NaiveTime};

use crate::server::crypto::HOUR;

/// A day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// When a day begins in UTC, Unix milliseconds; `None` if it is none.
pub fn begins(date: &str) -> Option<i64> {
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    Some(date.and_time(NaiveTime::MIN).and_utc().timestamp_millis())
}

/// The same of what may not be typed: nothing then, and `None` if what is typed is no day.
pub fn typed(date: &str) -> Option<Option<i64>> {
    match date.trim() {
        "" => Some(None),
        date => begins(date).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_or_nothing() {
        assert_eq!((typed(" 1970-01-02 "), typed("")), (Some(Some(DAY)), Some(None)));
        for none in ["yesterday", "1970-02-30", "1970-01-02T00:00", "\0"] {
            assert_eq!(typed(none), None, "{none}");
        }
    }
}
