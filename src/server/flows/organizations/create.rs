use super::access::{Actor, check_enabled, check_not_banned, not_there};
use super::profile::OrganizationMetadata;
use super::{ActingInOrganizations, Organizations, noted, profile, slug};
use crate::model::{ApiError, ErrorCode, Organization};
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::{AuditEntry, EventType};
use crate::server::flows::active_organization::may_name;
use crate::server::flows::{Error, commit, metadata};
use crate::server::store::organization_memberships::{self, NewMembership};
use crate::server::store::{StoreError, Transaction, account_rules, organizations, users};
use crate::server::vestibule::Inner;

/// An organization to be.
///
/// ```
/// use vestibule::server::NewOrganization;
///
/// let acme = NewOrganization { slug: Some("acme".into()), ..NewOrganization::named("Acme") };
/// assert_eq!(acme.created_by, None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct NewOrganization {
    /// What people call it: 1 to 100 characters.
    pub name: String,
    /// Its name in addresses: 2 to 64 small letters, digits and single hyphens. Not set: one is made of the name. Where the
    /// settings give organizations none, it has none.
    pub slug: Option<String>,
    /// The user who makes it: they get the role `organizations.creator_role`. Not set: nobody belongs to it yet.
    pub created_by: Option<String>,
    /// How many may belong to it, with those who are invited; 0 for as many as there are. Not set: as many as the settings
    /// say.
    pub max_allowed_memberships: Option<i64>,
    /// What the app keeps about it.
    pub metadata: OrganizationMetadata,
}

impl NewOrganization {
    /// One with a name, and all else as usual.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl Organizations<'_> {
    /// Makes an organization, whatever the settings let people do.
    ///
    /// ```no_run
    /// # use vestibule::server::{NewOrganization, Vestibule};
    /// # async fn run(vestibule: Vestibule, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let new = NewOrganization { created_by: Some(user_id.into()), ..NewOrganization::named("Acme") };
    /// let acme = vestibule.organizations().create(&new).await?;
    /// assert_eq!(acme.members_count, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `form_identifier_exists` of the field `slug` if another one has it, or nobody may; `resource_not_found` if there is no
    /// such user; `form_param_missing`, `form_param_format_invalid` or `form_param_max_length_exceeded` if something is not
    /// what it has to be.
    pub async fn create(&self, new: &NewOrganization) -> Result<Organization, Error> {
        create(self.0, Actor::Server, new).await
    }
}

impl ActingInOrganizations<'_> {
    /// Makes an organization, in which they get the role `organizations.creator_role`.
    ///
    /// # Errors
    /// `action_not_allowed` where people make none, or they do not; `organization_quota_exceeded` if they have made as many as
    /// they may; else as [`Organizations::create`].
    pub async fn create(&self, name: &str, slug: Option<&str>) -> Result<Organization, Error> {
        let new = NewOrganization {
            slug: slug.map(str::to_owned),
            created_by: Some(self.user_id.to_owned()),
            ..NewOrganization::named(name)
        };
        create(self.app, Actor::Person(self.user_id), &new).await
    }
}

async fn create(app: &Inner, actor: Actor<'_>, new: &NewOrganization) -> Result<Organization, Error> {
    check_enabled(app)?;
    let name = profile::name(&new.name)?;
    let slug = slug::typed(&app.settings, new.slug.as_deref().unwrap_or_default())?;
    profile::check_limit(new.max_allowed_memberships)?;
    let (public, private) = (metadata::text(&new.metadata.public)?, metadata::text(&new.metadata.private)?);
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    // Before the organization, which nobody else can hold before it is there.
    if let Some(user_id) = &new.created_by
        && !(may_name(user_id) && users::keep(&mut tx, user_id).await?)
    {
        return Err(not_there());
    }
    if let Actor::Person(user_id) = actor {
        check_allowed(app, &mut tx, user_id).await?;
    }
    let id = new_id(Prefix::Organization, now);
    let row = organizations::NewOrganization {
        id: &id,
        name: &name,
        slug: slug.as_deref(),
        created_by: new.created_by.as_deref(),
        max_allowed_memberships: new.max_allowed_memberships,
        public_metadata: &public,
        private_metadata: &private,
    };
    insert(app, &mut tx, row, now).await?;
    let membership = match &new.created_by {
        Some(user_id) => {
            let membership = NewMembership {
                id: &new_id(Prefix::OrganizationMembership, now),
                organization_id: &id,
                user_id,
                role: &app.settings.organizations.creator_role,
                public_metadata: "{}",
                private_metadata: "{}",
            };
            organization_memberships::insert(&mut tx, &membership, now).await?
        }
        None => None,
    };
    let kind = EventType::OrganizationCreated;
    let entry = AuditEntry::of(kind).with("name", name.as_str());
    let made = noted::organization(app, &mut tx, (kind, entry), &id, now).await?;
    if let Some(row) = membership {
        let kind = EventType::OrganizationMembershipCreated;
        let entry = AuditEntry::of(kind).with("role", row.role.as_str());
        noted::membership(app, &mut tx, (kind, entry), row, now).await?;
    }
    commit(tx).await?;
    Ok(made)
}

/// Refuses someone who may make no organization, or no more of them. The transaction keeps them, so that of two that they make
/// at once the second one counts the first.
async fn check_allowed(app: &Inner, tx: &mut Transaction, user_id: &str) -> Result<(), Error> {
    check_not_banned(tx, user_id).await?;
    let settings = &app.settings.organizations;
    let rules = account_rules::of_user(tx, user_id).await?.ok_or_else(not_there)?;
    if !rules.create_organization_enabled.unwrap_or(settings.create) {
        return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
    }
    let most = rules.create_organizations_limit.unwrap_or(settings.max_per_user);
    if most > 0 && organizations::made_by(tx, user_id).await? >= most {
        let error = ApiError::new(ErrorCode::OrganizationQuotaExceeded);
        return Err(error.with_limit(usize::try_from(most).unwrap_or(usize::MAX)).into());
    }
    Ok(())
}

/// Keeps it with the slug that it is to have, or with one that is made of its name.
async fn insert(
    app: &Inner,
    tx: &mut Transaction,
    row: organizations::NewOrganization<'_>,
    now: i64,
) -> Result<(), Error> {
    if !app.settings.organizations.slugs {
        organizations::insert(tx, &organizations::NewOrganization { slug: None, ..row }, now).await?;
        return Ok(());
    }
    if row.slug.is_some() {
        return match organizations::insert(tx, &row, now).await? {
            true => Ok(()),
            false => Err(slug::taken().into()),
        };
    }
    for slug in slug::made_of(&app.settings, row.name) {
        let row = organizations::NewOrganization { slug: Some(&slug), ..row };
        if organizations::insert(tx, &row, now).await? {
            return Ok(());
        }
    }
    Err(StoreError::Row("a slug").into())
}
