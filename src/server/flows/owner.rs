//! What is told of a change to an account: to whoever listens, and to its owner, as it may not have been them.

use super::users::Account;
use super::{Error, disavowal};
use crate::model::User;
use crate::server::delivery::{self, Letter, To};
use crate::server::events::{self, AuditAction, AuditEntry, EventType};
use crate::server::resources;
use crate::server::store::Connection;
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::vestibule::Inner;

/// Tells whoever listens that a user has changed, and the audit log how; gives the user as they are now.
pub async fn changed(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    entry: AuditEntry,
    now: i64,
) -> Result<Option<User>, Error> {
    let Some(account) = Account::read(connection, user_id, now).await? else { return Ok(None) };
    let user = account.user.clone();
    let data = resources::User::of(account, &app.settings);
    events::record_as(connection, EventType::UserUpdated, user_id, &data, entry, now).await?;
    Ok(Some(user))
}

/// The same of several changes at once: whoever listens is told once, and nobody of none.
pub async fn changed_by(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    mut entries: Vec<AuditEntry>,
    now: i64,
) -> Result<(), Error> {
    let Some(last) = entries.pop() else { return Ok(()) };
    for entry in entries {
        entry.write(connection, Some(user_id), now).await?;
    }
    changed(app, connection, user_id, last, now).await?;
    Ok(())
}

/// Takes what someone has proven to be theirs from whoever went by it without ever having proven it, if anyone did, and tells of
/// that.
pub async fn release_unproven(
    app: &Inner,
    connection: &mut Connection,
    kind: IdentifierKind,
    normalized: &str,
    now: i64,
) -> Result<(), Error> {
    let Some((user_id, value)) = identifiers::release_unproven(connection, kind, normalized).await? else {
        return Ok(());
    };
    let entry = AuditEntry::of(AuditAction::IdentifierRemoved).changed(kind.as_str(), value, None::<String>);
    changed(app, connection, &user_id, entry.with("reason", "proven_by_another"), now).await?;
    Ok(())
}

/// Tells whoever listens, the audit log, and the owner by mail.
pub async fn tell(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    entry: AuditEntry,
    write: impl FnOnce(&str) -> Letter,
    now: i64,
) -> Result<(), Error> {
    match changed(app, connection, user_id, entry, now).await? {
        Some(user) => notify(app, connection, &user, write, now).await,
        None => Ok(()),
    }
}

/// Tells the owner by mail, in their language, and how they say that it was not them. `write` is given the address of the
/// sign-in page. Who has no address is told nothing.
pub async fn notify(
    app: &Inner,
    connection: &mut Connection,
    user: &User,
    write: impl FnOnce(&str) -> Letter,
    now: i64,
) -> Result<(), Error> {
    match To::owner(user) {
        Some(to) => notify_at(app, connection, user, to, write, now).await,
        None => Ok(()),
    }
}

/// The same at an address of theirs.
pub async fn notify_at(
    app: &Inner,
    connection: &mut Connection,
    user: &User,
    to: To<'_>,
    write: impl FnOnce(&str) -> Letter,
    now: i64,
) -> Result<(), Error> {
    let mut letter = write(&format!("{}{}", app.settings.base_url, app.settings.paths.sign_in));
    if letter.is_notice {
        letter = letter.with_disavow_url(disavowal::link(app, connection, user, to.address, now).await?);
    }
    delivery::send(app, connection, to, &letter, now + delivery::KEPT, now).await?;
    Ok(())
}
