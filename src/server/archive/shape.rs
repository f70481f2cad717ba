//! Between what stands in the tables and what stands in a line. What follows from the rest of a line is not in it, and what is
//! sealed in the tables is open in it.

use serde_json::Value;

use super::Keys;
use crate::model::Actor;
use crate::server::crypto::password_digest::{DigestKind, ForeignDigest};
use crate::server::crypto::{InstanceKey, Prefix, first_ordered_id, is_ordered_id, password_hash};
use crate::server::events::AuditAction;
use crate::server::factors::oauth::Tokens;
use crate::server::factors::passkey;
use crate::server::factors::totp::Totp;
use crate::server::flows::external_sign_up::{open_tokens, seal_tokens};
use crate::server::flows::{identifier, username};
use crate::server::phone_number;
use crate::server::store::archive::{Object, Record, id_of};
use crate::server::store::organization_invitations;
use crate::server::vestibule::Inner;

/// What of a record cannot be opened: it was sealed with another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed(pub &'static str);

/// Makes what stands in the tables what stands in a line.
///
/// # Errors
/// When something was sealed with another key than this instance's.
pub fn open(app: &Inner, keys: &Keys, object: &Object, record: &mut Record) -> Result<(), Sealed> {
    let owner = id_of(record).to_owned();
    if object.name == "user" {
        open_password(record);
    }
    for part in object.parts {
        for row in part.rows_mut(record).unwrap_or_default() {
            match part.name {
                "identifiers" | "unverified_identifiers" => open_identifier(row),
                "external_accounts" => {
                    let sealed = take_text(row, "sealed_tokens").unwrap_or_default();
                    let tokens = open_tokens(app, &sealed).and_then(|tokens| serde_json::to_value(tokens).ok());
                    row.insert("tokens".into(), tokens.ok_or(Sealed("a provider's tokens"))?);
                    row.remove("approved_scopes");
                }
                "totp" => {
                    let sealed = take_text(row, "sealed_secret").unwrap_or_default();
                    let totp = Totp::open(app, &owner, &sealed, "").map_err(|_| Sealed("the authenticator app"))?;
                    row.insert("secret".into(), totp.base32().expose().into());
                }
                "backup_codes" => {
                    row.entry("key_id").or_insert_with(|| keys.own_id.clone().into());
                }
                "domains" => drop(row.remove("verified_name")),
                _ => {}
            }
            row.sort_keys();
        }
    }
    if record.remove("normalized").is_some() && record.remove("slot").is_some() {
        record.insert("waiting".into(), true.into());
    }
    // Whoever has the same writes the same line.
    record.sort_keys();
    Ok(())
}

fn open_password(record: &mut Record) {
    let Some(stored) = take_text(record, "password_digest") else { return };
    let foreign = stored.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let (hasher, digest) = foreign.map_or((None, stored.as_str()), |(hasher, digest)| (Some(hasher), digest));
    record.insert("password_digest".into(), digest.into());
    record.extend(hasher.map(|hasher| ("password_hasher".to_owned(), hasher.into())));
}

fn open_identifier(row: &mut Record) {
    row.remove("normalized");
    let is_like_another = row.remove("skeleton").is_none();
    if is_like_another && row.get("kind").is_some_and(|kind| kind == "username") {
        row.insert("looks_like_another".into(), true.into());
    }
}

fn take_text(row: &mut Record, name: &str) -> Option<String> {
    match row.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// Makes what stands in a line what stands in the tables.
///
/// # Errors
/// What is wrong, in words, without any value. What is wrong with the rest of it [`Object::check`] says.
pub fn seal(key: &InstanceKey, keys: &Keys, object: &Object, record: &mut Record) -> Result<(), String> {
    let owner = id_of(record).to_owned();
    match object.name {
        "user" => seal_password(record)?,
        "organization_invitation" | "invitation" | "waitlist_entry" => seal_address(object, record)?,
        "session" => check_actor(record)?,
        "audit_entry" => check_audit_entry(record)?,
        "api_key" => check_api_key(record)?,
        _ => {}
    }
    for part in object.parts {
        for row in part.rows_mut(record)? {
            let sealed = match part.name {
                "identifiers" => seal_identifier(row, true),
                "unverified_identifiers" => seal_identifier(row, false),
                "external_accounts" => seal_external_account(key, row),
                "passkeys" => check_passkey(row),
                "totp" => seal_totp(key, &owner, row),
                "backup_codes" => seal_backup_code(keys, row),
                "domains" => seal_domain(row),
                _ => Ok(()),
            };
            sealed.map_err(|why| format!("{}: {why}", part.name))?;
        }
    }
    Ok(())
}

fn missing(name: &str) -> String {
    format!("{name}: is missing")
}

/// What follows from the rest of a line does not stand in it.
fn derive(row: &mut Record, name: &str, value: Option<String>) -> Result<(), String> {
    if row.contains_key(name) {
        return Err(format!("{name}: is not known"));
    }
    row.extend(value.map(|value| (name.to_owned(), value.into())));
    Ok(())
}

/// A mark that is there or not.
fn take_mark(row: &mut Record, name: &str) -> Result<bool, String> {
    match row.remove(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(mark)) => Ok(mark),
        Some(_) => Err(format!("{name}: is neither true nor false")),
    }
}

fn text_of<'a>(row: &'a Record, name: &str) -> Result<&'a str, String> {
    row.get(name).and_then(Value::as_str).ok_or_else(|| missing(name))
}

fn seal_password(record: &mut Record) -> Result<(), String> {
    let hasher = match record.remove("password_hasher") {
        None | Some(Value::Null) => None,
        Some(Value::String(hasher)) => Some(hasher),
        Some(_) => return Err("password_hasher: is no text".into()),
    };
    let digest = record.get("password_digest").and_then(Value::as_str);
    let stored = match (hasher, digest) {
        (None, None) => return Ok(()),
        (Some(_), None) => return Err(missing("password_digest")),
        (None, Some(digest)) if password_hash::is_own(digest) => return Ok(()),
        (None, Some(_)) => return Err("password_digest: is none of Argon2id".into()),
        (Some(hasher), Some(digest)) => {
            let kind = hasher.parse::<DigestKind>().map_err(|why| format!("password_hasher: {why}"))?;
            ForeignDigest::read(kind, digest).map_err(|why| format!("password_digest: {why}"))?.stored()
        }
    };
    record.insert("password_digest".into(), stored.into());
    Ok(())
}

fn normalized(kind: &str, value: &str) -> Option<String> {
    match kind {
        "email_address" => identifier::email_address(value).ok().map(|it| it.normalized),
        "phone_number" => phone_number::read(value, "").map(|it| it.e164),
        "username" => identifier::username(value).ok().map(|it| it.normalized),
        _ => None,
    }
}

fn seal_identifier(row: &mut Record, leads_to_user: bool) -> Result<(), String> {
    let (kind, value) = (text_of(row, "kind")?.to_owned(), text_of(row, "value")?.to_owned());
    let normalized = normalized(&kind, &value).ok_or("value: is none of its kind")?;
    if leads_to_user {
        let is_like_another = take_mark(row, "looks_like_another")?;
        let has_skeleton = kind == "username" && !is_like_another;
        derive(row, "skeleton", has_skeleton.then(|| username::skeleton(&normalized)))?;
    }
    derive(row, "normalized", Some(normalized))
}

fn seal_external_account(key: &InstanceKey, row: &mut Record) -> Result<(), String> {
    let tokens = row.remove("tokens").ok_or_else(|| missing("tokens"))?;
    let tokens: Tokens = serde_json::from_value(tokens).map_err(|_| "tokens: cannot be read")?;
    let sealed = seal_tokens(key, &tokens).map_err(|_| "tokens: cannot be kept")?;
    derive(row, "approved_scopes", Some(tokens.scope()))?;
    derive(row, "sealed_tokens", Some(sealed))
}

fn check_passkey(row: &Record) -> Result<(), String> {
    let credential = row.get("credential").ok_or_else(|| missing("credential"))?;
    if passkey::is_readable(&credential.to_string()) { Ok(()) } else { Err("credential: cannot be read".into()) }
}

fn seal_totp(key: &InstanceKey, owner: &str, row: &mut Record) -> Result<(), String> {
    let secret = take_text(row, "secret").ok_or_else(|| missing("secret"))?;
    let totp = Totp::foreign(&secret).ok_or("secret: is none in Base32")?;
    derive(row, "sealed_secret", Some(totp.seal(key, owner)))
}

fn seal_backup_code(keys: &Keys, row: &mut Record) -> Result<(), String> {
    let id = text_of(row, "key_id")?;
    if id == keys.own_id {
        row.remove("key_id");
        return Ok(());
    }
    if keys.ids.iter().any(|known| known == id) { Ok(()) } else { Err("key_id: is none of the header's".into()) }
}

fn seal_domain(row: &mut Record) -> Result<(), String> {
    let is_verified = row.get("verified_at").is_some_and(|at| !at.is_null());
    let name = text_of(row, "name")?.to_owned();
    derive(row, "verified_name", is_verified.then_some(name))
}

fn check_actor(record: &Record) -> Result<(), String> {
    match record.get("actor") {
        None | Some(Value::Null) => Ok(()),
        Some(actor) => serde_json::from_str::<Actor>(&actor.to_string()).map(drop).map_err(|_| "actor: is none".into()),
    }
}

/// A key is a user's or an organization's.
fn check_api_key(record: &Record) -> Result<(), String> {
    let is_there = |name: &str| record.get(name).is_some_and(|id| !id.is_null());
    if is_there("user_id") == is_there("organization_id") {
        return Err("user_id: a key is of a user or of an organization".into());
    }
    Ok(())
}

/// Entries are read in the order of their ids, and by their times as those stand in the ids.
fn check_audit_entry(record: &Record) -> Result<(), String> {
    let id = id_of(record);
    let at = record.get("created_at").and_then(Value::as_i64).ok_or_else(|| missing("created_at"))?;
    if !is_ordered_id(Prefix::AuditEntry, id) || !id.starts_with(&first_ordered_id(Prefix::AuditEntry, at)) {
        return Err("id: is none of created_at".into());
    }
    let action = AuditAction::parse(text_of(record, "action")?).ok_or("action: is none that there is")?;
    if action.subject_type() == text_of(record, "subject_type")? {
        Ok(())
    } else {
        Err("subject_type: is not what the action is about".into())
    }
}

fn seal_address(object: &Object, record: &mut Record) -> Result<(), String> {
    let normalized = normalized("email_address", text_of(record, "email_address")?).ok_or("email_address: is none")?;
    if object.name != "waitlist_entry" {
        let slot = match record.get("organization_id").and_then(Value::as_str) {
            Some(organization_id) => organization_invitations::slot(organization_id, &normalized),
            None => normalized.clone(),
        };
        let is_waiting = take_mark(record, "waiting")?;
        derive(record, "slot", is_waiting.then_some(slot))?;
    }
    derive(record, "normalized", Some(normalized))
}
