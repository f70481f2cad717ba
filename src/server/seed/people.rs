//! Who they are, and when they came and were here.

use crate::server::crypto::{HOUR, Prefix, new_id};
use crate::server::store::seed::SeedRow;

/// The last year, over which they come.
pub const YEAR: i64 = 365 * 24 * HOUR;

const FIRST_NAMES: [&str; 20] = [
    "Ada",
    "Grace",
    "Hedy",
    "Katherine",
    "Alan",
    "Edsger",
    "Barbara",
    "Donald",
    "Margaret",
    "Tim",
    "Radia",
    "Ken",
    "Frances",
    "Niklaus",
    "Joan",
    "Dennis",
    "Karen",
    "Leslie",
    "Shafi",
    "Élodie",
];
const LAST_NAMES: [&str; 23] = [
    "Lovelace",
    "Hopper",
    "Lamarr",
    "Johnson",
    "Turing",
    "Dijkstra",
    "Liskov",
    "Knuth",
    "Hamilton",
    "Berners-Lee",
    "Perlman",
    "Thompson",
    "Allen",
    "Wirth",
    "Clarke",
    "Ritchie",
    "Jones",
    "Lamport",
    "Goldwasser",
    "Durand",
    "Öztürk",
    "Nowak",
    "Silva",
];

/// Whoever is signed in has done so since.
const OF_LATE: i64 = 6 * 24 * HOUR;

/// When somebody signed in last. Three of five have come back since, each at another time, and one of these of late.
fn came_back(number: u64, created_at: i64, now: i64) -> Option<i64> {
    let thousandth = i64::try_from(number.wrapping_mul(7_919) % 1_000).unwrap_or_default();
    match number % 5 {
        0 => Some(created_at.max(now - OF_LATE * thousandth / 1_000)),
        1 | 2 => Some(created_at + (now - created_at) / 2),
        _ => None,
    }
}

/// Somebody who does not exist. `run` tells those of one call from those of another.
pub fn somebody(run: &str, number: u64, many: u64, now: i64) -> SeedRow {
    let place =
        |names: &[&'static str], number: u64| names[usize::try_from(number % names.len() as u64).unwrap_or_default()];
    let first_name = place(&FIRST_NAMES, number);
    let last_name = place(&LAST_NAMES, number / 7);
    let share = |of: i64| i64::try_from(u128::from(number) * of.unsigned_abs() as u128 / u128::from(many.max(1)));
    let created_at = now - YEAR + share(YEAR).unwrap_or(YEAR);
    let simple = |name: &str| name.to_lowercase().replace('é', "e").replace('ö', "o").replace('ü', "u");
    SeedRow {
        id: new_id(Prefix::User, created_at),
        identifier_id: new_id(Prefix::Identifier, created_at),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        email_address: format!("{}.{}.{run}{number}@seed.example", simple(first_name), simple(last_name)),
        created_at,
        last_sign_in_at: came_back(number, created_at, now),
        banned_at: (number % 200 == 199).then_some(created_at),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn nobody_is_somebody_else() {
        let now = 1_800_000_000_000;
        let all: Vec<SeedRow> = (0..1_000).map(|number| somebody("x-", number, 1_000, now)).collect();
        let addresses: BTreeSet<&str> = all.iter().map(|row| row.email_address.as_str()).collect();
        assert_eq!(addresses.len(), 1_000);
        assert!(all.iter().all(|row| row.email_address.is_ascii() && (now - YEAR..=now).contains(&row.created_at)));
        assert!(all.is_sorted_by_key(|row| row.created_at));
        let back: Vec<&SeedRow> = all.iter().filter(|row| row.last_sign_in_at.is_some()).collect();
        assert!(back.iter().all(|row| row.last_sign_in_at.is_some_and(|at| (row.created_at..=now).contains(&at))));
        let of_late = back.iter().filter(|row| row.last_sign_in_at >= Some(now - OF_LATE)).count();
        assert!(back.len() == 600 && (200..250).contains(&of_late), "{} {of_late}", back.len());
        assert_eq!(all.iter().filter(|row| row.banned_at.is_some()).count(), 5);
    }
}
