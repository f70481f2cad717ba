//! Where pictures would be kept: whether that may be said while a server runs, and whether they can be kept there.

use super::SettingChangeError;
use crate::server::avatars::{Avatars, PlaceError};
use crate::server::delivery::webhooks::{Guard, Refused};
use crate::server::settings::Settings;

/// As much is told of why that is not so, in letters.
const LONGEST_REASON: usize = 400;

/// Keeps one there, reads it and takes it away again; nothing is asked of a service that is not for everyone.
pub async fn try_out(old: &Settings, new: &Settings, avatars: &Avatars) -> Result<(), SettingChangeError> {
    let endpoint = &new.storage.endpoint;
    if !endpoint.is_empty() && *endpoint != old.storage.endpoint {
        Guard::new(false).look_up(endpoint).await.map_err(|why| is_not_for_us(&why))?;
    }
    avatars.try_out().await.map_err(|error| cannot_be_kept(&error))
}

/// What listens on the machine itself, or beside it, answers whoever asks from there: only who runs the machine says so.
fn is_not_for_us(why: &Refused) -> SettingChangeError {
    let from_where = match why {
        Refused::Address(_) => "; while a server runs nothing else is said, but in Leptos.toml, with a start",
        _ => "",
    };
    SettingChangeError::Refused(vec![format!("storage.endpoint: {why}{from_where}")])
}

/// That pictures cannot be kept where they would be, and why, in one line.
fn cannot_be_kept(error: &PlaceError) -> SettingChangeError {
    let told = error.to_string();
    let why = answer(&told).unwrap_or_else(|| {
        // Without the name of the setting, which stands in front of the whole.
        let why = told.split_once(": ").map_or(told.as_str(), |(_, why)| why);
        let why: String = why.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_REASON).collect();
        why.replace(char::is_control, " ")
    });
    SettingChangeError::Refused(vec![format!("storage.url: a picture could not be kept there and read again: {why}")])
}

/// What a service has answered, if one has: its status and the name that S3 has for the mistake. What else it says may be anything,
/// for it need not be S3 that is there.
fn answer(told: &str) -> Option<String> {
    let (_, answer) = told.split_once("Server returned ")?;
    let status = answer.strip_prefix("non-2xx status code: ").map(|status| {
        let status: String = status.chars().take_while(char::is_ascii_digit).take(3).collect();
        format!(" {status}")
    });
    let code = answer.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    let code = code
        .map(|(code, _)| code)
        .filter(|code| (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
    Some(format!("the service answered{}{code}", status.unwrap_or_else(|| " that it failed".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_answer_the_status_and_the_code_are_told() {
        let xml =
            "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><Message>internal stuff</Message></Error>";
        let of = |told: &str| answer(&format!("storage: The operation lacked the necessary privileges: {told}"));
        for (told, expected) in [
            (
                format!(
                    "Error performing PUT http://x in 5ms - Server returned non-2xx status code: 403 Forbidden: {xml}"
                ),
                "the service answered 403 (SignatureDoesNotMatch)",
            ),
            (
                "Server returned non-2xx status code: 500 Internal Server Error: internal stuff".to_owned(),
                "the service answered 500",
            ),
            (
                "Server returned non-2xx status code: 400 Bad Request: <Code>internal stuff</Code>".to_owned(),
                "the service answered 400",
            ),
            (
                format!("Server returned error response: {xml}"),
                "the service answered that it failed (SignatureDoesNotMatch)",
            ),
        ] {
            assert_eq!(of(&told).as_deref(), Some(expected));
        }
        assert_eq!(of("error sending request"), None);
    }
}
