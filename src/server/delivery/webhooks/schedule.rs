//! When a webhook that did not go through is tried again, and when its endpoint is given up.

use crate::server::crypto::{HOUR, MINUTE, SECOND};

/// The waits after the first, second, … try that failed, in milliseconds. After the last there is none.
const WAITS: [i64; 7] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/// How long nothing may go through before an endpoint is switched off, in milliseconds.
pub const LONGEST_FAILURE: i64 = 5 * 24 * HOUR;

/// How long to wait after so many tries that failed; `None` when there is no other.
pub fn wait(failures: i64) -> Option<i64> {
    WAITS.get(usize::try_from(failures - 1).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_eight_tries_in_28_hours() {
        let waits: Vec<i64> = (1..).map_while(wait).collect();
        assert_eq!(waits.len() + 1, 8);
        assert_eq!(waits.iter().sum::<i64>(), 27 * HOUR + 35 * MINUTE + 5 * SECOND);
        assert_eq!((wait(0), wait(8)), (None, None));
    }
}
