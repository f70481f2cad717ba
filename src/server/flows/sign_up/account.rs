use super::admission;
use crate::model::{ApiError, ErrorCode, Field, Strategy};
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::Origin;
use crate::server::flows::client::Claimed;
use crate::server::flows::external_sign_up::{External, is_proven};
use crate::server::flows::session::Proofs;
use crate::server::flows::users::Account;
use crate::server::flows::{Error, Outcome, Visitor, identifier, owner, session, username};
use crate::server::store::clients::ClientRow;
use crate::server::store::identifiers::{self, IdentifierKind, NewIdentifier};
use crate::server::store::sign_ups::{self, SignUpRow};
use crate::server::store::users::{self, NewUser};
use crate::server::store::{StoreError, Transaction, external_accounts, sessions, verifications};
use crate::server::vestibule::Inner;

/// Makes the account of someone who has proven what they gave, and signs in to it.
pub async fn complete(
    app: &Inner,
    mut tx: Transaction,
    visitor: &Visitor,
    browser: ClientRow,
    row: &SignUpRow,
    now: i64,
) -> Result<Outcome, Error> {
    let live = sessions::live_of_client(&mut tx, &browser.id, now).await?;
    let browser = Claimed { row: browser, new_secret: None, live, without_secret: false };
    complete_in(app, tx, visitor, browser, row, now).await
}

/// The same in a browser that has been claimed for it.
pub async fn complete_in(
    app: &Inner,
    mut tx: Transaction,
    visitor: &Visitor,
    browser: Claimed,
    row: &SignUpRow,
    now: i64,
) -> Result<Outcome, Error> {
    match make_account(app, &mut tx, visitor, browser, row, now).await {
        Ok(begun) => begun.finish(app, tx).await,
        Err(Error::Store(StoreError::Exists(_))) => {
            // Before anything else is asked: who waits for a second connection while they hold one may wait for long.
            tx.rollback().await.map_err(StoreError::from)?;
            Err(taken_meanwhile(app, row).await?)
        }
        Err(error) => Err(error),
    }
}

/// Between the first step and this one someone made an account with the same address or the same account elsewhere, or
/// took the username. Whoever gave the right code owns the address, and may know.
async fn taken_meanwhile(app: &Inner, row: &SignUpRow) -> Result<Error, Error> {
    let email = address(row)?;
    let mut connection = app.store.read().await?;
    if let Some(External { provider, identity, .. }) = External::of(app, row) {
        let known = external_accounts::owner(&mut connection, &provider, &identity.issuer, &identity.subject).await?;
        if known.is_some() {
            return Ok(ApiError::new(ErrorCode::ExternalAccountExists).into());
        }
    }
    if sign_ups::is_called_as_someone(&mut connection, &row.id).await? {
        return Ok(ApiError::of(ErrorCode::FormIdentifierExists, Field::ExternalId).into());
    }
    let owned = [
        (IdentifierKind::EmailAddress, Field::EmailAddress, email.as_ref().map(|email| email.normalized.as_str())),
        (IdentifierKind::PhoneNumber, Field::PhoneNumber, row.phone_number.as_deref()),
    ];
    for (kind, field, normalized) in owned {
        if let Some(normalized) = normalized
            && identifiers::exists(&mut connection, kind, normalized).await?
        {
            return Ok(ApiError::of(ErrorCode::FormIdentifierExists, field).into());
        }
    }
    Ok(ApiError::of(ErrorCode::FormIdentifierExists, Field::Username).into())
}

/// The address that someone signs up with.
fn address(row: &SignUpRow) -> Result<Option<identifier::Identifier>, ApiError> {
    row.email_address.as_deref().map(identifier::email_address).transpose()
}

/// The strategy that has proven the address: of what was sent last, as long as that is known.
async fn sent_by(app: &Inner, tx: &mut Transaction, row: &SignUpRow) -> Result<String, Error> {
    let sent = match &row.email_verification_id {
        Some(id) => verifications::by_id(tx, id).await?,
        None => None,
    };
    let otherwise = || app.settings.sign_up.email_verification.as_str().to_owned();
    Ok(sent.map_or_else(otherwise, |sent| sent.strategy))
}

/// Makes the account in a transaction that holds the browser, and begins a session in it.
pub async fn make_account(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: Claimed,
    row: &SignUpRow,
    now: i64,
) -> Result<session::Begun, Error> {
    let external = External::of(app, row);
    let email = address(row)?;
    let verified_by = match (&external, &email) {
        (Some(external), None) => external.strategy(),
        (None, None) if row.phone_number.is_some() => Strategy::PhoneCode.as_str().to_owned(),
        (None, None) => Strategy::Password.as_str().to_owned(),
        (Some(external), Some(_)) if is_proven(Some(external), row.email_address.as_deref()) => external.strategy(),
        _ if row.is_invited() => Strategy::Ticket.as_str().to_owned(),
        _ => sent_by(app, tx, row).await?,
    };
    let user_id = new_id(Prefix::User, now);
    Origin::acts_as(&user_id, None, None);
    // Held before anything that comes of it: what another backend says of it meanwhile is said too late.
    let held = sign_ups::hold(tx, &row.id, now).await?;
    let external_id = held.ok_or_else(|| ApiError::new(ErrorCode::ClientStateInvalid))?;
    // First, so that of many who come with one invitation all but one are refused before anything is made.
    let redeemed = admission::redeem(app, tx, row, email.as_ref(), &user_id, now).await?;
    let email_id = email.as_ref().map(|_| new_id(Prefix::Identifier, now));
    let phone_id = row.phone_number.as_ref().map(|_| new_id(Prefix::Identifier, now));
    let user = NewUser {
        id: &user_id,
        external_id: external_id.as_deref(),
        first_name: row.first_name.as_deref(),
        last_name: row.last_name.as_deref(),
        language: visitor.language,
        primary_email_address_id: email_id.as_deref(),
        primary_phone_number_id: phone_id.as_deref(),
        password_digest: row.password_digest.as_deref(),
        legal_accepted_at: row.legal_accepted_at,
        public_metadata: redeemed.public_metadata.as_deref().unwrap_or("{}"),
        unsafe_metadata: row.unsafe_metadata.as_deref().unwrap_or("{}"),
    };
    users::insert(tx, &user, now).await?;
    // Both have been proven by now: whoever went by one without a proof, in an account that was brought from elsewhere, goes
    // by it no longer, and neither does the password that they had there.
    if let Some(email) = &email {
        owner::release_unproven(app, tx, IdentifierKind::EmailAddress, &email.normalized, now).await?;
    }
    if let Some(number) = &row.phone_number {
        owner::release_unproven(app, tx, IdentifierKind::PhoneNumber, number, now).await?;
    }
    if let (Some(id), Some(email)) = (&email_id, &email) {
        let identifier = NewIdentifier {
            id,
            user_id: &user_id,
            kind: IdentifierKind::EmailAddress,
            value: &email.value,
            normalized: &email.normalized,
            verified_by: Some(&verified_by),
        };
        identifiers::insert(tx, &identifier, now).await?;
    }
    if let (Some(id), Some(number)) = (&phone_id, &row.phone_number) {
        let identifier = NewIdentifier {
            id,
            user_id: &user_id,
            kind: IdentifierKind::PhoneNumber,
            value: number,
            normalized: number,
            verified_by: Some(Strategy::PhoneCode.as_str()),
        };
        identifiers::insert(tx, &identifier, now).await?;
    }
    if let Some(username) = &row.username {
        let username = identifier::username(username)?;
        let identifier = NewIdentifier {
            id: &new_id(Prefix::Identifier, now),
            user_id: &user_id,
            kind: IdentifierKind::Username,
            value: &username.value,
            normalized: &username.normalized,
            verified_by: None,
        };
        identifiers::insert_username(tx, &identifier, &username::skeleton(&username.normalized), now).await?;
    }
    if let Some(external) = &external {
        external.connect(app, tx, &user_id, now).await?;
    }
    if let Some(account) = Account::read(tx, &user_id, now).await? {
        account.note_created(app, tx, now).await?;
    }
    let joined = match redeemed.joining {
        Some(joining) => Some(joining.enter(app, tx, &user_id, now).await?.organization.id),
        None => None,
    };
    // With what they can come in again.
    let strategy = if row.password_digest.is_some() { Strategy::Password.as_str() } else { &verified_by };
    let mut begun = session::begin(app, tx, &browser, &user_id, Proofs::one(strategy, now), visitor, now).await?;
    if let Some(organization_id) = &joined {
        begun = begun.acting_in(app, tx, organization_id, now).await?;
    }
    if !sign_ups::complete(tx, &row.id, &user_id, &begun.session.id, now).await? {
        return Err(ApiError::new(ErrorCode::ClientStateInvalid).into());
    }
    Ok(begun.with_new_account())
}
