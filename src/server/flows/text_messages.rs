//! How many text messages are sent. Each costs, and whoever has them sent to dear numbers is paid for it: so they are
//! counted by number, by network address and all together.

use super::{Error, Visitor, limits};
use crate::model::{ApiError, ErrorCode};
use crate::server::crypto::HOUR;
use crate::server::store::clients::ClientRow;
use crate::server::store::limits::Rule;
use crate::server::store::{Connection, limits as counts};
use crate::server::vestibule::Inner;

/// Text messages to one number; those by which it is tried out whether any arrives are counted apart.
const TO_ONE_NUMBER: Rule = Rule::per(5, HOUR);

/// Text messages by which operators try out whether any arrives, all of them together.
const TRIALS: Rule = Rule::per(10, HOUR);

/// Text messages that one proven address has sent at sign-up, to whichever numbers.
const OF_ONE_ADDRESS: Rule = Rule::per(5, HOUR);

/// Counts a message that someone who has proven an address wants sent at sign-up, or refuses it: one address is no licence to
/// have messages sent to ever other numbers.
pub async fn take_for_address(app: &Inner, connection: &mut Connection, address: &str, now: i64) -> Result<(), Error> {
    let key = limits::key(app, "texts_of_address", &[address]);
    Ok(limits::take_or_refuse(connection, &key, OF_ONE_ADDRESS, ErrorCode::TooManyRequests, now).await??)
}

/// Counts a message that someone who has proven nothing at all wants sent, or refuses it: of all messages they have half
/// together, so that whoever wastes them keeps nobody from coming in.
pub async fn take_unproven(app: &Inner, connection: &mut Connection, now: i64) -> Result<(), Error> {
    let key = limits::key(app, "texts_unproven", &[]);
    let rule = Rule::per((app.settings.sms.per_hour / 2).max(1), HOUR);
    Ok(limits::take_or_refuse(connection, &key, rule, ErrorCode::TooManyRequests, now).await??)
}

/// Counts a message to a number, or refuses it. `familiar` is the browser that is asking, if the number's owner was signed
/// in on it before.
///
/// Whoever asks for a message to someone who cannot be reached is counted and refused like everyone else, so that the
/// answer tells nothing. But nothing `is_sent` then, so they use up nothing of what all have together.
pub async fn take(
    app: &Inner,
    connection: &mut Connection,
    visitor: &Visitor,
    (number, familiar): (&str, Option<&ClientRow>),
    is_sent: bool,
    now: i64,
) -> Result<(), Error> {
    let settings = &app.settings.sms;
    let refusal = ErrorCode::TooManyRequests;
    let key = limits::key_of_person(app, "texts_to_number", number, familiar);
    limits::take_or_refuse(connection, &key, TO_ONE_NUMBER, refusal, now).await??;
    let network = limits::network_of(visitor).to_string();
    let key = limits::key(app, "texts_from_network", &[&network]);
    let rule = Rule::per(settings.per_network_per_hour, HOUR);
    limits::take_or_refuse(connection, &key, rule, refusal, now).await??;
    let (key, rule) = (limits::key(app, "texts", &[]), Rule::per(settings.per_hour, HOUR));
    if is_sent {
        return Ok(limits::take_or_refuse(connection, &key, rule, refusal, now).await??);
    }
    match counts::used_up_until(connection, &key, rule, now).await? {
        Some(until) => Err(ApiError::new(refusal).with_retry_after_ms(until - now).into()),
        None => Ok(()),
    }
}

/// Counts a message by which an operator tries out whether any arrives, or refuses it. It is one of those that all have together, but
/// none of those to its number: whoever has that still gets every code.
pub async fn take_trial(app: &Inner, connection: &mut Connection, number: &str, now: i64) -> Result<(), Error> {
    let of_all = Rule::per(app.settings.sms.per_hour, HOUR);
    for (key, rule) in [
        (limits::key(app, "texts_tried_out", &[]), TRIALS),
        (limits::key(app, "texts_tried_out_to_number", &[number]), TO_ONE_NUMBER),
        (limits::key(app, "texts", &[]), of_all),
    ] {
        limits::take_or_refuse(connection, &key, rule, ErrorCode::TooManyRequests, now).await??;
    }
    Ok(())
}
