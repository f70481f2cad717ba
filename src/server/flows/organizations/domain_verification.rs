//! That a domain is an organization's: proven by a code that is mailed to an address in it.

use super::access::{self, Actor, check_ids, not_there};
use super::domains::{OrganizationDomains, check_on, note, taken, told};
use super::{domain_name, enrollment};
use crate::model::{ApiError, ErrorCode, Field, OrganizationDomain};
use crate::server::events::EventType;
use crate::server::factors::code;
use crate::server::factors::mailed::{self, DomainErrand, RESEND_AFTER};
use crate::server::flows::{Error, commit, commit_with_mail, identifier, limits};
use crate::server::settings::MANAGE_DOMAINS;
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::organization_domains;
use crate::server::store::verifications::{self, Purpose};
use crate::server::store::{StoreError, Transaction, users};
use crate::server::vestibule::Inner;

impl OrganizationDomains<'_> {
    /// Mails a code to an address in a domain. The one before is good for nothing any more.
    ///
    /// # Errors
    /// `resource_not_found` if the organization has no such domain; of the field `affiliation_email_address`
    /// `form_param_missing`, and `form_param_format_invalid` if it is no address, or not one in exactly this domain;
    /// `verification_missing` if the domain is verified; `too_many_requests`. That it is another organization's is told to
    /// whoever gives the code.
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
        note(&mut tx, EventType::OrganizationDomainUpdated, &domain, now).await?;
        commit_with_mail(app, tx).await?;
        Ok(domain)
    }

    /// Gives the code that was mailed: from then on the domain is the organization's, and no other one's.
    ///
    /// # Errors
    /// `resource_not_found` if the organization has no such domain; of the field `code` `form_param_missing`,
    /// `form_code_incorrect`, `verification_expired`, `verification_failed` after too many wrong ones, and
    /// `verification_missing` if none was sent or the domain is verified; `form_identifier_exists` of the field `name` if it is
    /// another organization's by now; `too_many_requests`, which after many guesses by others ends at once for whoever has
    /// proven an address in the domain as one of their account's.
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
        // By organization, so that guesses in another one do not keep this one from its address.
        let at_address = format!("organization_domain:{organization_id}:{}", address.to_ascii_lowercase());
        let by_actor = format!("organization_domain_by:{}", self.actor.user_id().unwrap_or(organization_id));
        let mut tried = Ok(());
        for whom in [at_address.as_str(), &by_actor] {
            if tried.is_ok() {
                tried = limits::take_code_try(app, &mut tx, (whom, None), now).await?;
            }
        }
        // Whoever has proven an address there reads its mail: strangers who guess do not keep them out.
        let is_stranger = match self.actor {
            Actor::Person(user_id) => !enrollment::domains_of(&mut tx, user_id).await?.contains(&row.name),
            Actor::Server => false,
        };
        if tried.is_ok() && is_stranger {
            // However many people and addresses take part.
            tried = limits::take_domain_guess(app, &mut tx, &row.name, now).await?;
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
        if is_stranger {
            limits::clear_domain_guesses(app, &mut tx, &row.name).await?;
        }
        self.hold(&mut tx, organization_id).await?;
        let row = match organization_domains::prove(&mut tx, &row.id, verification_id, now).await {
            Err(StoreError::Exists(_)) => return Err(taken()),
            other => other?.ok_or_else(missing)?,
        };
        self.note(tx, EventType::OrganizationDomainUpdated, row, now).await
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
