use serde::Serialize;
use serde_json::{Map, Value};

use super::access::{self, Actor, check_enabled, not_there};
use super::{ActingInOrganizations, Organizations, noted, read, slug};
use crate::model::{ApiError, ErrorCode, Field, Organization};
use crate::server::events::{self, AuditEntry, EventType};
use crate::server::flows::account::clear_away;
use crate::server::flows::active_organization::may_name;
use crate::server::flows::invitations::page;
use crate::server::flows::{Error, active_organization, commit, identifier, metadata};
use crate::server::settings::{DELETE_PROFILE, MANAGE_PROFILE};
use crate::server::store::organizations::{self, Changed, OrganizationRow};
use crate::server::store::{Notice, StoreError, Transaction};
use crate::server::vestibule::Inner;

/// What an app keeps about an organization, or about a membership.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OrganizationMetadata {
    /// Read by the members, written by the server.
    #[serde(rename = "public_metadata")]
    pub public: Map<String, Value>,
    /// Read and written by the server alone.
    #[serde(rename = "private_metadata")]
    pub private: Map<String, Value>,
}

impl OrganizationMetadata {
    pub(super) fn read(public: &str, private: &str) -> Result<Self, StoreError> {
        Ok(Self { public: read::object(public)?, private: read::object(private)? })
    }

    /// Lays a change over it, and gives both as they are kept.
    pub(super) fn merge(&mut self, change: &Self) -> Result<(String, String), ApiError> {
        metadata::merge(&mut self.public, &change.public);
        metadata::merge(&mut self.private, &change.private);
        Ok((metadata::text(&self.public)?, metadata::text(&self.private)?))
    }
}

/// What of an organization is to change: what is not set stays as it is.
#[derive(Clone, Debug, Default)]
pub struct OrganizationUpdate {
    /// What people call it: 1 to 100 characters.
    pub name: Option<String>,
    /// Its name in addresses; an empty one stays as it is, and so does every one where the settings give organizations none.
    pub slug: Option<String>,
    /// How many may belong to it, with those who are invited; 0 for as many as there are, `Some(None)` for as many as the
    /// settings say. Whoever belongs to it by now stays.
    pub max_allowed_memberships: Option<Option<i64>>,
    /// Whether those whose role allows it may delete it, where the settings let them.
    pub admin_delete_enabled: Option<bool>,
    /// A change that is laid over what the app keeps about it: `null` takes a key away, an object is laid over the one that is
    /// there, anything else takes its place. Each of the two holds 8 KB at most.
    pub metadata: OrganizationMetadata,
    /// What its members read and the server writes, in the place of all that there is.
    pub public_metadata: Option<Map<String, Value>>,
    /// What the server alone reads, likewise.
    pub private_metadata: Option<Map<String, Value>>,
}

impl Organizations<'_> {
    /// An organization by its id or slug; `None` if there is none such.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`, or when the database does not answer.
    pub async fn get(&self, organization: &str) -> Result<Option<Organization>, Error> {
        match get(self.0, Actor::Server, organization).await {
            Err(Error::Refused(errors)) if errors.has(ErrorCode::ResourceNotFound) => Ok(None),
            other => other.map(Some),
        }
    }

    /// Organizations, newest first, at most 500; and how many there are.
    ///
    /// # Errors
    /// As [`Organizations::get`].
    pub async fn list(&self, limit: i64, offset: i64) -> Result<(Vec<Organization>, i64), Error> {
        check_enabled(self.0)?;
        let now = self.0.clock.now();
        let mut connection = self.0.store.read().await?;
        let found = organizations::list(&mut connection, page(limit, offset), now).await?;
        let total = organizations::total(&mut connection).await?;
        Ok((found.into_iter().map(|counted| read::organization(self.0, counted)).collect(), total))
    }

    /// Changes an organization.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such; `form_identifier_exists` of the field `slug` if another one has it, or
    /// nobody may; `form_param_format_invalid` or `form_param_max_length_exceeded` if something is not what it has to be.
    pub async fn update(&self, id: &str, update: &OrganizationUpdate) -> Result<Organization, Error> {
        change(self.0, Actor::Server, id, update).await
    }

    /// What the app keeps about an organization, by its id; `None` if there is none such.
    ///
    /// # Errors
    /// As [`Organizations::get`].
    pub async fn metadata(&self, id: &str) -> Result<Option<OrganizationMetadata>, Error> {
        check_enabled(self.0)?;
        if !may_name(id) {
            return Ok(None);
        }
        let row = organizations::by_id(&mut *self.0.store.read().await?, id).await?;
        let kept = row.map(|row| OrganizationMetadata::read(&row.public_metadata, &row.private_metadata));
        Ok(kept.transpose()?)
    }

    /// Deletes an organization with all that is its own, whatever the settings let people do.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        delete(self.0, Actor::Server, id).await
    }
}

impl ActingInOrganizations<'_> {
    /// An organization that they belong to, by its id or slug.
    ///
    /// # Errors
    /// `resource_not_found` if they belong to none such.
    pub async fn get(&self, organization: &str) -> Result<Organization, Error> {
        get(self.app, Actor::Person(self.user_id), organization).await
    }

    /// Gives an organization another name or slug. What is not given stays, and so does a slug that is empty. Needs
    /// `org:sys_profile:manage`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`, and as [`Organizations::update`].
    pub async fn update(&self, id: &str, name: Option<&str>, slug: Option<&str>) -> Result<Organization, Error> {
        let update = OrganizationUpdate {
            name: name.map(str::to_owned),
            slug: slug.map(str::to_owned),
            ..OrganizationUpdate::default()
        };
        change(self.app, Actor::Person(self.user_id), id, &update).await
    }

    /// Deletes an organization with all that is its own. Needs `org:sys_profile:delete`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`; `action_not_allowed` where the settings, or those of this organization,
    /// do not let people do that.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        delete(self.app, Actor::Person(self.user_id), id).await
    }
}

/// What an organization is called, as it is kept.
pub fn name(typed: &str) -> Result<String, ApiError> {
    let name = identifier::name(typed, Field::Name)?;
    name.ok_or_else(|| ApiError::of(ErrorCode::FormParamMissing, Field::Name))
}

/// Refuses a limit that is none.
pub fn check_limit(max_allowed_memberships: Option<i64>) -> Result<(), ApiError> {
    match max_allowed_memberships {
        Some(..0) => Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::MaxAllowedMemberships)),
        _ => Ok(()),
    }
}

async fn get(app: &Inner, actor: Actor<'_>, organization: &str) -> Result<Organization, Error> {
    let mut connection = app.store.read().await?;
    let found = access::find(app, &mut connection, organization, actor).await?.organization;
    read::organization_now(app, &mut connection, &found.id, app.clock.now()).await
}

async fn change(app: &Inner, actor: Actor<'_>, id: &str, update: &OrganizationUpdate) -> Result<Organization, Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let access = access::hold(app, &mut tx, id, actor).await?;
    access.require(MANAGE_PROFILE)?;
    let row = access.organization;
    let new_name = update.name.as_deref().map(name).transpose()?;
    let typed = slug::typed(&app.settings, update.slug.as_deref().unwrap_or_default())?;
    let new_slug = typed.filter(|slug| row.slug.as_ref() != Some(slug));
    check_limit(update.max_allowed_memberships.flatten())?;
    let mut kept = OrganizationMetadata::read(&row.public_metadata, &row.private_metadata)?;
    let before = kept.clone();
    kept.public = update.public_metadata.clone().unwrap_or(kept.public);
    kept.private = update.private_metadata.clone().unwrap_or(kept.private);
    let (public, private) = kept.merge(&update.metadata)?;
    let changed = Changed {
        name: new_name.as_deref().unwrap_or(&row.name),
        slug: new_slug.as_deref().or(row.slug.as_deref()),
        max_allowed_memberships: update.max_allowed_memberships.unwrap_or(row.max_allowed_memberships),
        admin_delete_disabled_at: match update.admin_delete_enabled {
            Some(true) => None,
            Some(false) => row.admin_delete_disabled_at.or(Some(now)),
            None => row.admin_delete_disabled_at,
        },
        public_metadata: &public,
        private_metadata: &private,
    };
    let is_same = kept == before
        && changed.name == row.name
        && changed.slug == row.slug.as_deref()
        && changed.max_allowed_memberships == row.max_allowed_memberships
        && changed.admin_delete_disabled_at == row.admin_delete_disabled_at;
    if is_same {
        return read::organization_now(app, &mut tx, &row.id, now).await;
    }
    match organizations::update(&mut tx, &row.id, &changed, now).await {
        Err(StoreError::Exists(_)) => return Err(slug::taken().into()),
        other => other?,
    }
    if new_slug.is_some() {
        app.store.tell(&mut tx, &Notice::Outdated(row.id.clone())).await?;
    }
    let may_delete = |disabled_at: Option<i64>| disabled_at.is_none();
    let entry = AuditEntry::of(EventType::OrganizationUpdated)
        .changed("name", row.name.as_str(), changed.name)
        .changed("slug", row.slug.as_deref(), changed.slug)
        .changed("max_allowed_memberships", row.max_allowed_memberships, changed.max_allowed_memberships)
        .changed(
            "admin_delete_enabled",
            may_delete(row.admin_delete_disabled_at),
            may_delete(changed.admin_delete_disabled_at),
        )
        .keys_changed("public_metadata", &before.public, &kept.public)
        .keys_changed("private_metadata", &before.private, &kept.private);
    let organization = noted::organization(app, &mut tx, (EventType::OrganizationUpdated, entry), &row.id, now).await?;
    commit(tx).await?;
    if new_slug.is_some() {
        app.tokens.outdate(&row.id, app.clock.now());
    }
    Ok(organization)
}

async fn delete(app: &Inner, actor: Actor<'_>, id: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let access = access::hold(app, &mut tx, id, actor).await?;
    access.require(DELETE_PROFILE)?;
    let row = access.organization;
    if matches!(actor, Actor::Person(_)) && !read::may_be_deleted(app, &row) {
        return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
    }
    remove(app, &mut tx, &row, now).await?;
    commit(tx).await?;
    app.tokens.outdate(&row.id, app.clock.now());
    if row.image_id.is_some() {
        clear_away(app).await;
    }
    Ok(())
}

/// Deletes an organization that the transaction holds. What is left of tokens that say something of it is refused with
/// `outdate` once that has been committed.
pub async fn remove(app: &Inner, tx: &mut Transaction, row: &OrganizationRow, now: i64) -> Result<(), Error> {
    let (id, kind) = (row.id.as_str(), EventType::OrganizationDeleted);
    active_organization::left(app, tx, id, None, now).await?;
    if !organizations::delete(tx, id, now).await? {
        return Err(not_there());
    }
    let data = serde_json::json!({ "id": id, "object": "organization", "deleted": true });
    let entry = AuditEntry::of(kind).with("name", row.name.as_str());
    events::record_as(tx, kind, id, &data, entry, now).await?;
    Ok(())
}
