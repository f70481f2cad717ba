//! Sign-up of someone whom a provider has sent: the account is made at once when nothing is missing, else what is
//! missing is asked for. A password is not; an address is proven by a code unless the provider has proven it.

use serde::{Deserialize, Serialize};

use super::client::{self, Claimed};
use super::identifier::{self, Identifier};
use super::sign_up::{self, Checked, Details, LIFETIME};
use super::{Error, Issued, Outcome, Visitor, commit_with_mail, restrictions, username};
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, FieldRule, SignUpStatus};
use crate::server::crypto::{InstanceKey, Prefix, Secret, new_id};
use crate::server::factors::oauth::{Identity, Tokens};
use crate::server::factors::ticket::Invited;
use crate::server::store::clients;
use crate::server::store::external_accounts::{self, Known};
use crate::server::store::identifiers;
use crate::server::store::sign_ups::{self, SignUpRow};
use crate::server::store::{Connection, StoreError, Transaction};
use crate::server::vestibule::Inner;

const SEAL: &str = "sign_up_external_account";
const TOKENS: &str = "external_account_tokens";

/// Whom a provider has sent.
#[derive(Clone, Serialize, Deserialize)]
pub struct External {
    /// The provider's key.
    pub provider: String,
    /// Who it is there.
    pub identity: Identity,
    /// What the provider gave us.
    pub tokens: Tokens,
}

impl External {
    /// Of a sign-up under way.
    pub fn of(app: &Inner, row: &SignUpRow) -> Option<Self> {
        let sealed = row.sealed_external_account.as_deref()?;
        serde_json::from_slice(&app.key.open(SEAL, sealed)?).ok()
    }

    fn seal(&self, app: &Inner) -> Result<String, StoreError> {
        let json = serde_json::to_vec(self).map_err(|_| StoreError::Row("an external account"))?;
        Ok(app.key.seal(SEAL, &json))
    }

    /// The address that the provider has proven to be theirs.
    pub fn proven_email(&self) -> Option<Identifier> {
        let email = self.identity.email.as_deref().filter(|_| self.identity.email_verified)?;
        identifier::email_address(email).ok()
    }

    /// The strategy that proves it.
    pub fn strategy(&self) -> String {
        format!("oauth_{}", self.provider)
    }

    /// Connects it with a user.
    pub async fn connect(
        &self,
        app: &Inner,
        connection: &mut Connection,
        user_id: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let sealed = seal_tokens(&app.key, &self.tokens)?;
        let id = new_id(Prefix::ExternalAccount, now);
        external_accounts::insert(connection, &id, user_id, &self.known(&sealed, &self.tokens.scope()), now).await
    }

    /// Keeps what it says now, where it is connected.
    pub async fn update(&self, app: &Inner, connection: &mut Connection, now: i64) -> Result<(), StoreError> {
        let sealed = seal_tokens(&app.key, &self.tokens)?;
        external_accounts::update(connection, &self.known(&sealed, &self.tokens.scope()), now).await
    }

    fn known<'a>(&'a self, sealed_tokens: &'a str, approved_scopes: &'a str) -> Known<'a> {
        let identity = &self.identity;
        Known {
            provider: &self.provider,
            issuer: &identity.issuer,
            subject: &identity.subject,
            email_address: identity.email.as_deref(),
            first_name: identity.first_name.as_deref(),
            last_name: identity.last_name.as_deref(),
            username: identity.username.as_deref(),
            image_url: identity.picture.as_deref(),
            sealed_tokens,
            token_expire_at: self.tokens.expire_at,
            approved_scopes,
        }
    }
}

/// Tokens as they are stored.
pub fn seal_tokens(key: &InstanceKey, tokens: &Tokens) -> Result<String, StoreError> {
    let json = serde_json::to_vec(tokens).map_err(|_| StoreError::Row("an external account's tokens"))?;
    Ok(key.seal(TOKENS, &json))
}

/// Tokens as they were stored; `None` if that was with another key.
pub fn open_tokens(app: &Inner, sealed: &str) -> Option<Tokens> {
    serde_json::from_slice(&app.key.open(TOKENS, sealed)?).ok()
}

/// Whether the address of a sign-up needs no code, because the provider has proven it.
pub fn is_proven(external: Option<&External>, email_address: Option<&str>) -> bool {
    let wanted = email_address.and_then(|email| identifier::email_address(email).ok());
    let proven = external.and_then(External::proven_email);
    wanted.is_some() && wanted.map(|it| it.normalized) == proven.map(|it| it.normalized)
}

/// What comes of someone whom nobody here knows.
pub enum SignedUp {
    /// They have an account.
    In(Outcome),
    /// Something is missing: a field, or the code.
    UnderWay(Outcome),
}

/// Begins the sign-up of someone whom nobody here knows, in a browser that the transaction holds.
pub async fn begin(
    app: &Inner,
    mut tx: Transaction,
    visitor: &Visitor,
    browser: Claimed,
    external: &External,
    now: i64,
) -> Result<SignedUp, Error> {
    let (rules, identity) = (&app.settings.sign_up, &external.identity);
    let name = |rule: FieldRule, said: &Option<String>, field: Field| match (rule, said) {
        (FieldRule::Off, _) | (_, None) => None,
        (_, Some(said)) => identifier::name(said, field).ok().flatten(),
    };
    let said = identity.email.as_deref().and_then(|email| identifier::email_address(email).ok());
    // An invitation is good for who has proven at the provider to have the address that was invited.
    let proven = external.proven_email().map(|email| email.value).unwrap_or_default();
    let invitation = sign_up::admission::within(app, &mut tx, visitor, Some(&proven), now).await?;
    if let Some(email) = &said {
        let check = if invitation.is_some() { restrictions::check_invited } else { restrictions::check };
        check(app, email)?;
    }
    let email = said.filter(|_| match rules.email_address {
        FieldRule::Required => true,
        // What may be left out is not asked of whoever comes from a provider: nor is the proof of it.
        FieldRule::Optional => !proven.is_empty(),
        FieldRule::Off => invitation.is_some(),
    });
    let (invitation_id, organization_invitation_id) = Invited::ids(invitation);
    let mut row = SignUpRow {
        id: new_id(Prefix::SignUp, now),
        status: SignUpStatus::MissingRequirements,
        email_address: email.as_ref().map(|email| email.value.clone()),
        // What one is called here one says oneself.
        username: None,
        first_name: name(rules.first_name, &identity.first_name, Field::FirstName),
        last_name: name(rules.last_name, &identity.last_name, Field::LastName),
        legal_accepted_at: None,
        password_digest: None,
        phone_number: None,
        phone_verification_id: None,
        email_verified_at: None,
        sealed_external_account: Some(external.seal(app)?),
        email_verification_id: None,
        invitation_id,
        organization_invitation_id,
        unsafe_metadata: None,
        abandon_at: now + LIFETIME,
    };
    let whole = sign_up::missing(app, &row).is_empty();
    let needs_proof = email.is_some() && !is_proven(Some(external), row.email_address.as_deref());
    if whole && !needs_proof {
        sign_ups::save(&mut tx, &browser.row.id, &row, now).await?;
        return match sign_up::make_account(app, &mut tx, visitor, browser, &row, now).await {
            Ok(begun) => Ok(SignedUp::In(begun.finish(app, tx).await?)),
            Err(error) => {
                // At once: whoever was quicker may be waited for.
                tx.rollback().await.map_err(StoreError::from)?;
                Err(error)
            }
        };
    }
    if whole && let Some(email) = &email {
        row.email_verification_id = Some(sign_up::send_proof(app, &mut tx, visitor, &row.id, email, now).await?);
    }
    let client_token = match browser.new_secret {
        Some(new) => new,
        None => client::renew_secret(&mut tx, &browser.row, now).await?,
    };
    let mut browser = browser.row;
    sign_ups::save(&mut tx, &browser.id, &row, now).await?;
    clients::set_sign_up(&mut tx, &browser.id, Some(&row.id), now).await?;
    browser.sign_up_id = Some(row.id);
    let issued = Issued { client_token: Some(client_token), session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser, issued).await?;
    commit_with_mail(app, tx).await?;
    Ok(SignedUp::UnderWay(outcome))
}

/// What was typed for a sign-up that a provider began.
#[derive(Debug)]
pub struct Missing {
    /// Empty where the one that is known stays.
    pub email_address: String,
    /// Empty unless it is asked for, or where the one that is known stays.
    pub phone_number: String,
    /// Whose number it is if it begins without a `+`; empty for the settings' own country.
    pub phone_country: String,
    /// Empty unless it is asked for.
    pub username: String,
    /// Empty where the one that is known stays.
    pub first_name: String,
    /// Empty where the one that is known stays.
    pub last_name: String,
    /// Whether the box is ticked that says that the terms are agreed to.
    pub legal_accepted: bool,
}

/// Fills in what is missing of a sign-up that a provider began. The account is made if that was all; else a code is sent.
pub async fn update(app: &Inner, visitor: &Visitor, typed: &Missing) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let (mut tx, browser, before) = sign_up::open(app, visitor, now).await?;
    let Some(external) = External::of(app, &before) else {
        return Err(ApiError::new(ErrorCode::ClientStateInvalid).into());
    };
    let or_known = |typed: &str, known: &Option<String>| match typed.trim() {
        "" => known.clone().unwrap_or_default(),
        typed => typed.to_owned(),
    };
    let details = Details {
        email_address: or_known(&typed.email_address, &before.email_address),
        password: Secret::default(),
        phone_number: or_known(&typed.phone_number, &before.phone_number),
        phone_country: typed.phone_country.clone(),
        username: or_known(&typed.username, &before.username),
        first_name: or_known(&typed.first_name, &before.first_name),
        last_name: or_known(&typed.last_name, &before.last_name),
        legal_accepted: typed.legal_accepted || before.legal_accepted_at.is_some(),
        unsafe_metadata: String::new(),
    };
    let mut wrong = ApiErrors::default();
    let checked = sign_up::check_identity(app, &details, before.is_invited(), &mut wrong);
    // A number that may be left out is not asked for.
    let phone = match app.settings.sign_up.phone_number == FieldRule::Required {
        true => sign_up::check_phone(app, &details, &mut wrong),
        false => None,
    };
    let Some(Checked { email, username, first_name, last_name, .. }) = checked.filter(|_| wrong.is_empty()) else {
        return Err(wrong.into());
    };
    if let Some(username) = &username
        && identifiers::username_exists(&mut tx, &username.normalized, &username::skeleton(&username.normalized))
            .await?
    {
        return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::Username).into());
    }
    let is_same_address = sign_up::same_address(&before, email.as_ref());
    let mut row = SignUpRow {
        email_address: email.as_ref().map(|email| email.value.clone()),
        phone_number: phone.map(|phone| phone.normalized),
        username: username.map(|username| username.value),
        first_name,
        last_name,
        legal_accepted_at: sign_up::accepted_at(app, Some(&before), now),
        // It was good for the address that the provider has proven.
        invitation_id: before.invitation_id.clone().filter(|_| is_same_address),
        organization_invitation_id: before.organization_invitation_id.clone().filter(|_| is_same_address),
        abandon_at: now + LIFETIME,
        ..before.clone()
    };
    if !row.is_invited() {
        sign_up::admission::without_invitation(app)?;
        restrictions::admit(app, email.as_ref(), row.phone_number.as_deref(), false)?;
    }
    row.email_verified_at = match is_proven(Some(&external), row.email_address.as_deref()) {
        true => before.email_verified_at.or(Some(now)),
        false => before.email_verified_at.filter(|_| is_same_address),
    };
    let to_prove = email.filter(|_| row.email_verified_at.is_none());
    match (to_prove, row.phone_number.clone()) {
        (None, None) => {
            sign_ups::save(&mut tx, &browser.id, &row, now).await?;
            return sign_up::complete(app, tx, visitor, browser, &row, now).await;
        }
        (None, Some(number)) => {
            let sent = before.phone_verification_id.as_deref().filter(|_| before.phone_number == row.phone_number);
            row.phone_verification_id =
                Some(sign_up::phone_code(app, &mut tx, visitor, &row, (&number, sent), now).await?);
        }
        (Some(email), _) => {
            row.email_verification_id = match &before.email_verification_id {
                Some(id) if is_same_address && sign_up::is_good(&mut tx, id, now).await? => Some(id.clone()),
                _ => Some(sign_up::send_proof(app, &mut tx, visitor, &row.id, &email, now).await?),
            };
        }
    }
    sign_ups::save(&mut tx, &browser.id, &row, now).await?;
    let outcome = client::outcome(app, &mut tx, &browser, Issued::default()).await?;
    commit_with_mail(app, tx).await?;
    Ok(outcome)
}
