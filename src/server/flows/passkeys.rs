//! The passkeys of whoever is signed in: how they come to be, what they are called, how they go.

use serde_json::Value;

use super::reverification::{self, Action};
use super::sign_in::passkey::{ANSWER_WITHIN, SEAL, offered};
use super::{Error, Outcome, Visitor, acting, commit, owner};
use crate::locale;
use crate::model::{ApiError, ErrorCode, Field, User};
use crate::server::crypto::{Prefix, Secret, new_id};
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::passkey::{Answer, NewUser, PasskeyError, new_user_handle};
use crate::server::store::StoreError;
use crate::server::store::passkey_challenges::{self, Challenge, Purpose};
use crate::server::store::passkeys::{self, NewPasskey};
use crate::server::vestibule::Inner;
use crate::server::{typed_name, user_agent};

/// How many passkeys a user may have.
const MOST: usize = 20;
/// How long a name may be, in characters.
const LONGEST_NAME: usize = 64;

fn refusal(code: ErrorCode) -> Error {
    ApiError::new(code).into()
}

/// What a person is told about a passkey that does not come to be; the log is told why.
fn told(error: &PasskeyError) -> Error {
    match error {
        PasskeyError::Unsupported => return refusal(ErrorCode::PasskeyNotSupported),
        PasskeyError::Exists => return refusal(ErrorCode::PasskeyAlreadyExists),
        _ => {}
    }
    tracing::info!(%error, "a passkey was not made");
    refusal(ErrorCode::PasskeyRegistrationFailed)
}

/// Asks a browser to make a passkey: gives what `navigator.credentials.create` takes.
pub async fn prepare(app: &Inner, visitor: &Visitor) -> Result<Value, Error> {
    let (known, _) = acting::find(app, visitor).await?;
    let factor = offered(app)?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let acting = acting::hold(app, &mut tx, visitor, &known, now).await?;
    reverification::require(app, &mut tx, &acting.session, Action::Passkeys, now).await?;
    let user = &acting.user;
    refuse_too_many(user)?;
    let handle = passkeys::user_handle(&mut tx, &user.id, &new_user_handle()).await?;
    let handle = handle.ok_or_else(|| refusal(ErrorCode::AuthenticationInvalid))?;
    let has = passkeys::credential_ids(&mut tx, &user.id).await?;
    let display_name = user.display_name();
    let name = user.primary_email_address().or(user.username.as_deref()).unwrap_or(&display_name);
    let new = NewUser { handle: &handle, name, display_name: &display_name, has: &has };
    let question = factor.ask_for_new(&new).map_err(|error| told(&error))?;
    let challenge = Challenge {
        hash: &question.challenge_hash,
        purpose: Purpose::Registration,
        asked: &acting.browser.id,
        user_id: Some(&user.id),
    };
    let state = app.key.seal(SEAL, &question.state);
    passkey_challenges::insert(&mut tx, &challenge, &state, now + ANSWER_WITHIN, now).await?;
    commit(tx).await?;
    Ok(question.options)
}

fn refuse_too_many(user: &User) -> Result<(), Error> {
    match user.passkeys.len() < MOST {
        true => Ok(()),
        false => Err(ApiError::new(ErrorCode::PasskeysQuotaExceeded).with_limit(MOST).into()),
    }
}

/// Keeps the passkey that a browser has made.
pub async fn create(app: &Inner, visitor: &Visitor, given: &Secret) -> Result<Outcome, Error> {
    let (known, session) = acting::find(app, visitor).await?;
    let factor = offered(app)?;
    // Before the question is used up.
    reverification::require(app, &mut *app.store.read().await?, &session, Action::Passkeys, app.clock.now()).await?;
    let answer = Answer::read(given).map_err(|error| told(&error))?;
    let user_id = session.user_id;
    let challenge = Challenge {
        hash: &answer.challenge_hash,
        purpose: Purpose::Registration,
        asked: &known.id,
        user_id: Some(&user_id),
    };
    let now = app.clock.now();
    // Whatever comes of it, it is asked once.
    let state = passkey_challenges::take(&mut *app.store.write_one().await?, &challenge, now).await?;
    let state = state.and_then(|sealed| app.key.open(SEAL, &sealed));
    let state = state.ok_or_else(|| refusal(ErrorCode::PasskeyRegistrationFailed))?;
    let made = factor.make(answer, &state).map_err(|error| told(&error))?;

    let mut tx = app.store.write().await?;
    let acting = acting::hold(app, &mut tx, visitor, &known, now).await?;
    reverification::require(app, &mut tx, &acting.session, Action::Passkeys, now).await?;
    if acting.user.id != user_id {
        return Err(refusal(ErrorCode::PasskeyRegistrationFailed));
    }
    refuse_too_many(&acting.user)?;
    let name = default_name(visitor.user_agent.as_deref(), &acting.user);
    let id = new_id(Prefix::Passkey, now);
    let new = NewPasskey {
        id: &id,
        user_id: &user_id,
        credential_id: &made.credential_id,
        credential: &made.credential,
        name: &name,
    };
    match passkeys::insert(&mut tx, &new, now).await {
        Err(StoreError::Exists(_)) => return Err(refusal(ErrorCode::PasskeyAlreadyExists)),
        other => other?,
    }
    let entry = AuditEntry::of(AuditAction::PasskeyAdded).with("passkey_id", id.as_str());
    owner::changed(app, &mut tx, &user_id, entry.with("name", name.as_str()), now).await?;
    let write = |sign_in: &str| delivery::passkey_added_mail(&name, sign_in);
    owner::notify(app, &mut tx, &acting.user, write, now).await?;
    acting.finish(app, tx).await
}

/// Gives a passkey another name.
pub async fn rename(app: &Inner, visitor: &Visitor, id: &str, name: &str) -> Result<Outcome, Error> {
    let (known, _) = acting::find(app, visitor).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let acting = acting::hold(app, &mut tx, visitor, &known, now).await?;
    let user = &acting.user;
    // Whose passkey it is comes before what it is to be called.
    if !user.passkeys.iter().any(|passkey| passkey.id == id) {
        return Err(refusal(ErrorCode::ResourceNotFound));
    }
    let name = read_name(name)?;
    if !passkeys::rename(&mut tx, id, &user.id, &name, now).await? {
        return Err(refusal(ErrorCode::ResourceNotFound));
    }
    let before = user.passkeys.iter().find(|passkey| passkey.id == id).map(|passkey| passkey.name.as_str());
    let entry = AuditEntry::of(AuditAction::PasskeyRenamed).with("passkey_id", id);
    owner::changed(app, &mut tx, &user.id, entry.changed("name", before, name), now).await?;
    acting.finish(app, tx).await
}

fn read_name(typed: &str) -> Result<String, ApiError> {
    let name = typed_name::seen(typed).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Name));
    }
    if name.chars().any(char::is_control) {
        return Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Name));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(ApiError::of(ErrorCode::FormParamMaxLengthExceeded, Field::Name).with_limit(LONGEST_NAME));
    }
    Ok(name)
}

/// Removes a passkey, unless nothing else would let its user in.
pub async fn remove(app: &Inner, visitor: &Visitor, id: &str) -> Result<Outcome, Error> {
    let (known, _) = acting::find(app, visitor).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let acting = acting::hold(app, &mut tx, visitor, &known, now).await?;
    reverification::require(app, &mut tx, &acting.session, Action::Passkeys, now).await?;
    let user = &acting.user;
    let passkey = user.passkeys.iter().find(|passkey| passkey.id == id);
    let passkey = passkey.ok_or_else(|| refusal(ErrorCode::ResourceNotFound))?;
    if !passkeys::remove(&mut tx, id, &user.id, app.settings.ways_in()).await? {
        return Err(refusal(ErrorCode::IdentificationDeletionFailed));
    }
    let entry = AuditEntry::of(AuditAction::PasskeyRemoved).with("passkey_id", id);
    owner::changed(app, &mut tx, &user.id, entry.with("name", passkey.name.as_str()), now).await?;
    let write = |sign_in: &str| delivery::passkey_removed_mail(&passkey.name, sign_in);
    owner::notify(app, &mut tx, user, write, now).await?;
    acting.finish(app, tx).await
}

/// What a new passkey is called: after the browser and the system that it was made on, as far as they say so.
fn default_name(agent: Option<&str>, user: &User) -> String {
    let agent = agent.unwrap_or_default();
    let name = match (user_agent::browser(agent), user_agent::system(agent)) {
        (Some(browser), Some(system)) => locale::passkeys::made_on(browser, system),
        _ => locale::passkeys::default_name().to_owned(),
    };
    let taken = |name: &str| user.passkeys.iter().any(|passkey| passkey.name == name);
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Passkey;

    #[test]
    fn a_name_is_one_line_of_some_length() {
        assert_eq!(read_name("  My \t phone\n").ok().as_deref(), Some("My phone"));
        assert_eq!(read_name(&"é".repeat(64)).ok(), Some("é".repeat(64)));
        for bad in ["", " \n ", "a\u{0}b", "\u{1b}[31m", &"x".repeat(65)] {
            assert!(read_name(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_new_passkey_is_called_after_where_it_was_made() {
        let mut user: User = serde_json::from_value(serde_json::json!({
            "id": "user_1", "email_addresses": [], "password_enabled": true, "created_at": 0, "updated_at": 0,
        }))
        .expect("a user");
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1";
        assert_eq!(default_name(Some(chrome), &user), "Chrome on Linux");
        assert_eq!(default_name(Some(safari), &user), "Safari on iPhone");
        assert_eq!(default_name(Some("curl/8"), &user), "Passkey");
        assert_eq!(default_name(None, &user), "Passkey");
        for number in 1..=3 {
            let name = default_name(Some(chrome), &user);
            assert_eq!(name, if number == 1 { "Chrome on Linux".into() } else { format!("Chrome on Linux {number}") });
            user.passkeys.push(Passkey { id: number.to_string(), name, created_at: 0, last_used_at: None });
        }
    }
}
