//! What can prove once more who someone is: what they could sign in with, as far as it proves who they are where they are.

use crate::model::{SessionVerificationFactor, Strategy, User, VerificationStatus};
use crate::server::flows::sign_in::second_factor;
use crate::server::phone_number;
use crate::server::store::second_factors::Enrolled;
use crate::server::vestibule::Inner;

const fn alone(strategy: Strategy) -> SessionVerificationFactor {
    SessionVerificationFactor { strategy, email_address_id: None, phone_number_id: None, safe_identifier: None }
}

/// What can give the first proof, what is asked for first in front. Whoever comes in from elsewhere alone is asked for a
/// code at the address that they have proven, whether or not a code signs in here.
pub fn first_factors(app: &Inner, user: &User) -> Vec<SessionVerificationFactor> {
    let on = app.settings.first_factors();
    let is_on = |strategy: Strategy| on.contains(&strategy);
    let password = (user.password_enabled && is_on(Strategy::Password)).then(|| alone(Strategy::Password));
    let passkey = passkey(app, user);
    let (email, phone) = (by_mail(user), by_text(user));
    let mut offers: Vec<_> = password.into_iter().chain(passkey).collect();
    offers.extend(email.clone().filter(|_| is_on(Strategy::EmailCode)));
    offers.extend(phone.clone().filter(|_| is_on(Strategy::PhoneCode)));
    if offers.is_empty() {
        offers.extend(email.or(phone));
    }
    offers
}

/// What can give the second proof. A passkey is both proofs at once.
pub fn second_factors(app: &Inner, has: &Enrolled) -> Vec<SessionVerificationFactor> {
    let offers = second_factor::offers(app, has).into_iter().map(|factor| SessionVerificationFactor {
        phone_number_id: factor.phone_number_id,
        safe_identifier: factor.safe_identifier,
        ..alone(factor.strategy)
    });
    offers.collect()
}

/// The offer that is asked for, or the first one, where that is not there any more.
pub fn asked(
    offers: &[SessionVerificationFactor],
    strategy: Option<Strategy>,
    phone_number_id: Option<&str>,
) -> Option<SessionVerificationFactor> {
    let is_asked = |offer: &&SessionVerificationFactor| {
        let is_number = phone_number_id.is_none() || offer.phone_number_id.as_deref() == phone_number_id;
        Some(offer.strategy) == strategy && is_number
    };
    offers.iter().find(is_asked).or_else(|| offers.first()).cloned()
}

fn passkey(app: &Inner, user: &User) -> Option<SessionVerificationFactor> {
    (app.passkeys.is_some() && !user.passkeys.is_empty()).then(|| alone(Strategy::Passkey))
}

fn by_mail(user: &User) -> Option<SessionVerificationFactor> {
    let id = user.primary_email_address_id.as_ref()?;
    let email = user.email_addresses.iter().find(|email| email.id == *id)?;
    (email.verification.status == VerificationStatus::Verified).then(|| SessionVerificationFactor {
        email_address_id: Some(email.id.clone()),
        safe_identifier: Some(masked(&email.email_address)),
        ..alone(Strategy::EmailCode)
    })
}

fn by_text(user: &User) -> Option<SessionVerificationFactor> {
    let id = user.primary_phone_number_id.as_ref()?;
    let phone = user.phone_numbers.iter().find(|phone| phone.id == *id)?;
    let is_proven = phone.verification.status == VerificationStatus::Verified;
    (is_proven && !phone.reserved_for_second_factor).then(|| SessionVerificationFactor {
        phone_number_id: Some(phone.id.clone()),
        safe_identifier: Some(phone_number::masked(&phone.phone_number)),
        ..alone(Strategy::PhoneCode)
    })
}

/// An address of which someone who knows it knows it again.
fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}•••@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_again() {
        assert_eq!(masked("ada@example.com"), "a•••@example.com");
        assert_eq!(masked("ß@example.com"), "ß•••@example.com");
    }
}
