//! Numbers of days, for the dashboard: how many people there are, come, sign in, are there, and fail to get in.
//!
//! What happened on a day that is over does not change, so it is counted once, beside the requests; of today that is counted again
//! with each sweep. Whoever looks adds what the audit log has since, which is found by an index: the answer takes as long with a
//! million people as with ten.

use super::{Error, commit};
use crate::server::crypto::{HOUR, MINUTE, Prefix, first_ordered_id};
use crate::server::events::{AuditAction, EventType};
use crate::server::store::daily_numbers::{self, DailyNumber};
use crate::server::vestibule::Inner;

/// A day in milliseconds.
const DAY: i64 = 24 * HOUR;
/// How many days one may look back, today among them: as many as the last of these are counted.
pub const SPANS: [i64; 3] = [7, 30, 90];
/// The most of them.
const DAYS: i64 = SPANS[2];

/// How often it is counted, about, in milliseconds.
const SWEPT_EVERY: i64 = 10 * MINUTE;

/// Up to as many people are counted whenever somebody looks.
pub const COUNTED_AT_ONCE: i64 = 10_000;

/// What is counted of the audit log.
const OF_THE_LOG: [(&str, AuditAction); 4] = [
    ("sign_ups", AuditAction::Event(EventType::UserCreated)),
    ("deletions", AuditAction::Event(EventType::UserDeleted)),
    ("sign_ins", AuditAction::Event(EventType::SessionCreated)),
    ("failures", AuditAction::SignInFailed),
];
const USERS: &str = "users";
/// From how many people a request came.
pub(in crate::server) const ACTIVE_USERS: &str = "active_users";

/// Numbers of the last days, today at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Today, in days since 1970.
    pub today: i64,
    /// How many people there are. Of more than [`COUNTED_AT_ONCE`], as many as were counted last, with those who came and without
    /// those who went since then, as the audit log has it.
    pub users: i64,
    /// How many there were at the end of each day: as they were counted then. Before anybody counted, as many as there were on the day
    /// after it, without those who came on that day, and with those who went.
    pub users_by_day: Vec<i64>,
    /// How many came.
    pub sign_ups: Vec<i64>,
    /// How many sessions began.
    pub sign_ins: Vec<i64>,
    /// From how many people a request came, as far as it was counted.
    pub active_users: Vec<i64>,
    /// How many sign-ins failed.
    pub failures: Vec<i64>,
}

/// Between which ids of the log the entries of a day are.
fn ids_of(day: i64) -> (String, String) {
    let at = |time: i64| first_ordered_id(Prefix::AuditEntry, time);
    (at(day * DAY), at((day + 1) * DAY))
}

/// Counts what is not counted for good yet.
pub(super) async fn count(app: &Inner) -> Result<(), Error> {
    let now = app.clock.now();
    let today = now.div_euclid(DAY);
    let first = today - DAYS + 1;
    let mut connection = app.store.read().await?;
    let known = daily_numbers::since(&mut connection, first).await?;
    let is_final = |name: &str, day: i64| {
        known.iter().any(|number| number.name == name && number.day == day && number.counted_at >= (day + 1) * DAY)
    };
    let mut counted = Vec::new();
    for (name, action) in OF_THE_LOG {
        for day in (first..=today).filter(|day| !is_final(name, *day)) {
            let (from, end) = ids_of(day);
            let before = end.min(first_ordered_id(Prefix::AuditEntry, now));
            let amount = daily_numbers::entries(&mut connection, action.as_str(), (&from, &before)).await?;
            counted.push(DailyNumber { name: name.to_owned(), day, amount, counted_at: now });
        }
    }
    for (name, amount) in [
        (USERS, daily_numbers::users(&mut connection).await?),
        (ACTIVE_USERS, daily_numbers::active_users(&mut connection, today * DAY).await?),
    ] {
        counted.push(DailyNumber { name: name.to_owned(), day: today, amount, counted_at: now });
    }
    drop(connection);
    // Together: each by itself would wait for the disk.
    let mut tx = app.store.write().await?;
    // Somebody else has counted meanwhile, or has brought people in with what they left long ago and made the counts void: these
    // are then older than what is there, and the next round counts.
    if daily_numbers::since(&mut tx, first).await? != known {
        return Ok(());
    }
    for number in &counted {
        daily_numbers::put(&mut tx, number).await?;
    }
    commit(tx).await
}

/// The numbers as they are now, of so many days.
pub async fn read(app: &Inner, days: i64) -> Result<Numbers, Error> {
    let now = app.clock.now();
    let today = now.div_euclid(DAY);
    let first = today - days.clamp(1, DAYS) + 1;
    let mut connection = app.store.read().await?;
    let known = daily_numbers::since(&mut connection, first).await?;
    let of = |name: &str, day: i64| known.iter().find(|number| number.name == name && number.day == day);
    let mut columns = Vec::with_capacity(OF_THE_LOG.len());
    for (name, action) in OF_THE_LOG {
        let mut column = Vec::new();
        for day in first..=today {
            let stored = of(name, day);
            let mut amount = stored.map_or(0, |number| number.amount);
            // What is not counted for good is counted on from where it was left.
            let from = stored.map_or(day * DAY, |number| number.counted_at);
            let is_open = from < (day + 1) * DAY && day >= today - 1;
            if is_open {
                let (from, end) = (first_ordered_id(Prefix::AuditEntry, from), ids_of(day).1);
                amount += daily_numbers::entries(&mut connection, action.as_str(), (&from, &end)).await?;
            }
            column.push(amount);
        }
        columns.push(column);
    }
    let counted = known.iter().filter(|number| number.name == USERS).max_by_key(|number| number.day);
    let few = daily_numbers::users_up_to(&mut connection, COUNTED_AT_ONCE + 1).await?;
    let users = match counted {
        _ if few <= COUNTED_AT_ONCE => few,
        Some(counted) => {
            let from = first_ordered_id(Prefix::AuditEntry, counted.counted_at);
            let end = first_ordered_id(Prefix::AuditEntry, now + DAY);
            let mut users = counted.amount;
            for (name, action) in OF_THE_LOG {
                let sign = match name {
                    "sign_ups" => 1,
                    "deletions" => -1,
                    _ => continue,
                };
                users += sign * daily_numbers::entries(&mut connection, action.as_str(), (&from, &end)).await?;
            }
            users
        }
        // Nobody has counted yet: that is seconds after the first start.
        None => daily_numbers::users(&mut connection).await?,
    };
    let active_users = (first..=today).map(|day| of(ACTIVE_USERS, day).map_or(0, |number| number.amount)).collect();
    let mut columns = columns.into_iter();
    let mut next = || columns.next().unwrap_or_default();
    let (sign_ups, deletions, sign_ins, failures) = (next(), next(), next(), next());
    // What was counted long before the day was over is not what there was at its end.
    let at_its_end = |number: &&DailyNumber| number.counted_at >= (number.day + 1) * DAY - 2 * SWEPT_EVERY;
    let counted = (first..today).map(|day| of(USERS, day).filter(at_its_end).map(|number| number.amount));
    let counted: Vec<Option<i64>> = counted.collect();
    let users_by_day = by_day(users, &counted, &sign_ups, &deletions);
    Ok(Numbers { today, users, users_by_day, sign_ups, sign_ins, active_users, failures })
}

/// How many there were on each day, the last of which is today; of the others, what was counted.
fn by_day(today: i64, counted: &[Option<i64>], came: &[i64], went: &[i64]) -> Vec<i64> {
    let mut backwards = vec![today];
    let mut there = today;
    // What happened on the day after each of them.
    let changes = came.iter().zip(went).skip(1).rev();
    for (counted, (came, went)) in counted.iter().rev().zip(changes) {
        there = counted.unwrap_or((there - came + went).max(0));
        backwards.push(there);
    }
    backwards.reverse();
    backwards
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_counted_follows_from_the_day_after_it() {
        let (came, went) = ([9, 5, 0, 2, 1], [9, 0, 3, 0, 0]);
        assert_eq!(by_day(10, &[None, None, None, None], &came, &went), [5, 10, 7, 9, 10]);
        assert_eq!(by_day(10, &[None, Some(20), None, None], &came, &went), [15, 20, 7, 9, 10]);
        assert_eq!(by_day(1, &[None, None, None, None], &came, &went)[0], 0, "nobody is less than nobody");
        assert_eq!(by_day(3, &[], &[3], &[0]), [3]);
    }
}
