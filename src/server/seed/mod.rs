//! An instance that is used by people who do not exist, for benchmarks and for looking at long lists: in development alone.
//!
//! In proportion to the people: of five one is signed in; of fifty, some belong to an organization; invitations, the waitlist,
//! mails of the last day, and what the audit log has of all of them. Nobody signs in as one of them, and nothing is sent.

mod around;
mod left;
mod people;

use self::around::Around;
use self::people::{YEAR, somebody};
use super::Vestibule;
use super::crypto::{HOUR, Token};
use super::delivery;
use super::events::{AuditAction, AuditEntry};
use super::flows::daily_numbers::ACTIVE_USERS;
use super::store::daily_numbers::{self, DailyNumber};
use super::store::seed::{self, AT_ONCE, SeedRow};
use super::store::{Connection, StoreError};

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

/// A day in milliseconds.
const DAY: i64 = 24 * HOUR;
/// For so many days it is said how many were here.
const DAYS: i64 = 89;

impl Vestibule {
    /// Makes users who do not exist, each with an address that is proven, and what they would have left: sessions, organizations,
    /// invitations, mails, entries of the audit log. Nobody signs in as one of them, and nothing is sent to them. Another time it
    /// makes others.
    ///
    /// # Errors
    /// In production, and when the database fails.
    pub async fn seed(&self, many: u64, progress: &mut SeedProgress<'_>) -> Result<(), SeedError> {
        if !self.settings.is_development() {
            return Err(SeedError::Production);
        }
        let now = self.clock.now();
        let run: String = Token::random().hash().chars().filter(char::is_ascii_alphanumeric).take(6).collect();
        let around = Around {
            run: format!("{}-", run.to_lowercase()),
            many,
            now,
            lifetime: self.settings.session.max_lifetime_hours * HOUR,
            sealed_content: delivery::seal_sample(&self.key)?,
        };
        let mut done = 0;
        while done < many {
            let next = many.min(done + AT_ONCE as u64);
            let rows: Vec<SeedRow> = (done..next).map(|number| somebody(&around.run, number, many, now)).collect();
            let mut tx = self.store.write().await?;
            seed::insert(&mut tx, &rows).await?;
            for rows in around.rows(done, &rows) {
                rows.insert(&mut tx).await?;
            }
            if next == many {
                seed::forget_counts(&mut tx).await?;
                count_active_users(&mut tx, many, now).await?;
                let entry = AuditEntry::of(AuditAction::ImportFinished).with("of", "seed").with("users", many);
                entry.write(&mut tx, None, now).await?;
            }
            tx.commit().await.map_err(StoreError::from)?;
            done = next;
            progress(done, many);
        }
        seed::look_over(&self.store).await?;
        Ok(())
    }
}

/// Says how many of them were here on each of the days before today, besides whoever was.
async fn count_active_users(connection: &mut Connection, many: u64, now: i64) -> Result<(), StoreError> {
    let today = now.div_euclid(DAY);
    let known = daily_numbers::since(connection, today - DAYS).await?;
    for day in today - DAYS..today {
        let known = known.iter().find(|number| number.name == ACTIVE_USERS && number.day == day);
        let amount = known.map_or(0, |number| number.amount) + were_here(many, today, day);
        let number = DailyNumber { name: ACTIVE_USERS.to_owned(), day, amount, counted_at: (day + 1) * DAY };
        daily_numbers::put(connection, &number).await?;
    }
    Ok(())
}

/// How many of those who had come until a day were here on it: fewer at weekends.
fn were_here(many: u64, today: i64, day: i64) -> i64 {
    let of_hundred = match (day + 4).rem_euclid(7) {
        0 | 6 => 4,
        weekday => 6 + weekday % 2,
    };
    let days = YEAR / DAY;
    let there = i128::from(many) * i128::from((days - (today - day)).max(0)) / i128::from(days);
    i64::try_from(there * i128::from(of_hundred) / 100).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_are_here_at_weekends() {
        // 2024-10-04 is a Friday.
        let here: Vec<i64> = (20_000..20_004).map(|day| were_here(36_500, 20_100, day)).collect();
        assert!(here[0] > here[1] && here[2] < here[3], "{here:?}");
        assert_eq!(were_here(36_500, 20_000, 20_000), 2_555);
        assert_eq!(were_here(0, 20_000, 20_000), 0);
    }
}
