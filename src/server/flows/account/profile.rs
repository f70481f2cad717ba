use super::{Change, refusal};
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, FieldRule};
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::flows::reverification::Action;
use crate::server::flows::{Error, Issued, Outcome, Visitor, identifier, metadata, username};
use crate::server::store::identifiers::{IdentifierKind, NewIdentifier};
use crate::server::store::{account_rules, accounts};
use crate::server::vestibule::Inner;

/// Gives a person another name, and keeps what they write about themselves, if that is given: then a name that is empty stays
/// as it is. So does what the settings do not ask for.
pub async fn update(
    app: &Inner,
    visitor: &Visitor,
    (first_name, last_name): (&str, &str),
    unsafe_metadata: &str,
) -> Result<Outcome, Error> {
    let unsafe_metadata = match unsafe_metadata.is_empty() {
        true => None,
        false => Some(metadata::typed(unsafe_metadata)?),
    };
    let mut change = Change::begin(app, visitor, Action::Everyday).await?;
    let user = change.person(app).await?;
    let rules = &app.settings.sign_up;
    let mut wrong = ApiErrors::default();
    let mut read = |rule: FieldRule, typed: &str, before: Option<String>, field: Field| {
        if rule == FieldRule::Off || (unsafe_metadata.is_some() && typed.is_empty()) {
            return before;
        }
        match identifier::name(typed, field) {
            Ok(None) if rule == FieldRule::Required => {
                wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, field));
                None
            }
            Ok(name) => name,
            Err(error) => {
                wrong.errors.push(error);
                None
            }
        }
    };
    let first = read(rules.first_name, first_name, user.first_name.clone(), Field::FirstName);
    let last = read(rules.last_name, last_name, user.last_name.clone(), Field::LastName);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    accounts::set_name(&mut change.tx, &user.id, first.as_deref(), last.as_deref()).await?;
    let mut entry = AuditEntry::of(AuditAction::ProfileChanged).changed("first_name", user.first_name, first).changed(
        "last_name",
        user.last_name,
        last,
    );
    if let Some(json) = &unsafe_metadata {
        account_rules::set_unsafe_metadata(&mut change.tx, &user.id, json).await?;
        entry = entry.keys_changed("unsafe_metadata", &user.unsafe_metadata.to_map(), &metadata::read(json)?);
    }
    change.finish(app, Issued::default(), entry).await
}

/// Gives a person another username, or none where the settings let one go without.
pub async fn update_username(app: &Inner, visitor: &Visitor, typed: &str) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Identifiers).await?;
    let rule = app.settings.sign_up.username;
    if rule == FieldRule::Off {
        return Err(ApiError::new(ErrorCode::FormParamUnknown).into());
    }
    let user_id = change.user_id().to_owned();
    if typed.trim().is_empty() && rule == FieldRule::Optional {
        let user = change.person(app).await?;
        if let Some(id) = accounts::username_id(&mut change.tx, &user_id).await?
            && !accounts::remove_username(&mut change.tx, &id, &user_id, app.settings.ways_in()).await?
        {
            return Err(refusal(ErrorCode::IdentificationDeletionFailed));
        }
        let entry = AuditEntry::of(AuditAction::UsernameChanged).changed("username", user.username, None::<String>);
        return change.finish(app, Issued::default(), entry).await;
    }
    let name = identifier::username(typed)?;
    username::refuse_reserved(&app.settings, &name)?;
    let before = change.person(app).await?.username;
    let new = NewIdentifier {
        id: &new_id(Prefix::Identifier, change.now),
        user_id: &user_id,
        kind: IdentifierKind::Username,
        value: &name.value,
        normalized: &name.normalized,
        verified_by: None,
    };
    let skeleton = username::skeleton(&name.normalized);
    if !accounts::set_username(&mut change.tx, &new, &skeleton, change.now).await? {
        return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::Username).into());
    }
    let entry = AuditEntry::of(AuditAction::UsernameChanged).changed("username", before, name.value);
    change.finish(app, Issued::default(), entry).await
}
