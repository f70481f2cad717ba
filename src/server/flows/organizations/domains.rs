//! Domains of organizations: named, proven by a code that is mailed to an address in them, and what they do for people with an
//! address of their own there.
//!
//! ```text
//! create ──▶ named: it does nothing ──▶ prepare_verification ──▶ a code ──▶ attempt_verification ─┬─ the organization's
//!                                            ▲                                                    └─ another one was quicker
//!                                            └── another code
//! ```
//!
//! Several organizations may name a domain; it is proven to be one's at most.

use std::collections::HashMap;

use super::access::{self, Access, Actor, check_enabled, check_ids, not_there};
use super::{domain_name, roles};
use crate::model::{ApiError, EnrollmentMode, ErrorCode, Field, OrganizationDomain};
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::{self, AuditEntry, EventType};
use crate::server::flows::invitations::page;
use crate::server::flows::{Error, commit};
use crate::server::resources;
use crate::server::settings::{MANAGE_DOMAINS, READ_DOMAINS};
use crate::server::store::organization_domains::{self, DomainRow, NewDomain};
use crate::server::store::{Connection, StoreError, Transaction, organization_membership_requests};
use crate::server::vestibule::Inner;

/// An organization names no more domains than these, proven or not.
pub(super) const MOST: i64 = 50;

/// A domain to be.
///
/// ```
/// use vestibule::model::EnrollmentMode;
/// use vestibule::server::NewOrganizationDomain;
///
/// let acme = NewOrganizationDomain { verified: true, ..NewOrganizationDomain::named("acme.example") };
/// assert_eq!(acme.enrollment_mode, EnrollmentMode::ManualInvitation);
/// ```
#[derive(Clone, Debug, Default)]
pub struct NewOrganizationDomain {
    /// The domain: `acme.example`.
    pub name: String,
    /// How people with an address in it come in: an automatic one only for a domain that is verified.
    pub enrollment_mode: EnrollmentMode,
    /// Whether the app knows that the domain is the organization's. People prove it.
    pub verified: bool,
}

impl NewOrganizationDomain {
    /// One that is to be proven, and whose people are invited like everyone else.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

/// Domains of organizations: [`Organizations::domains`](super::Organizations::domains), and in the name of a person
/// [`ActingInOrganizations::domains`](super::ActingInOrganizations::domains).
///
/// Everything is refused with `action_not_allowed` while `organizations.domains.enabled` is off. A person needs
/// `org:sys_domains:read` to see them and `org:sys_domains:manage` to change them: else `authorization_invalid`, and
/// `resource_not_found` for an organization that they do not belong to.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationDomains<'a> {
    pub(super) app: &'a Inner,
    /// In whose name it is done: a person's, who is asked whether they may, or the app's own.
    pub(super) actor: Actor<'a>,
}

impl OrganizationDomains<'_> {
    /// Names a domain.
    ///
    /// ```no_run
    /// # use vestibule::server::{NewOrganizationDomain, Vestibule};
    /// # async fn run(vestibule: Vestibule, ada: &str, acme: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let domains = vestibule.organizations().acting_as(ada).domains();
    /// let named = domains.create(acme, &NewOrganizationDomain::named("acme.example")).await?;
    /// domains.prepare_verification(acme, &named.id, "ada@acme.example").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Of the field `name`: `form_param_missing`, `form_param_format_invalid`; `organization_domain_common` if everyone can have
    /// an address in it; `duplicate_record` if the organization has named it before; `form_identifier_exists` for a verified
    /// one that is another organization's. `identification_unverified` of the field `enrollment_mode` for an automatic one of a
    /// domain that is not verified, `form_param_format_invalid` for one that the settings do not have;
    /// `identification_quota_exceeded` for more than 50.
    pub async fn create(self, organization_id: &str, new: &NewOrganizationDomain) -> Result<OrganizationDomain, Error> {
        let app = self.app;
        check_on(app)?;
        let name = domain_name::typed(&new.name)?;
        self.check_mode(new.enrollment_mode)?;
        if new.enrollment_mode.is_automatic() && !new.verified {
            return Err(unverified());
        }
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let access = self.hold(&mut tx, organization_id).await?;
        if new.verified && matches!(self.actor, Actor::Person(_)) {
            return Err(ApiError::new(ErrorCode::AuthorizationInvalid).into());
        }
        if organization_domains::count(&mut tx, &access.organization.id).await? >= MOST {
            let limit = usize::try_from(MOST).unwrap_or_default();
            return Err(ApiError::of(ErrorCode::IdentificationQuotaExceeded, Field::Name).with_limit(limit).into());
        }
        // Whether another organization has it is told to whoever proves it alone.
        let row = NewDomain {
            id: &new_id(Prefix::OrganizationDomain, now),
            organization_id,
            name: &name,
            enrollment_mode: new.enrollment_mode,
            is_verified: new.verified,
        };
        let Some(row) = organization_domains::insert(&mut tx, &row, now).await? else {
            return Err(match organization_domains::owner(&mut tx, &name).await? {
                Some(owner) if new.verified && owner != organization_id => taken(),
                _ => ApiError::of(ErrorCode::DuplicateRecord, Field::Name).into(),
            });
        };
        self.note(tx, EventType::OrganizationDomainCreated, row, now).await
    }

    /// A domain of an organization.
    ///
    /// # Errors
    /// `resource_not_found` if it has none such.
    pub async fn get(self, organization_id: &str, id: &str) -> Result<OrganizationDomain, Error> {
        check_on(self.app)?;
        check_ids(&[id])?;
        let mut connection = self.app.store.read().await?;
        let access = access::find(self.app, &mut connection, organization_id, self.actor).await?;
        access.require(READ_DOMAINS)?;
        let row = organization_domains::find(&mut connection, &access.organization.id, id).await?;
        Ok(told(self.app, row.ok_or_else(not_there)?))
    }

    /// Part of the domains of an organization, oldest first, at most 500, and how many there are.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization.
    pub async fn list(
        self,
        organization_id: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<OrganizationDomain>, i64), Error> {
        check_on(self.app)?;
        let mut connection = self.app.store.read().await?;
        let access = access::find(self.app, &mut connection, organization_id, self.actor).await?;
        access.require(READ_DOMAINS)?;
        let id = &access.organization.id;
        let rows = organization_domains::list(&mut connection, id, page(limit, offset)).await?;
        let total = organization_domains::count(&mut connection, id).await?;
        Ok((rows.into_iter().map(|row| told(self.app, row)).collect(), total))
    }

    /// How many ask to be let in by an address in each of an organization's domains and wait for an answer, by its name: for
    /// whoever was given the domains.
    pub(crate) async fn waiting(self, organization_id: &str) -> Result<HashMap<String, i64>, Error> {
        let mut connection = self.app.store.read().await?;
        Ok(organization_membership_requests::count_by_domain(&mut connection, organization_id).await?)
    }

    /// Takes a domain from an organization. Whoever belongs to it by now stays, and who has asked to be let in waits for an
    /// answer all the same.
    ///
    /// # Errors
    /// `resource_not_found` if it has none such.
    pub async fn delete(self, organization_id: &str, id: &str) -> Result<(), Error> {
        check_on(self.app)?;
        check_ids(&[id])?;
        let now = self.app.clock.now();
        let mut tx = self.app.store.write().await?;
        self.hold(&mut tx, organization_id).await?;
        let name = organization_domains::delete(&mut tx, organization_id, id).await?.ok_or_else(not_there)?;
        let data = serde_json::json!({ "id": id, "object": "organization_domain", "deleted": true });
        let entry = AuditEntry::of(EventType::OrganizationDomainDeleted).within(organization_id).with("name", name);
        events::record_as(&mut tx, EventType::OrganizationDomainDeleted, id, &data, entry, now).await?;
        commit(tx).await
    }

    /// Changes how people with an address in a domain come in; `delete_pending` takes those of their requests away that nobody
    /// has answered. A person who makes it an automatic way needs a role that covers the one that people get by it.
    ///
    /// # Errors
    /// `resource_not_found` if the organization has no such domain; of the field `enrollment_mode` `form_param_format_invalid`
    /// if the settings do not have it, `identification_unverified` for an automatic one of a domain that is not verified.
    pub async fn set_enrollment_mode(
        self,
        organization_id: &str,
        id: &str,
        mode: EnrollmentMode,
        delete_pending: bool,
    ) -> Result<OrganizationDomain, Error> {
        let app = self.app;
        check_on(app)?;
        check_ids(&[id])?;
        self.check_mode(mode)?;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let access = self.hold(&mut tx, organization_id).await?;
        if mode.is_automatic() {
            access.require_cover(&roles::role_of(app, app.settings.organizations.domain_role()))?;
        }
        let row = organization_domains::find(&mut tx, organization_id, id).await?.ok_or_else(not_there)?;
        let row = organization_domains::set_enrollment_mode(&mut tx, &row.id, mode, now).await?;
        let row = row.ok_or_else(unverified)?;
        if delete_pending {
            organization_membership_requests::delete_pending(&mut tx, organization_id, &row.name).await?;
        }
        self.note(tx, EventType::OrganizationDomainUpdated, row, now).await
    }

    /// Changes what is known of a domain and how people with an address in it come in: what is `None` stays as it is. The app
    /// alone says that a domain is an organization's; one that is so no more lets nobody in by itself.
    ///
    /// # Errors
    /// `authorization_invalid` for a person who would say so; `form_identifier_exists` of the field `name` if it is another
    /// organization's; else as [`set_enrollment_mode`](Self::set_enrollment_mode).
    pub async fn update(
        self,
        organization_id: &str,
        id: &str,
        mode: Option<EnrollmentMode>,
        verified: Option<bool>,
    ) -> Result<OrganizationDomain, Error> {
        let app = self.app;
        check_on(app)?;
        check_ids(&[id])?;
        mode.map(|mode| self.check_mode(mode)).transpose()?;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let access = self.hold(&mut tx, organization_id).await?;
        if verified.is_some() && matches!(self.actor, Actor::Person(_)) {
            return Err(ApiError::new(ErrorCode::AuthorizationInvalid).into());
        }
        if mode.is_some_and(EnrollmentMode::is_automatic) {
            access.require_cover(&roles::role_of(app, app.settings.organizations.domain_role()))?;
        }
        let before = organization_domains::find(&mut tx, organization_id, id).await?.ok_or_else(not_there)?;
        let (mut row, mut is_same) = (before.clone(), true);
        if let Some(verified) = verified.filter(|verified| *verified != before.verified_at.is_some()) {
            is_same = false;
            row = match organization_domains::set_verified(&mut tx, id, verified, now).await {
                Err(StoreError::Exists(_)) => return Err(taken()),
                other => other?.ok_or_else(not_there)?,
            };
        }
        if let Some(mode) = mode.filter(|mode| *mode != row.enrollment_mode) {
            is_same = false;
            let changed = organization_domains::set_enrollment_mode(&mut tx, id, mode, now).await?;
            row = changed.ok_or_else(unverified)?;
        }
        if is_same {
            return Ok(told(app, row));
        }
        self.note(tx, EventType::OrganizationDomainUpdated, row, now).await
    }

    fn check_mode(self, mode: EnrollmentMode) -> Result<(), ApiError> {
        match self.app.settings.organizations.domains.enrollment_modes.contains(&mode) {
            true => Ok(()),
            false => Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::EnrollmentMode)),
        }
    }

    /// Holds an organization for whoever may manage its domains.
    pub(super) async fn hold(self, tx: &mut Transaction, organization_id: &str) -> Result<Access, Error> {
        let access = access::hold(self.app, tx, organization_id, self.actor).await?;
        access.require(MANAGE_DOMAINS)?;
        Ok(access)
    }

    /// Tells whoever listens, and commits.
    pub(super) async fn note(
        self,
        mut tx: Transaction,
        kind: EventType,
        row: DomainRow,
        now: i64,
    ) -> Result<OrganizationDomain, Error> {
        let domain = told(self.app, row);
        note(&mut tx, kind, &domain, now).await?;
        commit(tx).await?;
        Ok(domain)
    }
}

/// Tells whoever listens and the audit log of a domain.
pub(super) async fn note(
    connection: &mut Connection,
    kind: EventType,
    domain: &OrganizationDomain,
    now: i64,
) -> Result<(), StoreError> {
    let entry = AuditEntry::of(kind)
        .with("name", domain.name.as_str())
        .with("enrollment_mode", domain.enrollment_mode.as_str())
        .with("verified", domain.verified);
    let data = resources::OrganizationDomain::of(domain.clone());
    events::record_as(connection, kind, &domain.id, &data, entry, now).await
}

/// Refuses everything where organizations have no domains.
pub(super) fn check_on(app: &Inner) -> Result<(), Error> {
    check_enabled(app)?;
    match app.settings.organizations.domains.enabled {
        true => Ok(()),
        false => Err(ApiError::new(ErrorCode::ActionNotAllowed).into()),
    }
}

pub(super) fn told(app: &Inner, row: DomainRow) -> OrganizationDomain {
    OrganizationDomain {
        id: row.id,
        organization_id: row.organization_id,
        name: row.name,
        enrollment_mode: app.settings.organizations.domains.effective(row.enrollment_mode),
        verified: row.verified_at.is_some(),
        affiliation_email_address: row.affiliation_email_address,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn unverified() -> Error {
    ApiError::of(ErrorCode::IdentificationUnverified, Field::EnrollmentMode).into()
}

/// Whose it is is not said.
pub(super) fn taken() -> Error {
    ApiError::of(ErrorCode::FormIdentifierExists, Field::Name).into()
}
