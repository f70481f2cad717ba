use axum::Form;
use axum::extract::Path;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::markup::{Markup, paragraph, tag};
use super::super::metadata::Refused as RefusedMetadata;
use super::super::operator::{Answer, Instead, Operator, is_id, not_found, refusal};
use super::super::page::{Section, copied, page};
use super::super::typed::refusing;
use super::detail::{Asked, Refused, show_with, word_of};
use super::path;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::crypto::Secret;
use crate::server::flows::Error;
use crate::server::flows::account::Contact;
use crate::server::flows::actor_tokens::NewActorToken;
use crate::server::flows::metadata;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::user_contacts::ContactChange;
use crate::server::flows::user_update::UserUpdate;
use crate::server::flows::users::Account;

/// What is done to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Profile,
    Metadata,
    Ban,
    Unban,
    Lock,
    Unlock,
    ResetMfa,
    RevokeSession,
    RevokeSessions,
    AddContact(Contact),
    RemoveContact(Contact),
    PrimaryContact(Contact),
    VerifyContact(Contact),
    Disconnect,
    RemovePasskey,
    SetPassword,
    RemovePassword,
    RemoveImage,
    Impersonate,
    Delete,
}

impl Action {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "profile" => Self::Profile,
            "metadata" => Self::Metadata,
            "ban" => Self::Ban,
            "unban" => Self::Unban,
            "lock" => Self::Lock,
            "unlock" => Self::Unlock,
            "reset_mfa" => Self::ResetMfa,
            "revoke_session" => Self::RevokeSession,
            "revoke_sessions" => Self::RevokeSessions,
            "add_email" => Self::AddContact(Contact::EmailAddress),
            "remove_email" => Self::RemoveContact(Contact::EmailAddress),
            "primary_email" => Self::PrimaryContact(Contact::EmailAddress),
            "verify_email" => Self::VerifyContact(Contact::EmailAddress),
            "add_phone" => Self::AddContact(Contact::PhoneNumber),
            "remove_phone" => Self::RemoveContact(Contact::PhoneNumber),
            "primary_phone" => Self::PrimaryContact(Contact::PhoneNumber),
            "verify_phone" => Self::VerifyContact(Contact::PhoneNumber),
            "disconnect" => Self::Disconnect,
            "remove_passkey" => Self::RemovePasskey,
            "set_password" => Self::SetPassword,
            "remove_password" => Self::RemovePassword,
            "remove_image" => Self::RemoveImage,
            "impersonate" => Self::Impersonate,
            "delete" => Self::Delete,
            _ => return None,
        })
    }

    /// Who may do it.
    const fn needs(self) -> OperatorRole {
        match self {
            // Whoever says whose something is, or sets a password, may come in by it: that is as much as to act as the user.
            Self::Impersonate | Self::Delete | Self::VerifyContact(_) | Self::SetPassword | Self::RemovePassword => {
                OperatorRole::Admin
            }
            _ => OperatorRole::Support,
        }
    }

    /// Whether operators may do it to themselves: it keeps nobody out, and lets nobody in.
    const fn is_for_oneself(self) -> bool {
        matches!(self, Self::Profile | Self::Metadata | Self::RevokeSession | Self::RemoveImage)
    }

    /// Whether it asks for a proof of late: it lets somebody else in, or takes away what cannot be given back.
    const fn is_dangerous(self) -> bool {
        match self {
            Self::Impersonate
            | Self::Delete
            | Self::ResetMfa
            | Self::AddContact(_)
            | Self::RemoveContact(_)
            | Self::PrimaryContact(_)
            | Self::VerifyContact(_)
            | Self::Disconnect
            | Self::RemovePasskey
            | Self::SetPassword
            | Self::RemovePassword => true,
            Self::Profile
            | Self::Metadata
            | Self::Ban
            | Self::Unban
            | Self::Lock
            | Self::Unlock
            | Self::RevokeSession
            | Self::RevokeSessions
            | Self::RemoveImage => false,
        }
    }
}

/// What is typed. Each action has some of it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    confirmation: String,
    first_name: String,
    last_name: String,
    username: String,
    external_id: String,
    public_metadata: String,
    private_metadata: String,
    unsafe_metadata: String,
    session_id: String,
    email_address: String,
    email_address_id: String,
    phone_number: String,
    phone_number_id: String,
    external_account_id: String,
    passkey_id: String,
    password: String,
    verified: Option<String>,
}

/// Does it, and leads back to the user's page.
pub async fn act(operator: Operator, Path((id, action)): Path<(String, String)>, Form(typed): Form<Typed>) -> Answer {
    let action = Action::parse(&action).ok_or_else(not_found)?;
    let ids = [&typed.passkey_id, &typed.email_address_id, &typed.phone_number_id, &typed.external_account_id];
    if !is_id(&id) || !ids.into_iter().all(|id| is_id(id)) {
        return Err(not_found());
    }
    match action.is_for_oneself() && id == operator.session.user_id() {
        true => operator.require(action.needs())?,
        false => operator.require_over(action.needs(), &id).await?,
    }
    let back = path(&id);
    if action.is_dangerous() {
        operator.require_proof(&back).await?;
    }
    let users = operator.app.users();
    match action {
        Action::Profile => change_profile(&operator, &id, typed).await,
        Action::Metadata => change_metadata(&operator, &id, typed).await,
        Action::Ban => operator.answer("users/ban", users.ban(&id).await, &back),
        Action::Unban => operator.answer("users/unban", users.unban(&id).await, &back),
        Action::Lock => operator.answer("users/lock", users.lock(&id).await, &back),
        Action::Unlock => operator.answer("users/unlock", users.unlock(&id).await, &back),
        Action::ResetMfa => {
            if !confirmed(&operator, &id, &typed).await? {
                return Ok(unconfirmed(&operator, "users/reset_mfa", &back));
            }
            operator.answer("users/reset_mfa", operator.app.reset_mfa(&id).await, &back)
        }
        Action::RevokeSession => {
            let sessions = operator.app.sessions();
            // Of this user, and of nobody else: who they are was looked at.
            let session = sessions.get(&typed.session_id).await?.filter(|session| session.user_id == id);
            let session = session.ok_or_else(not_found)?;
            operator.answer("users/revoke_session", sessions.revoke(&session.id).await, &back)
        }
        Action::RevokeSessions => {
            let ended = operator.app.sessions().revoke_all(&id).await;
            operator.answer("users/revoke_sessions", ended, &back)
        }
        Action::AddContact(contact) => add_contact(&operator, &id, contact, typed).await,
        Action::RemoveContact(contact) => {
            let own = own_contact(&operator, &id, contact, &typed).await?;
            let removed = users.delete_contact(contact, &own).await;
            operator.answer(form(contact, "users/remove_email", "users/remove_phone"), removed, &back)
        }
        Action::PrimaryContact(contact) => {
            let own = own_contact(&operator, &id, contact, &typed).await?;
            let change = ContactChange { primary: true, ..ContactChange::default() };
            let changed = users.update_contact(contact, &own, change).await;
            operator.answer(form(contact, "users/primary_email", "users/primary_phone"), changed, &back)
        }
        Action::VerifyContact(contact) => {
            let own = own_contact(&operator, &id, contact, &typed).await?;
            let change = ContactChange { verified: Some(true), ..ContactChange::default() };
            let changed = users.update_contact(contact, &own, change).await;
            operator.answer(form(contact, "users/verify_email", "users/verify_phone"), changed, &back)
        }
        Action::Disconnect => {
            let gone = users.delete_external_account(&id, &typed.external_account_id).await;
            operator.answer("users/disconnect", gone, &back)
        }
        Action::RemovePasskey => {
            let account = users.get(&id).await?.ok_or_else(not_found)?;
            let passkey = account.user.passkeys.iter().find(|passkey| passkey.id == typed.passkey_id);
            if typed.confirmation.trim() != passkey.ok_or_else(not_found)?.name.trim() {
                return Ok(unconfirmed(&operator, "users/remove_passkey", &back));
            }
            operator.answer("users/remove_passkey", users.delete_passkey(&id, &typed.passkey_id).await, &back)
        }
        Action::SetPassword => match set_password(&operator, &id, typed).await {
            Ok(_) => operator.answer("users/set_password", Ok(()), &back),
            Err(error) => refuse(&operator, &id, Refused::Password(refusal(error)?)).await,
        },
        Action::RemovePassword => {
            if !confirmed(&operator, &id, &typed).await? {
                return Ok(unconfirmed(&operator, "users/remove_password", &back));
            }
            operator.answer("users/remove_password", users.remove_password(&id, true).await, &back)
        }
        Action::RemoveImage => {
            if !confirmed(&operator, &id, &typed).await? {
                return Ok(unconfirmed(&operator, "users/remove_image", &back));
            }
            operator.answer("users/remove_image", users.delete_profile_image(&id).await, &back)
        }
        Action::Impersonate => impersonate(&operator, &id, &back).await,
        Action::Delete => {
            if !confirmed(&operator, &id, &typed).await? {
                return Ok(unconfirmed(&operator, "users/delete", &back));
            }
            let deleted = users.delete(&id).await;
            let to = if deleted.is_ok() { Section::Users.path() } else { back.as_str() };
            operator.answer("users/delete", deleted, to)
        }
    }
}

fn profile(typed: &Typed) -> UserUpdate {
    let given = |text: &str| Some(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
    UserUpdate {
        first_name: given(&typed.first_name),
        last_name: given(&typed.last_name),
        username: given(&typed.username),
        external_id: given(&typed.external_id),
        ..UserUpdate::default()
    }
}

async fn change_profile(operator: &Operator, id: &str, typed: Typed) -> Answer {
    match operator.app.users().update(id, profile(&typed)).await {
        Ok(_) => operator.answer("users/profile", Ok(()), &path(id)),
        Err(error) => {
            let wrong = refusal(error)?;
            let typed = [typed.first_name, typed.last_name, typed.username, typed.external_id];
            refuse(operator, id, Refused::Profile { typed, wrong }).await
        }
    }
}

/// The page once more, with what was typed and cannot be kept.
async fn refuse(operator: &Operator, id: &str, refused: Refused) -> Answer {
    Ok(refusing(show_with(operator, id, &Asked::default(), Some(refused)).await?))
}

async fn add_contact(operator: &Operator, id: &str, contact: Contact, typed: Typed) -> Answer {
    let is_known = typed.verified.is_some();
    let verified = is_known && operator.may(OperatorRole::Admin);
    let change = ContactChange { verified: Some(verified), ..ContactChange::default() };
    let typed = match contact {
        Contact::EmailAddress => typed.email_address,
        Contact::PhoneNumber => typed.phone_number,
    };
    match operator.app.users().create_contact(contact, id, typed.trim(), change).await {
        Ok(_) => operator.answer(form(contact, "users/add_email", "users/add_phone"), Ok(()), &path(id)),
        Err(error) => {
            let wrong = refusal(error)?;
            refuse(operator, id, Refused::Contact { contact, typed, is_known, wrong }).await
        }
    }
}

/// An object in JSON, as it was typed, if it can be kept as metadata; else what is wrong with it.
pub fn object(typed: &str) -> Result<Map<String, Value>, String> {
    match typed.trim() {
        "" => Ok(Map::new()),
        typed => match serde_json::from_str(typed) {
            Ok(Value::Object(object)) if metadata::text(&object).is_err() => {
                Err(format!("is longer than {} bytes", metadata::MOST_BYTES))
            }
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err("is not an object: it begins with { and ends with }".to_owned()),
            Err(error) => Err(format!("line {}, column {}: {error}", error.line(), error.column())),
        },
    }
}

async fn change_metadata(operator: &Operator, id: &str, typed: Typed) -> Answer {
    let texts = [typed.public_metadata, typed.private_metadata, typed.unsafe_metadata];
    let read = [&texts[0], &texts[1], &texts[2]].map(|text| object(text));
    let (public, private, unsafe_metadata) = match read {
        [Ok(public), Ok(private), Ok(unsafe_metadata)] => (public, private, unsafe_metadata),
        read => {
            let refused = Refused::Metadata(RefusedMetadata { typed: texts, why: read.map(Result::err) });
            return refuse(operator, id, refused).await;
        }
    };
    let users = operator.app.users();
    let changed = users.replace_metadata(id, Some(public), Some(private), Some(unsafe_metadata)).await;
    operator.answer("users/metadata", changed, &path(id))
}

/// Whether they typed what they were asked to.
async fn confirmed(operator: &Operator, id: &str, typed: &Typed) -> Result<bool, Instead> {
    let account = operator.app.users().get(id).await?.ok_or_else(not_found)?;
    Ok(typed.confirmation.trim() == word_of(&account))
}

fn unconfirmed(operator: &Operator, form: &str, back: &str) -> axum::response::Response {
    operator.lead_with(form, ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Confirmation).into(), back)
}

/// What it is called that was done to an address or a number.
const fn form(contact: Contact, email: &'static str, phone: &'static str) -> &'static str {
    match contact {
        Contact::EmailAddress => email,
        Contact::PhoneNumber => phone,
    }
}

/// An address or number of this user, and of nobody else.
async fn own_contact(operator: &Operator, id: &str, contact: Contact, typed: &Typed) -> Result<String, Instead> {
    let named = match contact {
        Contact::EmailAddress => &typed.email_address_id,
        Contact::PhoneNumber => &typed.phone_number_id,
    };
    let found = operator.app.users().contact(contact, named).await?;
    Ok(found.filter(|found| found.user.id == id).ok_or_else(not_found)?.id)
}

/// Whoever knew the one before is out.
async fn set_password(operator: &Operator, id: &str, typed: Typed) -> Result<Account, Error> {
    if typed.password.is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Password).into());
    }
    let password = Some(Secret::new(typed.password));
    let update = UserUpdate { password, sign_out_of_other_sessions: true, ..UserUpdate::default() };
    operator.app.users().update(id, update).await
}

/// Shows the link by which the operator acts as a user: once, and in another window, where their own session goes on.
async fn impersonate(operator: &Operator, id: &str, back: &str) -> Answer {
    let new = NewActorToken::of(operator.session.user_id(), id);
    let made = match operator.app.actor_tokens().create(&new).await {
        Ok(made) => made,
        Err(error) => return operator.answer("users/impersonate", Err::<(), _>(error), back),
    };
    let url = made.url.as_ref().map_or("", |url| url.expose());
    let main = Markup::from([
        paragraph(
            "Open this link in a private window: here it would end your own session. It is good once, within an hour. What you \
             do is noted as yours, every page says in whose place you act, and nothing that lets the user in can be changed.",
        ),
        copied(url),
        paragraph(tag("a").with("href", back).holds("Back to the user")),
    ]);
    Ok(page(operator, Section::Users, "Act as this user", main))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_an_object() {
        assert!(object("").expect("is empty").is_empty());
        assert_eq!(object(" {\"plan\": \"gold\"} ").expect("is one")["plan"], "gold");
        assert!(object("[1]").expect_err("is none").contains("object"));
        assert!(object("{\n  \"plan\": gold\n}").expect_err("is none").starts_with("line 2"));
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(metadata::MOST_BYTES));
        assert_eq!(object(&long).expect_err("is too long"), "is longer than 8192 bytes");
    }

    #[test]
    fn what_lets_others_in_asks_for_a_proof() {
        for name in [
            "impersonate",
            "delete",
            "reset_mfa",
            "add_email",
            "remove_email",
            "primary_email",
            "verify_email",
            "add_phone",
            "remove_phone",
            "primary_phone",
            "verify_phone",
            "disconnect",
            "remove_passkey",
            "set_password",
            "remove_password",
        ] {
            assert!(Action::parse(name).is_some_and(Action::is_dangerous), "{name}");
        }
        assert_eq!(Action::parse("promote"), None);
    }
}
