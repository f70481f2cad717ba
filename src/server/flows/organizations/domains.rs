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

use super::access::{self, Access, Actor, check_enabled, check_ids, not_there};
use super::domain_name;
use crate::model::{ApiError, EnrollmentMode, ErrorCode, Field, OrganizationDomain};
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::{self, EventType};
use crate::server::factors::code;
use crate::server::factors::mailed::{self, DomainErrand, RESEND_AFTER};
use crate::server::flows::invitations::page;
use crate::server::flows::{Error, commit, commit_with_mail, identifier, limits};
use crate::server::settings::{MANAGE_DOMAINS, READ_DOMAINS};
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::organization_domains::{self, DomainRow, NewDomain};
use crate::server::store::verifications::{self, Purpose};
use crate::server::store::{StoreError, Transaction, organization_membership_requests, users};
use crate::server::vestibule::Inner;

/// An organization names no more domains than these, proven or not.
const MOST: i64 = 50;

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
    /// an address in it; `duplicate_record` if the organization has named it before; `form_identifier_exists` if it is another
    /// organization's. `identification_unverified` of the field `enrollment_mode` for an automatic one of a domain that is not
    /// verified, `form_param_format_invalid` for one that the settings do not have; `identification_quota_exceeded` for more
    /// than 50.
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
        refuse_taken(&mut tx, organization_id, &name).await?;
        let row = NewDomain {
            id: &new_id(Prefix::OrganizationDomain, now),
            organization_id,
            name: &name,
            enrollment_mode: new.enrollment_mode,
            is_verified: new.verified,
        };
        let Some(row) = organization_domains::insert(&mut tx, &row, now).await? else {
            // Another organization may have been quicker.
            refuse_taken(&mut tx, organization_id, &name).await?;
            return Err(ApiError::of(ErrorCode::DuplicateRecord, Field::Name).into());
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
        if !organization_domains::delete(&mut tx, organization_id, id).await? {
            return Err(not_there());
        }
        let data = serde_json::json!({ "id": id, "object": "organization_domain", "deleted": true });
        events::record(&mut tx, EventType::OrganizationDomainDeleted, id, &data, now).await?;
        commit(tx).await
    }

    /// Mails a code to an address in a domain. The one before is good for nothing any more.
    ///
    /// # Errors
    /// `resource_not_found` if the organization has no such domain; of the field `affiliation_email_address`
    /// `form_param_missing`, and `form_param_format_invalid` if it is no address, or not one in exactly this domain;
    /// `verification_missing` if the domain is verified; `form_identifier_exists` of the field `name` if it is another
    /// organization's by now; `too_many_requests`.
    pub async fn prepare_verification(
        self,
        organization_id: &str,
        id: &str,
        affiliation_email_address: &str,
    ) -> Result<OrganizationDomain, Error> {
        let app = self.app;
        check_on(app)?;
        check_ids(&[id])?;
        let field = Field::AffiliationEmailAddress;
        let email = identifier::email_address(affiliation_email_address);
        let email = email.map_err(|error| ApiError::of(error.code, field))?;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        if let Actor::Person(user_id) = self.actor {
            // A limit that is reached tells nothing to whoever does not belong there.
            access::find(app, &mut tx, organization_id, self.actor).await?.require(MANAGE_DOMAINS)?;
            take_limits(app, &mut tx, (organization_id, user_id, &email.normalized), now).await?;
        }
        let access = self.hold(&mut tx, organization_id).await?;
        let row = organization_domains::find(&mut tx, organization_id, id).await?.ok_or_else(not_there)?;
        if domain_name::of_address(&email.normalized) != Some(row.name.as_str()) {
            return Err(ApiError::of(ErrorCode::FormParamFormatInvalid, field).into());
        }
        if row.verified_at.is_some() {
            return Err(ApiError::new(ErrorCode::VerificationMissing).into());
        }
        refuse_taken(&mut tx, organization_id, &row.name).await?;
        if let Some(last) = &row.verification_id
            && let Some(last) = verifications::by_id(&mut tx, last).await?
            && last.created_at + RESEND_AFTER > now
        {
            let wait = last.created_at + RESEND_AFTER - now;
            return Err(ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(wait).into());
        }
        let language = identifiers::language_of_owner(&mut tx, IdentifierKind::EmailAddress, &email.normalized).await?;
        let mut language = language.flatten();
        if let (None, Actor::Person(user_id)) = (language, self.actor) {
            language = users::language_of(&mut tx, user_id).await?;
        }
        let errand = DomainErrand {
            domain_id: &row.id,
            domain: &row.name,
            organization: &access.organization.name,
            address: &email.value,
            language,
        };
        let verification_id = mailed::send_for_domain(app, &mut tx, &errand, now).await?;
        let sent = (email.value.as_str(), verification_id.as_str());
        let row = organization_domains::set_verification(&mut tx, &row.id, sent, now).await?.ok_or_else(not_there)?;
        let domain = told(app, row);
        events::record(&mut tx, EventType::OrganizationDomainUpdated, &domain.id, &domain, now).await?;
        commit_with_mail(app, tx).await?;
        Ok(domain)
    }

    /// Gives the code that was mailed: from then on the domain is the organization's, and no other one's.
    ///
    /// # Errors
    /// `resource_not_found` if the organization has no such domain; of the field `code` `form_param_missing`,
    /// `form_code_incorrect`, `verification_expired`, `verification_failed` after too many wrong ones, and
    /// `verification_missing` if none was sent or the domain is verified; `form_identifier_exists` of the field `name` if it is
    /// another organization's by now; `too_many_requests`.
    pub async fn attempt_verification(
        self,
        organization_id: &str,
        id: &str,
        typed: &str,
    ) -> Result<OrganizationDomain, Error> {
        let app = self.app;
        check_on(app)?;
        check_ids(&[id])?;
        let missing = || ApiError::of(ErrorCode::VerificationMissing, Field::Code);
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        // Codes before organizations: it is held when the code is right.
        let access = access::find(app, &mut tx, organization_id, self.actor).await?;
        access.require(MANAGE_DOMAINS)?;
        let organization_id = &access.organization.id;
        let row = organization_domains::find(&mut tx, organization_id, id).await?.ok_or_else(not_there)?;
        if typed.trim().is_empty() {
            return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code).into());
        }
        let (Some(verification_id), Some(address)) = (&row.verification_id, &row.affiliation_email_address) else {
            return Err(missing().into());
        };
        let at_address = format!("organization_domain:{}", address.to_ascii_lowercase());
        let by_actor = format!("organization_domain_by:{}", self.actor.user_id().unwrap_or(organization_id));
        let mut tried = Ok(());
        for whom in [at_address.as_str(), &by_actor] {
            if tried.is_ok() {
                tried = limits::take_code_try(app, &mut tx, (whom, None), now).await?;
            }
        }
        if tried.is_ok() {
            let purpose = Purpose::OrganizationDomain;
            tried = code::attempt(app, &mut tx, verification_id, purpose, &row.id, typed, now).await?.map(drop);
        }
        if let Err(refusal) = tried {
            // The try counts.
            commit(tx).await?;
            return Err(refusal.into());
        }
        // Not those of the actor: whoever proves a domain of their own would have more tries at others.
        limits::clear_code_tries(app, &mut tx, (&at_address, None)).await?;
        self.hold(&mut tx, organization_id).await?;
        let row = match organization_domains::prove(&mut tx, &row.id, verification_id, now).await {
            Err(StoreError::Exists(_)) => return Err(taken()),
            other => other?.ok_or_else(missing)?,
        };
        self.note(tx, EventType::OrganizationDomainUpdated, row, now).await
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
            access.require_cover(&super::roles::role_of(app, app.settings.organizations.domain_role()))?;
        }
        let row = organization_domains::find(&mut tx, organization_id, id).await?.ok_or_else(not_there)?;
        let row = organization_domains::set_enrollment_mode(&mut tx, &row.id, mode, now).await?;
        let row = row.ok_or_else(unverified)?;
        if delete_pending {
            organization_membership_requests::delete_pending(&mut tx, organization_id, &row.name).await?;
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
    async fn hold(self, tx: &mut Transaction, organization_id: &str) -> Result<Access, Error> {
        let access = access::hold(self.app, tx, organization_id, self.actor).await?;
        access.require(MANAGE_DOMAINS)?;
        Ok(access)
    }

    /// Tells whoever listens, and commits.
    async fn note(
        self,
        mut tx: Transaction,
        kind: EventType,
        row: DomainRow,
        now: i64,
    ) -> Result<OrganizationDomain, Error> {
        let domain = told(self.app, row);
        events::record(&mut tx, kind, &domain.id, &domain, now).await?;
        commit(tx).await?;
        Ok(domain)
    }
}

/// Refuses everything where organizations have no domains.
pub(super) fn check_on(app: &Inner) -> Result<(), Error> {
    check_enabled(app)?;
    match app.settings.organizations.domains.enabled {
        true => Ok(()),
        false => Err(ApiError::new(ErrorCode::ActionNotAllowed).into()),
    }
}

fn told(app: &Inner, row: DomainRow) -> OrganizationDomain {
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
fn taken() -> Error {
    ApiError::of(ErrorCode::FormIdentifierExists, Field::Name).into()
}

/// Refuses a domain that is another organization's.
async fn refuse_taken(tx: &mut Transaction, organization_id: &str, name: &str) -> Result<(), Error> {
    match organization_domains::owner(tx, name).await? {
        Some(owner) if owner != organization_id => Err(taken()),
        _ => Ok(()),
    }
}

/// Counts a mail of which a person is the cause, or refuses it. Before anything else is held.
async fn take_limits(
    app: &Inner,
    tx: &mut Transaction,
    (organization_id, user_id, address): (&str, &str, &str),
    now: i64,
) -> Result<(), Error> {
    let of = |what, whom| limits::key(app, what, &[whom]);
    let mut all = [
        (of("organization_domain_codes", organization_id), limits::ORGANIZATION_DOMAIN_CODES),
        // Whoever makes many organizations has no more of it than with one.
        (of("organization_domain_codes_by", user_id), limits::ORGANIZATION_DOMAIN_CODES),
        (of("organization_domain_codes_to", address), limits::ORGANIZATION_DOMAIN_CODES_TO),
    ];
    // In one order, so that nobody waits for each other.
    all.sort_by(|a, b| a.0.cmp(&b.0));
    for (key, rule) in all {
        limits::take_or_refuse(tx, &key, rule, ErrorCode::TooManyRequests, now).await??;
    }
    Ok(())
}
