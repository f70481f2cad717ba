//! Users who do not exist, for benchmarks and for looking at long lists: in development alone.

use super::Vestibule;
use super::crypto::{HOUR, Prefix, Token, new_id};
use super::events::{AuditAction, AuditEntry};
use super::store::StoreError;
use super::store::seed::{self, AT_ONCE, SeedRow};

/// Why nobody was made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// Real people use the instance.
    #[error("dev seed: is for development alone, and this is production")]
    Production,
    /// The database fails.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// How far it is: how many are there, of how many.
pub type SeedProgress<'a> = dyn FnMut(u64, u64) + Send + 'a;

/// The last year, over which they come.
const YEAR: i64 = 365 * 24 * HOUR;

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

/// Somebody who does not exist. `run` tells those of one call from those of another.
fn somebody(run: &str, number: u64, many: u64, now: i64) -> SeedRow {
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
        // Three of five have come back since, each at another time.
        last_sign_in_at: (number % 5 < 3).then(|| created_at + (now - created_at) / 2),
        banned_at: (number % 200 == 199).then_some(created_at),
    }
}

impl Vestibule {
    /// Makes users who do not exist, each with an address that is proven; nobody signs in as one of them.
    ///
    /// # Errors
    /// In production, and when the database fails.
    pub async fn seed(&self, many: u64, progress: &mut SeedProgress<'_>) -> Result<(), SeedError> {
        if !self.settings.is_development() {
            return Err(SeedError::Production);
        }
        let now = self.clock.now();
        let run: String = Token::random().hash().chars().filter(char::is_ascii_alphanumeric).take(6).collect();
        let run = format!("{}-", run.to_lowercase());
        let mut done = 0;
        while done < many {
            let next = many.min(done + AT_ONCE as u64);
            let rows: Vec<SeedRow> = (done..next).map(|number| somebody(&run, number, many, now)).collect();
            let mut tx = self.store.write().await?;
            seed::insert(&mut tx, &rows).await?;
            if next == many {
                let entry = AuditEntry::of(AuditAction::ImportFinished).with("of", "seed").with("users", many);
                entry.write(&mut tx, None, now).await?;
            }
            tx.commit().await.map_err(StoreError::from)?;
            done = next;
            progress(done, many);
        }
        Ok(())
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
        assert_eq!(all.iter().filter(|row| row.banned_at.is_some()).count(), 5);
    }
}
