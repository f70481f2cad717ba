//! Who runs the instance. Operators are users with a role in it; the dashboard at `/admin` lets nobody else in.
//!
//! A user becomes one by a link that is good once: the first is printed by a server that has no operator, others are made on the
//! command line or by an owner. There is always an owner, once there was one.

use super::users::no_such_user;
use super::{Error, commit};
use crate::model::{ApiError, ErrorCode};
use crate::server::crypto::{HOUR, Prefix, Secret, Token, new_id};
use crate::server::events::{AuditAction, AuditEntry};
pub use crate::server::store::operators::OperatorRole;
use crate::server::store::operators::{self, OperatorLinkRow, OperatorRow};
use crate::server::store::{Transaction, users};
use crate::server::vestibule::Inner;

/// Where a link leads.
pub const SETUP: &str = "/admin/setup";

/// How long a link is good for, in milliseconds.
const LIFETIME: i64 = 24 * HOUR;

/// A link by which a user becomes an operator. Times are Unix milliseconds.
#[derive(Debug)]
pub struct OperatorLink {
    /// `oln_…`
    pub id: String,
    /// What they become.
    pub role: OperatorRole,
    /// The address of the page. It does not print itself, and is known only when it is made.
    pub url: Secret,
    /// When it is good no longer.
    pub expires_at: i64,
}

/// Someone who runs the instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// `user_…`
    pub user_id: String,
    /// What to call them.
    pub name: String,
    /// Their primary address.
    pub email_address: Option<String>,
    /// Whether a second factor is asked of them.
    pub two_factor_enabled: bool,
    /// What they may do.
    pub role: OperatorRole,
    /// Since when, in Unix milliseconds.
    pub created_at: i64,
}

fn not_allowed() -> Error {
    ApiError::new(ErrorCode::ActionNotAllowed).into()
}

/// Takes the role from an operator whose account goes, in the transaction that holds the user.
///
/// # Errors
/// `action_not_allowed` when they are the last owner.
pub(super) async fn depart(tx: &mut Transaction, user_id: &str, now: i64) -> Result<(), Error> {
    let Some(before) = operators::of_user(tx, user_id).await? else { return Ok(()) };
    step_down(tx, &before, None).await?;
    operators::remove(tx, user_id).await?;
    note_change(tx, AuditAction::OperatorDeleted, user_id, Some(before.role), None, now).await
}

/// Refuses to leave the instance without an owner. Owners are held until the transaction is over.
async fn step_down(tx: &mut Transaction, before: &OperatorRow, after: Option<OperatorRole>) -> Result<(), Error> {
    if before.role != OperatorRole::Owner || after == Some(OperatorRole::Owner) {
        return Ok(());
    }
    let owners = operators::hold_owners(tx).await?;
    let is_last = owners.iter().all(|owner| *owner == before.user_id);
    if is_last { Err(not_allowed()) } else { Ok(()) }
}

async fn note_change(
    tx: &mut Transaction,
    action: AuditAction,
    user_id: &str,
    before: Option<OperatorRole>,
    after: Option<OperatorRole>,
    now: i64,
) -> Result<(), Error> {
    let name = |role: Option<OperatorRole>| role.map(OperatorRole::as_str);
    let entry = AuditEntry::of(action).changed("role", name(before), name(after));
    Ok(entry.write(tx, Some(user_id), now).await?)
}

/// Who runs the instance: [`Vestibule::operators`](crate::server::Vestibule::operators).
#[derive(Clone, Copy, Debug)]
pub struct Operators<'a>(pub(crate) &'a Inner);

impl Operators<'_> {
    /// What a user may do in the dashboard; `None` if they are no operator.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn role_of(&self, user_id: &str) -> Result<Option<OperatorRole>, Error> {
        let found = operators::of_user(&mut *self.0.store.read().await?, user_id).await?;
        Ok(found.map(|operator| operator.role))
    }

    /// All operators, who came first in front.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self) -> Result<Vec<Operator>, Error> {
        let mut connection = self.0.store.read().await?;
        let rows = operators::all(&mut connection).await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.user_id.as_str()).collect();
        let users = users::by_ids(&mut connection, &ids).await?;
        let found = rows.iter().filter_map(|row| {
            let user = users.iter().find(|user| user.id == row.user_id)?;
            Some(Operator {
                user_id: row.user_id.clone(),
                name: user.display_name(),
                email_address: user.primary_email_address().map(str::to_owned),
                two_factor_enabled: user.two_factor_enabled,
                role: row.role,
                created_at: row.created_at,
            })
        });
        Ok(found.collect())
    }

    /// Makes a link by which whoever is signed in and opens it becomes an operator. It is good once, for a day.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn invite(&self, role: OperatorRole) -> Result<OperatorLink, Error> {
        self.make_link(role, false).await
    }

    /// Makes a link for the first owner; `None` where there is an operator already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn invite_first(&self) -> Result<Option<OperatorLink>, Error> {
        if operators::are_any(&mut *self.0.store.read().await?).await? {
            return Ok(None);
        }
        Ok(Some(self.make_link(OperatorRole::Owner, true).await?))
    }

    async fn make_link(&self, role: OperatorRole, is_first: bool) -> Result<OperatorLink, Error> {
        let app = self.0;
        let (token, now) = (Token::random(), app.clock.now());
        let row = OperatorLinkRow {
            id: new_id(Prefix::OperatorLink, now),
            role,
            is_first,
            created_at: now,
            expire_at: now + LIFETIME,
            used_at: None,
        };
        let mut tx = app.store.write().await?;
        operators::insert_link(&mut tx, &row, &token.hash()).await?;
        let entry = AuditEntry::of(AuditAction::OperatorLinkCreated).with("role", role.as_str());
        entry.with("is_first", is_first).write(&mut tx, Some(&row.id), now).await?;
        commit(tx).await?;
        let url = format!("{}{SETUP}?token={}", app.settings.base_url.trim_end_matches('/'), token.expose());
        Ok(OperatorLink { id: row.id, role, url: Secret::new(url), expires_at: row.expire_at })
    }

    /// What a link makes of whoever uses it; `None` if it is not good.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look(&self, token: &Token) -> Result<Option<OperatorRole>, Error> {
        let now = self.0.clock.now();
        let link = operators::good_link(&mut *self.0.store.read().await?, &token.hash(), now).await?;
        Ok(link.map(|link| link.role))
    }

    /// Makes a user an operator by a link, which is used up. Who is one already keeps a role that may more.
    ///
    /// # Errors
    /// `ticket_invalid` if the link is not good; `resource_not_found` if there is no such user.
    pub async fn accept(&self, token: &Token, user_id: &str) -> Result<OperatorRole, Error> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        if !users::keep(&mut tx, user_id).await? {
            return Err(no_such_user());
        }
        let used = operators::use_link(&mut tx, &token.hash(), now).await?;
        let link = used.ok_or_else(|| ApiError::new(ErrorCode::TicketInvalid))?;
        if link.is_first {
            operators::use_first_links(&mut tx, now).await?;
        }
        let before = operators::of_user(&mut tx, user_id).await?.map(|operator| operator.role);
        let role = before.filter(|role| role.includes(link.role)).unwrap_or(link.role);
        operators::put(&mut tx, user_id, role, now).await?;
        let action = if before.is_some() { AuditAction::OperatorUpdated } else { AuditAction::OperatorCreated };
        let entry = AuditEntry::of(action).with("link", link.id.as_str());
        let entry = entry.changed("role", before.map(OperatorRole::as_str), role.as_str());
        entry.write(&mut tx, Some(user_id), now).await?;
        commit(tx).await?;
        Ok(role)
    }

    /// Gives an operator another role.
    ///
    /// # Errors
    /// `resource_not_found` if they are no operator; `action_not_allowed` if nobody would be left who is an owner.
    pub async fn set_role(&self, user_id: &str, role: OperatorRole) -> Result<(), Error> {
        let (mut tx, before, now) = self.hold(user_id).await?;
        step_down(&mut tx, &before, Some(role)).await?;
        operators::put(&mut tx, user_id, role, now).await?;
        note_change(&mut tx, AuditAction::OperatorUpdated, user_id, Some(before.role), Some(role), now).await?;
        commit(tx).await
    }

    /// Makes an operator an ordinary user again.
    ///
    /// # Errors
    /// `resource_not_found` if they are none; `action_not_allowed` if nobody would be left who is an owner.
    pub async fn remove(&self, user_id: &str) -> Result<(), Error> {
        let (mut tx, before, now) = self.hold(user_id).await?;
        step_down(&mut tx, &before, None).await?;
        operators::remove(&mut tx, user_id).await?;
        note_change(&mut tx, AuditAction::OperatorDeleted, user_id, Some(before.role), None, now).await?;
        commit(tx).await
    }

    /// Holds the user, as whatever deletes them does first.
    async fn hold(&self, user_id: &str) -> Result<(Transaction, OperatorRow, i64), Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        if !users::keep(&mut tx, user_id).await? {
            return Err(no_such_user());
        }
        let before = operators::of_user(&mut tx, user_id).await?.ok_or_else(no_such_user)?;
        Ok((tx, before, now))
    }
}
