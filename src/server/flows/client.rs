//! Browsers: which one is asking, and what it holds.

use serde_json::Value;

use super::external_sign_up::{External, is_proven};
use super::sign_in::second_factor::{Shown, shown};
use super::{Error, Issued, Outcome, Visitor, active_organization, commit, second_factors, session, sign_in};
use crate::model::{
    ActiveOrganization, ApiError, Client, ErrorCode, Field, FieldRule, Metadata, Session, SessionStatus, SignIn,
    SignInStatus, SignUp, User, Verification,
};
use crate::server::crypto::{Prefix, Token, new_id};
use crate::server::factors::code;
use crate::server::phone_number;
use crate::server::store::clients::{self, ClientRow, Presented};
use crate::server::store::sessions::SessionRow;
use crate::server::store::sign_ins::SignInRow;
use crate::server::store::sign_ups::SignUpRow;
use crate::server::store::{Connection, sessions, sign_ins, sign_ups, users, verifications};
use crate::server::vestibule::Inner;

/// The browser that is asking, if it is known. One that presents a secret that was retired long ago is not: someone has
/// copied its cookie, so all its sessions end.
pub async fn find(app: &Inner, visitor: &Visitor) -> Result<Option<ClientRow>, Error> {
    let Some(token) = &visitor.client_token else { return Ok(None) };
    let now = app.clock.now();
    let presented = {
        let mut connection = app.store.read().await?;
        clients::by_secret_hash(&mut connection, &token.hash(), now).await?
    };
    match presented {
        Some(Presented::Current(client)) => Ok(Some(client)),
        Some(Presented::Retired(client)) => {
            end_copied(app, &client.id).await?;
            Ok(None)
        }
        None => Ok(None),
    }
}

/// Ends all sessions of a browser whose cookie someone has copied.
pub async fn end_copied(app: &Inner, client_id: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let live = sessions::live_of_client(&mut tx, client_id, now).await?;
    for row in &live {
        session::end(app, &mut tx, row, SessionStatus::Revoked, now).await?;
    }
    commit(tx).await?;
    if !live.is_empty() {
        tracing::warn!(
            client = client_id,
            sessions = live.len(),
            "a retired client secret was presented: sessions ended"
        );
    }
    for row in live {
        app.tokens.revoke(&row.id, now);
    }
    Ok(())
}

/// A browser that the transaction holds.
#[derive(Debug)]
pub struct Claimed {
    /// As it is now.
    pub row: ClientRow,
    /// The secret of one that the transaction has made: nothing is known of it yet, and nobody can have planted it.
    pub new_secret: Option<Token>,
    /// What is live on it, and gives way to a session that begins, as far as that is the same person's or there is room for
    /// one only.
    pub live: Vec<SessionRow>,
    /// Whether it was let in without its secret, because it clicked twice: it may have a session that takes the place of its
    /// own, and nothing that is there already.
    pub without_secret: bool,
}

/// Holds the browser that is asking for the rest of the transaction, or makes a new one.
///
/// What was true when the browser was found need not be so any more: a password may have been compared meanwhile, and
/// someone may have signed in. Whoever planted or copied its cookie must not get into what has begun since. So it is asked
/// again, now that nothing changes it: the secret has to be good, and nobody may be signed in, where a browser is one
/// person's at a time. Only who has proven to be the very person who alone is signed in by now (they clicked twice) goes on
/// without the secret.
pub async fn claim(
    app: &Inner,
    connection: &mut Connection,
    visitor: &Visitor,
    known: Option<&ClientRow>,
    proven: Option<&str>,
    now: i64,
) -> Result<Claimed, Error> {
    if let Some(known) = known
        && let Some(row) = clients::lock(connection, &known.id, now).await?
    {
        let live = sessions::live_of_client(connection, &row.id, now).await?;
        let is_theirs = |row: &SessionRow| proven == Some(row.user_id.as_str());
        let is_full = !app.settings.session.multi_session
            && live.iter().any(|row| !is_theirs(row) && !session::is_over(app, row, now));
        if is_full {
            return Err(ApiError::new(ErrorCode::SessionExists).into());
        }
        let presented = is_presented(connection, visitor, &row.id, now).await?;
        let clicked_twice = !live.is_empty() && live.iter().all(is_theirs);
        if !presented && !clicked_twice {
            return Err(ApiError::new(ErrorCode::ClientStateInvalid).into());
        }
        return Ok(Claimed { row, new_secret: None, live, without_secret: !presented });
    }
    let (id, token) = (new_id(Prefix::Client, now), Token::random());
    clients::insert(connection, &id, &token.hash(), now).await?;
    let row = ClientRow {
        id,
        last_active_session_id: None,
        sign_in_id: None,
        sign_up_id: None,
        last_authentication_strategy: None,
    };
    Ok(Claimed { row, new_secret: Some(token), live: Vec::new(), without_secret: false })
}

/// Holds a browser that was found for the rest of the transaction, unless its secret is good no longer: someone may have
/// signed in since, and whoever planted or copied its cookie must not act in what has begun.
pub async fn hold(
    connection: &mut Connection,
    visitor: &Visitor,
    known: &ClientRow,
    now: i64,
) -> Result<Option<ClientRow>, Error> {
    let Some(row) = clients::lock(connection, &known.id, now).await? else { return Ok(None) };
    Ok(is_presented(connection, visitor, &row.id, now).await?.then_some(row))
}

/// Whether the secret that was presented is a browser's, now that the transaction holds it.
async fn is_presented(
    connection: &mut Connection,
    visitor: &Visitor,
    client_id: &str,
    now: i64,
) -> Result<bool, Error> {
    let hash = visitor.client_token.as_ref().map(Token::hash).unwrap_or_default();
    Ok(match clients::by_secret_hash(connection, &hash, now).await? {
        Some(Presented::Current(current)) => current.id == client_id,
        _ => false,
    })
}

/// Gives a browser a secret that nobody can have planted, and forgets all others.
pub async fn renew_secret(connection: &mut Connection, browser: &ClientRow, now: i64) -> Result<Token, Error> {
    let token = Token::random();
    clients::rotate_secret(connection, &browser.id, &token.hash(), None, now).await?;
    clients::forget_retired_secrets(connection, &browser.id).await?;
    Ok(token)
}

/// What comes of a flow: the browser's state as the transaction leaves it.
pub async fn outcome(
    app: &Inner,
    connection: &mut Connection,
    browser: &ClientRow,
    issued: Issued,
) -> Result<Outcome, Error> {
    let client = state(app, connection, browser).await?;
    Ok(Outcome {
        client,
        issued,
        began: None,
        refused: None,
        notice: None,
        organization_id: None,
        backup_codes: None,
        api_key: None,
    })
}

/// What a browser holds, as it may see it.
pub async fn state(app: &Inner, connection: &mut Connection, client: &ClientRow) -> Result<Client, Error> {
    let now = app.clock.now();
    let mut held =
        Client { last_authentication_strategy: client.last_authentication_strategy.clone(), ..Client::default() };
    let active = client.last_active_session_id.as_ref();
    let is_shown = |row: &SessionRow| {
        let has_room = app.settings.session.multi_session || active == Some(&row.id);
        has_room && !session::is_over(app, row, now)
    };
    for row in session::live_of_client(app, connection, &client.id, now).await?.into_iter().filter(is_shown) {
        let Some(user) = users::by_id(connection, &row.user_id).await? else { continue };
        if active == Some(&row.id)
            && let Some(totp) = second_factors::setup(app, &row, &user, now)?
        {
            held.totp_setup = Some(totp.setup()?);
        }
        let organization = active_organization::of_session(app, connection, &row).await?;
        held.sessions.push(public_session(app, &row, user, organization));
    }
    held.last_active_session_id = active.filter(|id| held.sessions.iter().any(|s| &s.id == *id)).cloned();
    if let Some(id) = &client.sign_in_id {
        held.sign_in = match sign_ins::open(connection, id, now).await? {
            Some(row) => Some(public_sign_in(app, connection, &row).await?),
            None => None,
        };
    }
    if let Some(id) = &client.sign_up_id
        && let Some(row) = sign_ups::open(connection, id, now).await?
    {
        held.sign_up = Some(public_sign_up(app, connection, &row).await?);
    }
    Ok(held)
}

/// What a browser holds that someone has just signed in on, and nobody else is.
pub async fn state_with(
    app: &Inner,
    connection: &mut Connection,
    browser: &ClientRow,
    session: &SessionRow,
) -> Result<Client, Error> {
    let user = users::by_id(connection, &session.user_id).await?;
    let organization = active_organization::of_session(app, connection, session).await?;
    let sessions = user.into_iter().map(|user| public_session(app, session, user, organization.clone())).collect();
    Ok(Client {
        sessions,
        last_active_session_id: Some(session.id.clone()),
        last_authentication_strategy: browser.last_authentication_strategy.clone(),
        ..Client::default()
    })
}

fn public_session(app: &Inner, row: &SessionRow, user: User, organization: Option<ActiveOrganization>) -> Session {
    let claims = session::custom_claims(app, row, Some(&user));
    Session {
        claims: (!claims.is_empty()).then(|| Metadata::of_json(Value::Object(claims).to_string())),
        grants: active_organization::grants(&app.settings.organizations, organization.as_ref()),
        organization,
        factor_verification_age: session::factor_ages(row, app.clock.now()).into(),
        id: row.id.clone(),
        status: row.status,
        user,
        actor: row.actor.clone(),
        tasks: row.tasks.clone(),
        last_active_at: app.activity.last(&row.id).unwrap_or(row.last_active_at),
        created_at: row.created_at,
        expire_at: row.expire_at,
    }
}

async fn public_sign_in(app: &Inner, connection: &mut Connection, row: &SignInRow) -> Result<SignIn, Error> {
    // A code that was sent for another strategy waits for whoever comes back to that.
    let sent = verification(app, connection, row.verification_id.as_deref()).await?;
    let sent = sent.filter(|sent| row.strategy.is_some_and(|strategy| sent.strategy == strategy.as_str()));
    let second = match (row.status, &row.user_id) {
        (SignInStatus::NeedsSecondFactor, Some(user_id)) => {
            let has = crate::server::store::second_factors::of_user(connection, user_id).await?;
            let sent = match &row.second_verification_id {
                Some(id) => verifications::by_id(connection, id).await?,
                None => None,
            };
            shown(app, row, &has, sent)
        }
        _ => Shown::default(),
    };
    Ok(SignIn {
        id: row.id.clone(),
        status: row.status,
        identifier: row.identifier.as_deref().map(|typed| sign_in::shown(app, typed)),
        supported_first_factors: sign_in::offers(app, row.identifier.as_deref()),
        first_factor: row.strategy,
        first_factor_verification: sent,
        supported_second_factors: second.offers,
        second_factor: second.asked,
        second_factor_verification: second.sent,
        created_session_id: row.created_session_id.clone(),
    })
}

async fn verification(
    app: &Inner,
    connection: &mut Connection,
    id: Option<&str>,
) -> Result<Option<Verification>, Error> {
    let Some(id) = id else { return Ok(None) };
    let row = verifications::by_id(connection, id).await?;
    Ok(row.map(|row| code::public(&row, app.clock.now())))
}

pub(super) async fn public_sign_up(app: &Inner, connection: &mut Connection, row: &SignUpRow) -> Result<SignUp, Error> {
    let rules = &app.settings.sign_up;
    let external = External::of(app, row);
    let password = if external.is_some() { FieldRule::Off } else { app.settings.password_rule() };
    let proven = is_proven(external.as_ref(), row.email_address.as_deref());
    // What may be left out is not asked of whoever comes from a provider.
    let of_provider = |rule: FieldRule| match rule {
        FieldRule::Optional if external.is_some() => FieldRule::Off,
        rule => rule,
    };
    let asked = [
        (Field::EmailAddress, of_provider(rules.email_address), row.email_address.is_some()),
        (Field::Password, password, row.password_digest.is_some()),
        (Field::PhoneNumber, of_provider(rules.phone_number), row.phone_number.is_some()),
        (Field::Username, rules.username, row.username.is_some()),
        (Field::FirstName, rules.first_name, row.first_name.is_some()),
        (Field::LastName, rules.last_name, row.last_name.is_some()),
        (
            Field::LegalAccepted,
            if app.settings.legal.consent { FieldRule::Required } else { FieldRule::Off },
            row.legal_accepted_at.is_some(),
        ),
    ];
    let which = |wanted: FieldRule, held: Option<bool>| {
        asked
            .iter()
            .filter(|(_, rule, filled)| *rule == wanted && held.is_none_or(|held| held == *filled))
            .map(|(field, _, _)| *field)
            .collect()
    };
    let email =
        (row.email_address.is_some() && !proven && row.email_verified_at.is_none()).then_some(Field::EmailAddress);
    let phone = row.phone_number.is_some().then_some(Field::PhoneNumber);
    let unverified = email.into_iter().chain(phone).collect();
    Ok(SignUp {
        id: row.id.clone(),
        status: row.status,
        email_address: row.email_address.clone(),
        phone_number: row.phone_number.clone(),
        phone_number_formatted: row.phone_number.as_deref().map(phone_number::international),
        username: row.username.clone(),
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        has_password: row.password_digest.is_some(),
        external_account: external.map(|external| external.provider),
        missing_fields: which(FieldRule::Required, Some(false)),
        unverified_fields: unverified,
        optional_fields: which(FieldRule::Optional, None),
        email_address_verification: verification(app, connection, row.email_verification_id.as_deref()).await?,
        phone_number_verification: verification(app, connection, row.phone_verification_id.as_deref()).await?,
        created_session_id: None,
        created_user_id: None,
    })
}
