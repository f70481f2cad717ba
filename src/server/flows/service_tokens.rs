//! Tokens for other services, by a [JWT template](super::jwt_templates): whoever is signed in gets one for themselves.
//!
//! Such a token is good until it has run out, whatever becomes of the session that it was made for. So it is made for a
//! session of which the database has just said that it goes on, and for nobody who is held up by a task. Whoever acts in a
//! person's place gets one that says so, and for no longer than they may.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::jwt_templates::{CLOCK_SKEWS, LIFETIMES, may_be_name, own_key};
use super::session::{self, Renewed, Verified, is_over};
use super::{Error, Visitor, active_organization};
use crate::model::{Actor, ApiError, ErrorCode, Metadata, SessionClaims, SessionStatus};
use crate::server::claims_template::{ClaimsTemplate, MOST_BYTES_OF_TEMPLATES, Purpose, Subject};
use crate::server::crypto::{SECOND, Secret, Token};
use crate::server::store::jwt_templates::{self, JwtTemplateRow};
use crate::server::store::sessions::{self, SessionRow};
use crate::server::store::{Connection, StoreError, account_rules, organizations, users};
use crate::server::vestibule::Inner;

/// Whose token it is to be.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// `user_…`
    pub user_id: &'a str,
    /// `sess_…`
    pub session_id: &'a str,
    /// `org_…`, where they act in one.
    pub organization_id: Option<&'a str>,
    /// Who acts in their place, if somebody does.
    pub stand_in: Option<StandIn<'a>>,
}

/// Somebody who acts in the place of a session's person.
#[derive(Clone, Copy, Debug)]
pub struct StandIn<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// When the session ends, Unix milliseconds.
    pub until: i64,
}

/// Who acts in the place of a session's person, if somebody does.
pub fn stand_in(session: &SessionRow) -> Option<StandIn<'_>> {
    session.actor.as_ref().map(|actor| StandIn { actor, until: session.expire_at })
}

impl<'a> Holder<'a> {
    fn of(claims: &'a SessionClaims, stand_in: Option<StandIn<'a>>) -> Self {
        let organization_id = claims.o.as_ref().map(|organization| organization.id.as_str());
        Self { user_id: &claims.sub, session_id: &claims.sid, organization_id, stand_in }
    }
}

/// For whom and where a page acts that asks for a token, as far as it knows. Another tab may have changed that meanwhile: what the
/// page holds by then would be somebody else's, or another organization's.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// `sess_…`
    pub session_id: &'a str,
    /// `org_…`; empty where they act in none.
    pub organization_id: &'a str,
}

impl Seen<'_> {
    fn is_of(self, claims: &SessionClaims) -> bool {
        let organization_id = claims.o.as_ref().map_or("", |organization| organization.id.as_str());
        self.session_id == claims.sid && self.organization_id == organization_id
    }
}

/// The template with a name.
///
/// # Errors
/// `resource_not_found` if there is none.
pub async fn template(connection: &mut Connection, name: &str) -> Result<JwtTemplateRow, Error> {
    let found = match may_be_name(name) {
        true => jwt_templates::by_name(connection, name).await?,
        false => None,
    };
    found.ok_or_else(not_found)
}

fn not_found() -> Error {
    ApiError::new(ErrorCode::ResourceNotFound).into()
}

/// Makes a token, good for so many seconds or as long as the template says, which is the longest: whoever may make tokens has no
/// say in what the template's author allowed. For whoever acts in a person's place it is shorter, where their session is.
///
/// # Errors
/// `resource_not_found` when the user is gone; `form_param_format_invalid` when it cannot be good for so long;
/// `form_param_max_length_exceeded` when it would be too long.
pub async fn make(
    app: &Inner,
    connection: &mut Connection,
    holder: Holder<'_>,
    template: &JwtTemplateRow,
    expires_in_seconds: Option<i64>,
) -> Result<Secret, Error> {
    let lifetime = expires_in_seconds.unwrap_or(template.lifetime);
    if lifetime < *LIFETIMES.start() || lifetime > template.lifetime {
        return Err(ApiError::new(ErrorCode::FormParamFormatInvalid).into());
    }
    let said: Map<String, Value> =
        serde_json::from_str(&template.claims).map_err(|_| StoreError::Row("the claims of a JWT template"))?;
    let said = ClaimsTemplate::read_for(Purpose::Service, &said)
        .map_err(|_| StoreError::Row("the claims of a JWT template"))?;
    let claims = whole(app, connection, holder, &said, (lifetime, template.allowed_clock_skew)).await?;
    let claims = claims.ok_or_else(|| {
        tracing::error!(
            user = holder.user_id,
            template = template.name,
            "a token for another service would be too long"
        );
        ApiError::new(ErrorCode::FormParamMaxLengthExceeded).with_limit(MOST_BYTES_OF_TEMPLATES)
    })?;
    Ok(Secret::new(match own_key(app, template)? {
        Some(key) => key.sign(&claims)?,
        None => app.keys.sign_for_service(&claims, app.clock.now())?,
    }))
}

/// What a token would say that was made now for somebody: for whoever writes a template, which need not be kept anywhere yet, and
/// signed by nothing. `None` where it would be too long. What no template can say of times is taken for the nearest that one can.
///
/// # Errors
/// `resource_not_found` when the user is gone.
pub async fn preview(
    app: &Inner,
    holder: Holder<'_>,
    claims: &ClaimsTemplate,
    (lifetime, allowed_clock_skew): (i64, i64),
) -> Result<Option<Map<String, Value>>, Error> {
    let lifetime = lifetime.clamp(*LIFETIMES.start(), *LIFETIMES.end());
    let skew = allowed_clock_skew.clamp(*CLOCK_SKEWS.start(), *CLOCK_SKEWS.end());
    whole(app, &mut *app.store.read().await?, holder, claims, (lifetime, skew)).await
}

/// All that a token says: what its template does, whose it is, and how long it is good.
async fn whole(
    app: &Inner,
    connection: &mut Connection,
    holder: Holder<'_>,
    claims: &ClaimsTemplate,
    (lifetime, allowed_clock_skew): (i64, i64),
) -> Result<Option<Map<String, Value>>, Error> {
    let Some(mut claims) = rendered(app, connection, holder, claims).await? else { return Ok(None) };
    let now = app.clock.now().div_euclid(SECOND);
    let left = holder.stand_in.map(|stand_in| (stand_in.until.div_euclid(SECOND) - now).max(1));
    let lifetime = left.map_or(lifetime, |left| left.min(lifetime));
    let registered = json!({
        "azp": app.settings.base_url,
        "exp": now + lifetime,
        "iat": now,
        "iss": app.settings.base_url,
        "jti": Token::random().expose(),
        "nbf": now - allowed_clock_skew,
        "sub": holder.user_id,
    });
    if let Value::Object(registered) = registered {
        claims.extend(registered);
    }
    if let Some(stand_in) = holder.stand_in {
        claims.insert("act".to_owned(), Value::Object(stand_in.actor.claims().to_map()));
    }
    Ok(Some(claims))
}

/// What a template says of someone; `None` where that is too long.
async fn rendered(
    app: &Inner,
    connection: &mut Connection,
    holder: Holder<'_>,
    claims: &ClaimsTemplate,
) -> Result<Option<Map<String, Value>>, Error> {
    let user = match claims.asks_user() {
        true => Some(users::by_id(connection, holder.user_id).await?.ok_or_else(not_found)?),
        false => None,
    };
    let organization = match holder.organization_id {
        Some(id) if claims.asks_organization() && app.settings.organizations.enabled => {
            active_organization::find(app, connection, id, holder.user_id).await?
        }
        _ => None,
    };
    let metadata = match &organization {
        Some(organization) if claims.asks_organization_metadata() => {
            organizations::by_id(connection, &organization.id).await?.map(|row| Metadata::of_json(row.public_metadata))
        }
        _ => None,
    };
    let external_id = match claims.asks_external_id() {
        true => account_rules::of_user(connection, holder.user_id).await?.ok_or_else(not_found)?.external_id,
        false => None,
    };
    let subject = Subject {
        user: user.as_ref(),
        organization: organization.as_ref(),
        organization_metadata: metadata.as_ref(),
        external_id: external_id.as_deref(),
        session_id: holder.session_id,
        actor: holder.stand_in.map(|stand_in| stand_in.actor),
        base_url: &app.settings.base_url,
    };
    Ok(claims.render(subject))
}

/// A token for whoever is signed in on a browser; `None` when nobody is, or they are held up by a task. While the browser would
/// be given the same session token it is given the same one of a template. `seen` is what the page that asks believes.
///
/// # Errors
/// `client_state_invalid` when the page believes something else than is so; else as [`template`] and [`make`].
pub async fn of_browser(
    app: &Inner,
    visitor: &Visitor,
    name: &str,
    seen: Option<Seen<'_>>,
) -> Result<Option<Secret>, Error> {
    let Some(secret) = &visitor.client_token else { return Ok(None) };
    let Renewed::Goes(_, mut verified) = session::renew(app, secret).await? else { return Ok(None) };
    if verified.claims.sts != SessionStatus::Active.as_str() {
        return Ok(None);
    }
    if let Some(named) = &visitor.organization {
        verified = active_organization::acting_in(app, &verified, named).await?;
    }
    if seen.is_some_and(|seen| !seen.is_of(&verified.claims)) {
        return Err(ApiError::new(ErrorCode::ClientStateInvalid).into());
    }
    let mut connection = app.store.read().await?;
    let template = template(&mut connection, name).await?;
    if let Some(known) = app.tokens.made_for_service(&verified, &template) {
        return Ok(Some(known));
    }
    let claims = &verified.claims;
    // For how long somebody acts in their place the session alone says.
    let session = match claims.act {
        Some(_) => live(app, &mut connection, &claims.sub, &claims.sid).await?,
        None => None,
    };
    if claims.act.is_some() && session.is_none() {
        return Ok(None);
    }
    let holder = Holder::of(claims, session.as_ref().and_then(stand_in));
    let token = make(app, &mut connection, holder, &template, None).await?;
    app.tokens.remember_for_service(&verified, &template, &token);
    Ok(Some(token))
}

/// A token for the session of a request whose session token was found good; `None` when the session is over by now, or held up
/// by a task. Without a template, a session token.
///
/// # Errors
/// As [`template`] and [`make`].
pub async fn of_request(app: &Inner, verified: &Arc<Verified>, name: Option<&str>) -> Result<Option<Secret>, Error> {
    let claims = &verified.claims;
    let mut connection = app.store.read().await?;
    let Some(row) = live(app, &mut connection, &claims.sub, &claims.sid).await? else { return Ok(None) };
    if row.status != SessionStatus::Active {
        return Ok(None);
    }
    let Some(name) = name else {
        let (token, newest) = session::issue(app, &mut connection, &row, app.clock.now()).await?;
        drop(connection);
        // Where the page names another organization than that in which the session acts, the request acts in that one, or in
        // none.
        return Ok(Some(match (&claims.o, &newest.claims.o) {
            (Some(there), _) => active_organization::token_for(app, &newest, &there.id, token).await?,
            (None, None) => token,
            (None, Some(_)) => {
                let nowhere = SessionClaims { o: None, fea: None, ..newest.claims.clone() };
                Secret::new(app.keys.sign(&nowhere, app.clock.now())?)
            }
        }));
    };
    let template = template(&mut connection, name).await?;
    make(app, &mut connection, Holder::of(claims, stand_in(&row)), &template, None).await.map(Some)
}

/// A session of a user, if it goes on.
pub async fn live(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    session_id: &str,
) -> Result<Option<SessionRow>, StoreError> {
    let now = app.clock.now();
    let live = sessions::live_of_user(connection, user_id, now).await?;
    let found = live.into_iter().find(|row| row.id == session_id && !is_over(app, row, now));
    Ok(found.map(|row| session::by_settings(app, row)))
}
