use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::user::User;
use crate::model;
use crate::server::flows::sessions::{BrowserClient, UserSession};

/// A person signed in on one browser.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Session {
    /// Always `session`.
    object: &'static str,
    /// `sess_…`
    id: String,
    /// `client_…`
    client_id: String,
    /// `user_…`
    user_id: String,
    /// `active`, `pending`, `ended`, `expired`, `removed`, `replaced`, `revoked` or `abandoned`.
    #[schema(value_type = String)]
    status: model::SessionStatus,
    last_active_at: i64,
    /// `org_…`, where its person acts in one.
    last_active_organization_id: Option<String>,
    latest_activity: SessionActivity,
    /// Who acts in the person's place, if somebody does.
    actor: Option<Map<String, Value>>,
    expire_at: i64,
    /// When it would be given up unused.
    abandon_at: i64,
    created_at: i64,
    updated_at: i64,
}

impl Session {
    /// What is shown of one.
    pub fn of(session: UserSession) -> Self {
        Self {
            object: "session",
            latest_activity: SessionActivity::of(&session.id, session.latest_activity),
            id: session.id,
            client_id: session.client_id,
            user_id: session.user_id,
            status: session.status,
            last_active_at: session.last_active_at,
            last_active_organization_id: session.last_active_organization_id,
            actor: session.actor.map(|actor| actor.claims().to_map()),
            expire_at: session.expire_at,
            abandon_at: session.abandon_at,
            created_at: session.created_at,
            updated_at: session.updated_at,
        }
    }
}

/// What webhooks are told of a session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionEvent {
    #[serde(flatten)]
    session: Session,
    /// Always `null`: whose it is is said by an id, for to read an account whole would hold up every sign-in.
    user: Option<User>,
}

impl SessionEvent {
    /// What is told of one.
    pub fn of(session: UserSession) -> Self {
        Self { session: Session::of(session), user: None }
    }
}

/// Where a session is, as far as its browser says so.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionActivity {
    /// Always `session_activity`.
    object: &'static str,
    /// The session's.
    id: String,
    is_mobile: bool,
    ip_address: Option<String>,
    city: Option<String>,
    country: Option<String>,
    browser_name: Option<String>,
    /// Always `null`: browsers tell less and less of it.
    browser_version: Option<String>,
    device_type: Option<String>,
}

impl SessionActivity {
    fn of(session_id: &str, activity: model::SessionActivity) -> Self {
        Self {
            object: "session_activity",
            id: session_id.to_owned(),
            is_mobile: activity.is_mobile,
            ip_address: activity.ip_address,
            city: activity.city,
            country: activity.country,
            browser_name: activity.browser_name,
            browser_version: None,
            device_type: activity.device_type,
        }
    }
}

/// A browser.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Client {
    /// Always `client`.
    object: &'static str,
    /// `client_…`
    id: String,
    session_ids: Vec<String>,
    sessions: Vec<Session>,
    sign_in_id: Option<String>,
    sign_up_id: Option<String>,
    last_active_session_id: Option<String>,
    last_authentication_strategy: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl Client {
    /// What is shown of one.
    pub fn of(client: BrowserClient) -> Self {
        Self {
            object: "client",
            id: client.id,
            session_ids: client.sessions.iter().map(|session| session.id.clone()).collect(),
            sessions: client.sessions.into_iter().map(Session::of).collect(),
            sign_in_id: client.sign_in_id,
            sign_up_id: client.sign_up_id,
            last_active_session_id: client.last_active_session_id,
            last_authentication_strategy: client.last_authentication_strategy,
            created_at: client.created_at,
            updated_at: client.updated_at,
        }
    }
}
