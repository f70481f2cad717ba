//! Numbers of days, for the dashboard: how many people there are, come, sign in, are there, and fail to get in.
//!
//! What happened on a day that is over does not change, so it is counted once, beside the requests; of today that is counted again
//! with each sweep. Whoever looks adds what the audit log has since, which is found by an index: the answer takes as long with a
//! million people as with ten.

use super::Error;
use crate::server::crypto::{HOUR, Prefix, first_ordered_id};
use crate::server::events::{AuditAction, EventType};
use crate::server::store::daily_numbers::{self, DailyNumber};
use crate::server::vestibule::Inner;

/// A day in milliseconds.
const DAY: i64 = 24 * HOUR;
/// As many days are counted, today among them.
pub const DAYS: i64 = 30;

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
const ACTIVE_USERS: &str = "active_users";

/// Numbers of the last [`DAYS`], today at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Today, in days since 1970.
    pub today: i64,
    /// How many people there are. Of more than [`COUNTED_AT_ONCE`], as many as were counted last, with those who came and without
    /// those who went since then, as the audit log has it.
    pub users: i64,
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
    let mut connection = app.store.write_one().await?;
    for number in &counted {
        daily_numbers::put(&mut connection, number).await?;
    }
    Ok(())
}

/// The numbers as they are now.
pub async fn read(app: &Inner) -> Result<Numbers, Error> {
    let now = app.clock.now();
    let today = now.div_euclid(DAY);
    let first = today - DAYS + 1;
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
    let (sign_ups, _, sign_ins, failures) = (next(), next(), next(), next());
    Ok(Numbers { today, users, sign_ups, sign_ins, active_users, failures })
}
