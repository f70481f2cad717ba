//! When a message that could not be sent is tried again.

use crate::server::crypto::{HOUR, MINUTE, SECOND};

/// The waits after the first, second, … try, in milliseconds; the last one for all that follow.
const WAITS: [i64; 5] = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR];

/// The shortest wait, in milliseconds: when less would be left, there is no other try.
const SHORTEST: i64 = 2 * SECOND;

/// How long to wait after so many tries, when the message is worth sending for `left` more milliseconds; `None` when it
/// is not worth another try. `chance`, from 0 to 1, spreads the tries of many messages.
///
/// No wait is longer than half of what is left: a code of ten minutes is tried again and again before it runs out, and
/// does not sleep through the moment at which the server is back.
pub fn wait(attempts: i64, left: i64, chance: f64) -> Option<i64> {
    let step = usize::try_from(attempts - 1).unwrap_or_default().min(WAITS.len() - 1);
    // From four fifths to six fifths of it, in whole thousandths: a wait is no more exact than that.
    let thousandths = 800 + (chance.clamp(0.0, 1.0) * 400.0) as i64;
    let wait = (WAITS[step] * thousandths / 1_000).min(left / 2);
    (wait >= SHORTEST).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_spread() {
        let day = 24 * HOUR;
        let middle: Vec<_> = (1..=7).filter_map(|attempts| wait(attempts, day, 0.5)).collect();
        assert_eq!(middle, [5_000, 30_000, 120_000, 600_000, HOUR, HOUR, HOUR]);
        assert_eq!((wait(1, day, 0.0), wait(1, day, 1.0)), (Some(4_000), Some(6_000)));
    }

    #[test]
    fn a_code_is_tried_until_shortly_before_it_runs_out() {
        let (mut left, mut tries) = (10 * MINUTE, 1);
        while let Some(wait) = wait(tries, left, 0.5) {
            left -= wait;
            tries += 1;
        }
        assert!((0..5 * SECOND).contains(&left), "{left} ms are left");
        assert!((8..=16).contains(&tries), "{tries} tries");
        assert_eq!(wait(1, 0, 0.5), None);
        assert_eq!(wait(1, -HOUR, 0.5), None);
    }
}
