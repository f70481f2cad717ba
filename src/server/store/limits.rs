//! How often something may be tried. Each try is one statement that counts it or refuses it, so that a hundred tries at
//! once are counted like a hundred one after the other.

use sqlx::Row;

use super::{Connection, StoreError};

/// How often, and what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// So many tries are free of any wait within a window.
    pub free: i64,
    /// The window, which begins with the first try, in milliseconds.
    pub window: i64,
    /// After the free tries: each further one waits twice as long as the one before, beginning with this, in
    /// milliseconds. 0 means that there is no further one before the window ends.
    pub first_wait: i64,
    /// No wait is longer than this, in milliseconds.
    pub longest_wait: i64,
    /// After so many tries there is none before the window ends.
    pub most: i64,
}

impl Rule {
    /// So many tries per window, and no more.
    pub const fn per(count: i64, window: i64) -> Self {
        Self { free: count, window, first_wait: 0, longest_wait: 0, most: count }
    }

    /// The wait that follows the try with this number, in milliseconds.
    fn wait_after(&self, count: i64) -> i64 {
        if self.first_wait == 0 || count < self.free {
            return 0;
        }
        let doublings = (count - self.free).clamp(0, 40);
        self.first_wait.saturating_mul(1 << doublings).min(self.longest_wait)
    }
}

/// Whether a try may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It may: it is the try with this number in its window.
    Allowed {
        /// 1 for the first.
        count: i64,
    },
    /// It may not, before this time in Unix milliseconds.
    Refused {
        /// When the next try is welcome.
        until: i64,
    },
}

/// The number of a try, where `limits` is what was counted before it and `$4` is now.
macro_rules! number {
    () => {
        "CASE WHEN limits.window_end <= $4 THEN 1 ELSE limits.count + 1 END"
    };
}

/// Counts a try, or refuses it: one statement, which is [`Rule::wait_after`] in the database's words. The wait that a try
/// earns, if it turns out to be a failure, begins at once: whoever succeeds clears it with [`clear`].
const TAKE: &str = concat!(
    "INSERT INTO limits (key, count, window_end, locked_until) VALUES ($1, 1, $2, $3)
     ON CONFLICT (key) DO UPDATE SET
         count = ",
    number!(),
    ", window_end = CASE WHEN limits.window_end <= $4 THEN $2 ELSE limits.window_end END,
         locked_until = CASE WHEN $6 = 0 OR ",
    number!(),
    " < $7 THEN limits.locked_until ELSE $4 + CASE
             WHEN ",
    number!(),
    " - $7 > 20 THEN $8
             WHEN ($6 << CAST(",
    number!(),
    " - $7 AS INTEGER)) > $8 THEN $8
             ELSE $6 << CAST(",
    number!(),
    " - $7 AS INTEGER) END END
     WHERE limits.locked_until <= $4 AND (limits.count < $5 OR limits.window_end <= $4)
     RETURNING count",
);

/// Counts a try, or refuses it.
pub async fn take(connection: &mut Connection, key: &str, rule: Rule, now: i64) -> Result<Taken, StoreError> {
    match take_once(connection, key, rule, now).await? {
        Some(taken) => Ok(taken),
        // Whoever succeeded in between has cleared it: this is the first try.
        None => Ok(take_once(connection, key, rule, now).await?.unwrap_or(Taken::Refused { until: now + 1_000 })),
    }
}

async fn take_once(connection: &mut Connection, key: &str, rule: Rule, now: i64) -> Result<Option<Taken>, StoreError> {
    // Where nobody waits nothing is locked: of two who ask at once one may have looked at the clock a moment before.
    let first_wait = match rule.wait_after(1) {
        0 => 0,
        wait => now + wait,
    };
    let counted = sqlx::query(TAKE)
        .bind(key)
        .bind(now + rule.window)
        .bind(first_wait)
        .bind(now)
        .bind(rule.most)
        .bind(rule.first_wait)
        .bind(rule.free)
        .bind(rule.longest_wait)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = counted {
        return Ok(Some(Taken::Allowed { count: row.try_get("count")? }));
    }
    let row = sqlx::query("SELECT count, window_end, locked_until FROM limits WHERE key = $1")
        .bind(key)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (count, window_end): (i64, i64) = (row.try_get("count")?, row.try_get("window_end")?);
    let locked_until: i64 = row.try_get("locked_until")?;
    Ok(Some(Taken::Refused { until: if count >= rule.most { window_end.max(locked_until) } else { locked_until } }))
}

/// Until when no try is allowed, if so many were counted already. It counts none.
pub async fn used_up_until(
    connection: &mut Connection,
    key: &str,
    rule: Rule,
    now: i64,
) -> Result<Option<i64>, StoreError> {
    let row = sqlx::query("SELECT window_end FROM limits WHERE key = $1 AND count >= $2 AND window_end > $3")
        .bind(key)
        .bind(rule.most)
        .bind(now)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.try_get("window_end")).transpose()?)
}

/// Forgets the tries, after one that succeeded.
pub async fn clear(connection: &mut Connection, key: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM limits WHERE key = $1").bind(key).execute(connection).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow() {
        let rule = Rule { free: 5, window: 1, first_wait: 30, longest_wait: 100, most: 100 };
        assert_eq!([1, 4, 5, 6, 7, 50].map(|count| rule.wait_after(count)), [0, 0, 30, 60, 100, 100]);
        assert_eq!(Rule::per(3, 10).wait_after(3), 0);
    }
}
