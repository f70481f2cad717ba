//! What is mailed so that whoever receives it can prove that an address is theirs: a code or a link.

use std::net::IpAddr;

use crate::model::{SignUpMode, Strategy};
use crate::server::Language;
use crate::server::crypto::{Code, MINUTE, Prefix, SECOND, Secret, Token, new_id};
use crate::server::delivery::{self, Letter, To};
use crate::server::factors::link;
use crate::server::store::verifications::{self, NewVerification, Purpose};
use crate::server::store::{Connection, StoreError};
use crate::server::vestibule::Inner;

/// How long it is good for, in milliseconds (ASVS 6.5.5: at most ten minutes).
pub const LIFETIME: i64 = 10 * MINUTE;
/// How long one waits for the next one, in milliseconds.
pub const RESEND_AFTER: i64 = 30 * SECOND;

/// Whom it goes to.
#[derive(Clone, Copy, Debug)]
pub enum Recipient<'a> {
    /// Someone who is to prove it.
    Proving(&'a str),
    /// Someone who has an account already and would make another: they get a mail that says so, and nothing will be
    /// right. Whoever asked sees no difference.
    HasAccount(&'a str),
    /// Someone who has no account and would sign in: likewise.
    HasNoAccount(&'a str),
    /// Nobody who could be reached. Nothing will be right, and whoever asked sees no difference.
    Nobody(&'a str),
}

/// What it is for.
#[derive(Clone, Copy, Debug)]
pub struct Errand<'a> {
    /// What is proven.
    pub purpose: Purpose,
    /// The sign-in or sign-up.
    pub subject_id: &'a str,
    /// By a code or by a link.
    pub strategy: Strategy,
    /// Whom it goes to.
    pub recipient: Recipient<'a>,
    /// The language that they read, as far as that is known.
    pub language: Option<Language>,
    /// Whose account it is about, as far as that is known.
    pub user_id: Option<&'a str>,
    /// Where it was asked for.
    pub ip: Option<IpAddr>,
    /// Where a link leads in the end.
    pub bound_for: Option<&'a str>,
}

/// Mails it and gives the id of its verification. It goes out when the caller has committed and says so with
/// [`delivery::wake`].
pub async fn send(
    app: &Inner,
    connection: &mut Connection,
    errand: &Errand<'_>,
    now: i64,
) -> Result<String, StoreError> {
    let id = new_id(Prefix::Verification, now);
    let page = |path: &str| format!("{}{path}", app.settings.base_url);
    let paths = &app.settings.paths;
    let for_long = now + delivery::KEPT;
    let (address, hash, mail, send_until): (&str, Option<Secret>, Letter, Option<i64>) = match errand.recipient {
        Recipient::Proving(address) => {
            let (hash, mail) = proof(app, errand, &id);
            (address, Some(hash), mail, Some(now + LIFETIME))
        }
        Recipient::HasAccount(address) if errand.purpose == Purpose::AddEmailAddress => {
            (address, None, delivery::address_in_use_mail(&page(&paths.sign_in)), Some(for_long))
        }
        Recipient::HasAccount(address) => {
            (address, None, delivery::account_exists_mail(&page(&paths.sign_in)), Some(for_long))
        }
        Recipient::HasNoAccount(address) => {
            let mode = app.settings.sign_up.mode;
            let on = match mode {
                SignUpMode::Public => paths.sign_up.as_str(),
                SignUpMode::Restricted => paths.sign_in.as_str(),
                SignUpMode::Waitlist => paths.waitlist_page(),
            };
            (address, None, delivery::no_account_mail(mode, &page(on)), Some(for_long))
        }
        Recipient::Nobody(address) => (address, None, proof(app, errand, &id).1, None),
    };
    let ip_address = errand.ip.map(|ip| ip.to_string());
    let new = NewVerification {
        id: &id,
        purpose: errand.purpose,
        subject_id: errand.subject_id,
        strategy: errand.strategy.as_str(),
        address,
        code_hash: hash.as_ref(),
        ip_address: ip_address.as_deref(),
        expire_at: now + LIFETIME,
    };
    verifications::insert(connection, &new, now).await?;
    let mail = mail.instead_of_older_ones_of(errand.subject_id);
    match send_until {
        Some(until) => {
            let to = To { address, language: errand.language, user_id: errand.user_id };
            delivery::send(app, connection, to, &mail, until, now).await?;
        }
        None => delivery::pretend(app, connection, errand.language, &mail, now).await?,
    }
    Ok(id)
}

/// A code for a domain that an organization says is its own.
#[derive(Clone, Copy, Debug)]
pub struct DomainErrand<'a> {
    /// `orgdmn_…`
    pub domain_id: &'a str,
    /// The domain.
    pub domain: &'a str,
    /// What people call the organization.
    pub organization: &'a str,
    /// An address in the domain.
    pub address: &'a str,
    /// The language that whoever reads it there reads, as far as that is known.
    pub language: Option<Language>,
}

/// Mails a code that proves a domain, and gives the id of its verification. It goes out when the caller has committed and says
/// so with [`delivery::wake`].
pub async fn send_for_domain(
    app: &Inner,
    connection: &mut Connection,
    errand: &DomainErrand<'_>,
    now: i64,
) -> Result<String, StoreError> {
    let (id, code) = (new_id(Prefix::Verification, now), Code::random());
    let new = NewVerification {
        id: &id,
        purpose: Purpose::OrganizationDomain,
        subject_id: errand.domain_id,
        strategy: Strategy::EmailCode.as_str(),
        address: errand.address,
        code_hash: Some(&code.hash(&app.key, &id)),
        ip_address: None,
        expire_at: now + LIFETIME,
    };
    verifications::insert(connection, &new, now).await?;
    let mail = delivery::organization_domain_mail(errand.organization, errand.domain, &code, LIFETIME / MINUTE);
    let to = To { address: errand.address, language: errand.language, user_id: None };
    delivery::send(app, connection, to, &mail.instead_of_older_ones_of(errand.domain_id), now + LIFETIME, now).await?;
    Ok(id)
}

/// What proves it, as it is kept, and the mail that brings it.
fn proof(app: &Inner, errand: &Errand<'_>, verification_id: &str) -> (Secret, Letter) {
    let minutes = LIFETIME / MINUTE;
    if errand.strategy.is_link() {
        let token = Token::random();
        let url = link::address(&app.settings, &token, errand.bound_for);
        let mail = match errand.purpose {
            Purpose::SignUpEmailAddress => delivery::sign_up_link_mail(&url, minutes),
            _ => delivery::sign_in_link_mail(&url, minutes),
        };
        return (Secret::new(token.hash()), mail);
    }
    let code = Code::random();
    let mail = match errand.strategy.is_reset() {
        true => delivery::reset_code_mail(&code, minutes),
        false => delivery::code_mail(&code, minutes),
    };
    (code.hash(&app.key, verification_id), mail)
}
