//! How often what may be tried, and what follows.
//!
//! | what | how often | then |
//! |-|-|-|
//! | passwords of one account | 5 | a wait of one minute that doubles with every failure, up to an hour; none after 100 failures within 30 days; ended by a success |
//! | codes sent to one address | 10 in an hour | none before the hour is over |
//! | codes that one account has sent to addresses and numbers that it adds | 10 in an hour | none before the hour is over |
//! | codes typed for one address | 10 in an hour, over all codes; 5 for one code | none before the hour is over |
//! | codes typed for one address without a right one in between | 100 within 30 days, over all codes | none before they are over |
//! | second factors of one account | 10 in an hour, over all of them; 5 in one sign-in or reverification; 100 within 30 days without a right one in between | none before the time is over |
//! | text messages to one number | 5 in an hour | none before the hour is over |
//! | test text messages of operators, to one number; in all | 5 in an hour, counted apart; 10 in an hour | none before the hour is over |
//! | text messages that one address has sent at sign-up | 5 in an hour | none before the hour is over |
//! | any of these for an account, on a browser on which it was signed in before | the same, counted apart | so a stranger who locks an account does not lock its owner out |
//! | text messages that one network address asks for | a setting, 20 in an hour | none before the hour is over |
//! | text messages to anyone | a setting, 1000 in an hour | none before the hour is over |
//! | pictures that one account uploads | 20 in an hour | none before the hour is over |
//! | pictures that one account uploads at once | 2 | the others wait |
//! | API keys that one person makes, of their own and of organizations | 50 in an hour | none before the hour is over |
//! | entries of the audit log about tries that failed, at one account; by one network, at nobody's | 50 in an hour; 20 in an hour; one of a lock | the tries are answered as before |
//! | waitlist entries of one address | 5 in an hour | none before the hour is over |
//! | invitations that people make to one organization | 250 in an hour | none before the hour is over |
//! | invitations to any organization that people send to one address | 10 in an hour | none before the hour is over |
//! | codes for domains that people have sent for one organization, and those that one person has sent | 20 in an hour | none before the hour is over |
//! | codes for domains sent to one address | 5 in an hour | none before the hour is over |
//! | codes for domains typed by one person, and those typed for one address and organization | as for codes typed for one address, counted apart | none before that is over |
//! | codes typed for one domain by whoever has no proven address there, for whichever address | 20 in a day | none before the day is over |
//! | waitlist entries from one network address | 20 in an hour | none before the hour is over |
//! | sign-ups without proof of work, where that is asked for, from one network address and in all | settings, 3 and 30 in an hour | none before the hour is over |
//! | forms from one network address | a setting, 120 in a minute | a wait of some seconds |

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::{Error, Visitor};
use crate::model::{ApiError, ErrorCode};
use crate::server::crypto::{HOUR, MINUTE};
use crate::server::store::Connection;
use crate::server::store::clients::ClientRow;
use crate::server::store::limits::{Rule, Taken, clear, take};
use crate::server::vestibule::Inner;

/// Passwords of one account.
pub const PASSWORD: Rule = Rule { free: 5, window: 30 * 24 * HOUR, first_wait: MINUTE, longest_wait: HOUR, most: 100 };
/// Codes sent to one address.
pub const CODES_SENT: Rule = Rule::per(10, HOUR);
/// Waitlist entries of one address: each may be mailed to.
pub const WAITLIST: Rule = Rule::per(5, HOUR);
/// Waitlist entries from one network address.
pub const WAITLIST_OF_NETWORK: Rule = Rule::per(20, HOUR);
/// Invitations that people make to one organization, and those that one person makes.
pub const ORGANIZATION_INVITATIONS: Rule = Rule::per(250, HOUR);
/// Invitations to any organization that people send to one address.
pub const ORGANIZATION_INVITATIONS_TO: Rule = Rule::per(10, HOUR);
/// Codes for domains that people have sent for one organization, and those that one person has sent.
pub const ORGANIZATION_DOMAIN_CODES: Rule = Rule::per(20, HOUR);
/// Codes for domains sent to one address. Counted apart from those with which people sign in, so that nobody's are used up.
pub const ORGANIZATION_DOMAIN_CODES_TO: Rule = Rule::per(5, HOUR);
/// Codes typed for one domain by whoever has no proven address there.
const ORGANIZATION_DOMAIN_GUESSES: Rule = Rule::per(20, 24 * HOUR);
/// API keys that one person makes: whoever revokes each makes no more of them, and of mails, than anyone else.
pub const API_KEYS: Rule = Rule::per(50, HOUR);
/// Codes typed for one address.
pub const CODES_TYPED: Rule = Rule::per(10, HOUR);
/// Codes typed for one address, all of them wrong.
pub const CODES_FAILED: Rule = Rule::per(100, 30 * 24 * HOUR);

/// Forms from one network address, counted in this process.
#[derive(Debug)]
pub struct AddressLimiter {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl AddressLimiter {
    /// So many per minute, all of which may come at once.
    pub fn new(per_minute: NonZeroU32) -> Self {
        Self { limiter: RateLimiter::keyed(Quota::per_minute(per_minute)), clock: DefaultClock::default() }
    }

    /// Counts a form, or refuses it.
    pub fn check(&self, visitor: &Visitor) -> Result<(), ApiError> {
        self.limiter.check_key(&network_of(visitor)).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            ApiError::new(ErrorCode::TooManyRequests)
                .with_retry_after_ms(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
        })
    }

    /// Forgets addresses that have been quiet.
    pub fn forget_idle(&self) {
        self.limiter.retain_recent();
    }
}

/// The network that someone comes from. Whoever cannot be told apart is counted together.
pub fn network_of(visitor: &Visitor) -> IpAddr {
    network(visitor.ip)
}

/// The network of an address. Whoever has one IPv6 address has 2^64 of them.
pub fn network(ip: Option<IpAddr>) -> IpAddr {
    match ip.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)).to_canonical() {
        IpAddr::V6(v6) => {
            let s = v6.segments();
            IpAddr::V6(Ipv6Addr::new(s[0], s[1], s[2], s[3], 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

/// The key under which tries are counted: it cannot be read back.
pub fn key(app: &Inner, what: &str, whom: &[&str]) -> String {
    app.key.mac(&format!("limit:{what}"), whom)
}

/// The key under which the tries at one person are counted. Those from a browser on which they were signed in before are
/// counted apart.
pub fn key_of_person(app: &Inner, what: &str, whom: &str, familiar: Option<&ClientRow>) -> String {
    match familiar {
        Some(browser) => key(app, what, &[whom, &browser.id]),
        None => key(app, what, &[whom]),
    }
}

/// Counts a try, or refuses it with a code.
pub async fn take_or_refuse(
    connection: &mut Connection,
    key: &str,
    rule: Rule,
    refusal: ErrorCode,
    now: i64,
) -> Result<Result<(), ApiError>, Error> {
    Ok(match take(connection, key, rule, now).await? {
        Taken::Allowed { .. } => Ok(()),
        Taken::Refused { until } => Err(ApiError::new(refusal).with_retry_after_ms(until - now)),
    })
}

/// Counts a try at a code that was sent to someone, whichever code it is, or refuses it. `person` is their address, and
/// the browser that is asking if they were signed in on it before.
pub async fn take_code_try(
    app: &Inner,
    connection: &mut Connection,
    person: (&str, Option<&ClientRow>),
    now: i64,
) -> Result<Result<(), ApiError>, Error> {
    for (what, rule) in CODE_TRIES {
        let key = key_of_person(app, what, person.0, person.1);
        if let Err(refusal) = take_or_refuse(connection, &key, rule, ErrorCode::TooManyRequests, now).await? {
            return Ok(Err(refusal));
        }
    }
    Ok(Ok(()))
}

/// The key under which tries at codes are counted that were sent to someone.
pub fn key_of_code_tries(app: &Inner, (whom, browser): (&str, Option<&ClientRow>)) -> String {
    key_of_person(app, CODE_TRIES[0].0, whom, browser)
}

/// Forgets the tries at codes that were sent to someone, after a right one.
pub async fn clear_code_tries(
    app: &Inner,
    connection: &mut Connection,
    person: (&str, Option<&ClientRow>),
) -> Result<(), Error> {
    for (what, _) in CODE_TRIES {
        clear(connection, &key_of_person(app, what, person.0, person.1)).await?;
    }
    Ok(())
}

/// Counts a guess at the code for a domain by someone who has no proven address there, or refuses it.
pub async fn take_domain_guess(
    app: &Inner,
    connection: &mut Connection,
    domain: &str,
    now: i64,
) -> Result<Result<(), ApiError>, Error> {
    let key = key(app, DOMAIN_GUESSES, &[domain]);
    take_or_refuse(connection, &key, ORGANIZATION_DOMAIN_GUESSES, ErrorCode::TooManyRequests, now).await
}

/// Forgets those guesses, after a right code.
pub async fn clear_domain_guesses(app: &Inner, connection: &mut Connection, domain: &str) -> Result<(), Error> {
    Ok(clear(connection, &key(app, DOMAIN_GUESSES, &[domain])).await?)
}

/// Forgets the wrong passwords and second factors that were tried at an account, those on its owner's own browsers too.
pub async fn forget_tries_at(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    browsers: &[String],
) -> Result<(), Error> {
    forget(app, connection, &["password", "codes_typed", "codes_failed"], user_id, browsers).await
}

/// The same of the passwords alone: whoever has another password is not let guess at the second factor once more.
pub async fn forget_passwords_at(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    browsers: &[String],
) -> Result<(), Error> {
    forget(app, connection, &["password"], user_id, browsers).await
}

async fn forget(
    app: &Inner,
    connection: &mut Connection,
    tries: &[&str],
    user_id: &str,
    browsers: &[String],
) -> Result<(), Error> {
    for what in tries {
        clear(connection, &key(app, what, &[user_id])).await?;
        for browser in browsers {
            clear(connection, &key(app, what, &[user_id, browser])).await?;
        }
    }
    Ok(())
}

const DOMAIN_GUESSES: &str = "organization_domain_guesses";
const CODE_TRIES: [(&str, Rule); 2] = [("codes_typed", CODES_TYPED), ("codes_failed", CODES_FAILED)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_counted_as_one() {
        let limiter = AddressLimiter::new(NonZeroU32::new(2).expect("not zero"));
        let from = |ip: &str| Visitor { ip: ip.parse().ok(), ..Visitor::default() };
        assert!(limiter.check(&from("2001:db8::1")).is_ok());
        assert!(limiter.check(&from("2001:db8::2")).is_ok());
        let refused = limiter.check(&from("2001:db8::ffff:3")).expect_err("is refused");
        assert!(refused.meta.retry_after.is_some_and(|seconds| seconds > 0));
        assert!(limiter.check(&from("2001:db8:0:1::1")).is_ok());
        assert!(limiter.check(&from("::ffff:192.0.2.1")).is_ok());
        assert!(limiter.check(&from("192.0.2.1")).is_ok());
        assert!(limiter.check(&from("192.0.2.1")).is_err());
    }
}
