//! What whoever acts may do in an organization.

use super::roles::role_of;
use crate::model::{ApiError, ErrorCode};
use crate::server::flows::Error;
use crate::server::flows::active_organization::{as_kept, may_name};
use crate::server::settings::Role;
use crate::server::store::organizations::{self, OrganizationRow};
use crate::server::store::{Connection, Transaction, account_rules, organization_memberships};
use crate::server::vestibule::Inner;

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// The app's own server, which may do everything.
    Server,
    /// A person, who may do what their role allows.
    Person(&'a str),
}

impl<'a> Actor<'a> {
    /// The person, if it is one.
    pub const fn user_id(self) -> Option<&'a str> {
        match self {
            Self::Server => None,
            Self::Person(user_id) => Some(user_id),
        }
    }
}

/// An organization, and what whoever acts may do there.
#[derive(Debug)]
pub struct Access {
    /// The organization as it was when it was read.
    pub organization: OrganizationRow,
    /// The role of the person who acts; none for the server.
    role: Option<Role>,
}

impl Access {
    /// Refuses whoever may not do something.
    pub fn require(&self, permission: &str) -> Result<(), Error> {
        self.allow(|role| role.may(permission))
    }

    /// Refuses whoever would give or take what they may not do themselves.
    pub fn require_cover(&self, other: &Role) -> Result<(), Error> {
        self.allow(|role| role.covers(other))
    }

    /// The same organization, and what another person may do there.
    pub async fn of_person(&self, app: &Inner, connection: &mut Connection, user_id: &str) -> Result<Self, Error> {
        check_ids(&[user_id])?;
        let role = role_in(app, connection, &self.organization.id, user_id).await?;
        Ok(Self { organization: self.organization.clone(), role: Some(role) })
    }

    fn allow(&self, is_allowed: impl FnOnce(&Role) -> bool) -> Result<(), Error> {
        match self.role.as_ref().is_none_or(is_allowed) {
            true => Ok(()),
            false => Err(ApiError::new(ErrorCode::AuthorizationInvalid).into()),
        }
    }
}

/// The refusal of what is not there, or not for whoever asks.
pub fn not_there() -> Error {
    ApiError::new(ErrorCode::ResourceNotFound).into()
}

/// Refuses what can be no id: nothing goes by it, and PostgreSQL takes no zero bytes.
pub fn check_ids(ids: &[&str]) -> Result<(), Error> {
    if ids.iter().all(|id| may_name(id)) { Ok(()) } else { Err(not_there()) }
}

/// Refuses everything where there are no organizations.
pub fn check_enabled(app: &Inner) -> Result<(), Error> {
    match app.settings.organizations.enabled {
        true => Ok(()),
        false => Err(ApiError::new(ErrorCode::OrganizationNotEnabledInInstance).into()),
    }
}

/// Refuses someone who is banned: what they had open when they were may still ask.
pub async fn check_not_banned(connection: &mut Connection, user_id: &str) -> Result<(), Error> {
    match account_rules::of_user(connection, user_id).await? {
        Some(rules) if rules.banned => Err(ApiError::new(ErrorCode::UserBanned).into()),
        Some(_) => Ok(()),
        None => Err(ApiError::new(ErrorCode::AuthenticationInvalid).into()),
    }
}

/// An organization by its id or slug, to be read.
pub async fn find(
    app: &Inner,
    connection: &mut Connection,
    organization: &str,
    actor: Actor<'_>,
) -> Result<Access, Error> {
    check_enabled(app)?;
    let found = match organization {
        odd if !may_name(odd) => None,
        // No slug has such a mark in it.
        id if id.contains('_') => organizations::by_id(connection, id).await?,
        slug if app.settings.organizations.slugs => organizations::by_slug(connection, &as_kept(slug)).await?,
        _ => None,
    };
    admit(app, connection, found, actor).await
}

/// An organization by its id, held for the rest of the transaction: what is its own, its members too, changes under this.
pub async fn hold(app: &Inner, tx: &mut Transaction, id: &str, actor: Actor<'_>) -> Result<Access, Error> {
    check_enabled(app)?;
    let found = match may_name(id) {
        true => organizations::hold(tx, id).await?,
        false => None,
    };
    admit(app, tx, found, actor).await
}

async fn admit(
    app: &Inner,
    connection: &mut Connection,
    found: Option<OrganizationRow>,
    actor: Actor<'_>,
) -> Result<Access, Error> {
    let organization = found.ok_or_else(not_there)?;
    let role = match actor {
        Actor::Server => None,
        Actor::Person(user_id) => Some(role_in(app, connection, &organization.id, user_id).await?),
    };
    Ok(Access { organization, role })
}

/// The role of a person, or the refusal of one who does not belong there or is banned.
async fn role_in(
    app: &Inner,
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
) -> Result<Role, Error> {
    let own = organization_memberships::find(connection, organization_id, user_id).await?;
    let own = own.ok_or_else(not_there)?;
    check_not_banned(connection, user_id).await?;
    Ok(role_of(app, &own.role))
}
