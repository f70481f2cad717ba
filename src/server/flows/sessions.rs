//! What an app's own server does with the sessions of people.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use super::invitations::page;
use super::service_tokens::{self, Holder, stand_in};
use super::user_pages::UserPageQuery;
use super::users::Users;
use super::users::{end_all, revoke};
use super::{Error, active_organization, commit, session};
use crate::model::{Actor, ApiError, ErrorCode, SessionActivity, SessionStatus};
use crate::server::crypto::session_token::LIFETIME_SECONDS;
use crate::server::crypto::{HOUR, Prefix, SECOND, Secret, Token, new_id};
use crate::server::events::{self, AuditAction, AuditEntry, EventType};
use crate::server::resources::SessionEvent;
use crate::server::store::session_list::{self, ListedClient, ListedSession, LiveFilter, SessionFilter};
use crate::server::store::sessions::{NewSession, SessionRow};
use crate::server::store::{clients, sessions, users};
use crate::server::vestibule::Inner;
use crate::server::{delivery, user_agent};

/// How long a session token may be good, in seconds.
pub const SESSION_TOKEN_LIFETIMES: RangeInclusive<i64> = 30..=LIFETIME_SECONDS;

/// A session of a user, over or not. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct UserSession {
    /// `sess_…`
    pub id: String,
    /// `client_…`: its browser.
    pub client_id: String,
    /// `user_…`
    pub user_id: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// When a request last came in it, to the minute.
    pub last_active_at: i64,
    /// `org_…`, where its person acts in one.
    pub last_active_organization_id: Option<String>,
    /// Who acts in the person's place; `None` where it is the person.
    pub actor: Option<Actor>,
    /// Where it is.
    pub latest_activity: SessionActivity,
    /// When it ends whatever happens.
    pub expire_at: i64,
    /// When it is given up unless it is used.
    pub abandon_at: i64,
    /// When it began.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl UserSession {
    /// Whether it goes on, held up or not.
    pub fn is_live(&self) -> bool {
        matches!(self.status, SessionStatus::Active | SessionStatus::Pending)
    }
}

/// A browser, and the sessions on it. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct BrowserClient {
    /// `client_…`
    pub id: String,
    /// Its live sessions, newest first.
    pub sessions: Vec<UserSession>,
    /// The sign-in under way.
    pub sign_in_id: Option<String>,
    /// The sign-up under way.
    pub sign_up_id: Option<String>,
    /// The session that its requests act in.
    pub last_active_session_id: Option<String>,
    /// How someone last came in.
    pub last_authentication_strategy: Option<String>,
    /// When it was first seen.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// Which sessions are asked for: all of the conditions hold of whatever is given.
#[derive(Clone, Debug)]
pub struct SessionQuery {
    /// Those of a browser.
    pub client_id: Option<String>,
    /// Those of a user.
    pub user_id: Option<String>,
    /// Those that stand there.
    pub status: Option<SessionStatus>,
    /// At most so many.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Default for SessionQuery {
    /// The ten newest.
    fn default() -> Self {
        Self { client_id: None, user_id: None, status: None, limit: 10, offset: 0 }
    }
}

/// Sessions of so many people at most are found at once.
const MOST_PEOPLE: i64 = 50;

/// Which of the sessions that go on are asked for.
#[derive(Clone, Debug, Default)]
pub struct LiveQuery {
    /// How a name, an identifier or an id of their people begins, or the network address from which they began; all of them where it
    /// is empty.
    pub beginning: String,
    /// Only those that are held up by something.
    pub pending: bool,
    /// Only those in which somebody acts in the person's place.
    pub acted: bool,
    /// At most so many.
    pub limit: i64,
}

/// What nothing is called: an empty text would ask for everything, and PostgreSQL takes no NUL in a text.
fn named(id: Option<&str>) -> &str {
    match id {
        None => "",
        Some(id) if id.is_empty() || id.contains('\0') => "-",
        Some(id) => id,
    }
}

fn not_found() -> Error {
    ApiError::new(ErrorCode::ResourceNotFound).into()
}

/// The sessions of people: [`Vestibule::sessions`](crate::server::Vestibule::sessions).
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(pub(crate) &'a Inner);

/// What whoever listens is told of a session.
pub(super) fn told(app: &Inner, row: ListedSession) -> SessionEvent {
    SessionEvent::of(Sessions(app).read(row))
}

impl Sessions<'_> {
    fn read(&self, row: ListedSession) -> UserSession {
        let settings = &self.0.settings.session;
        let last_active_at = self.0.activity.last(&row.id).unwrap_or(0).max(row.last_active_at);
        let agent = row.user_agent.as_deref().unwrap_or_default();
        let language = self.0.settings.default_locale;
        let place = row.ip_address.as_deref().map(|address| self.0.places.of(address, language)).unwrap_or_default();
        let idle_at = match settings.inactivity_timeout_minutes {
            0 => row.expire_at,
            minutes => row.expire_at.min(last_active_at + minutes * 60 * SECOND),
        };
        UserSession {
            // What has run out is over, whether or not that has been noted yet.
            status: match session::standing(self.0, (row.status, &row.tasks), row.active_organization_id.as_deref()).0 {
                SessionStatus::Active | SessionStatus::Pending if idle_at <= self.0.clock.now() => {
                    SessionStatus::Expired
                }
                status => status,
            },
            latest_activity: SessionActivity {
                browser_name: user_agent::browser(agent).map(str::to_owned),
                device_type: user_agent::system(agent).map(str::to_owned),
                is_mobile: user_agent::is_mobile(agent),
                ip_address: row.ip_address,
                city: place.city,
                country: place.country,
            },
            id: row.id,
            client_id: row.client_id,
            user_id: row.user_id,
            last_active_at,
            last_active_organization_id: row.active_organization_id,
            actor: row.actor,
            expire_at: row.expire_at,
            abandon_at: idle_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }

    /// A part of the sessions that are meant, newest first, and how many there are in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, query: &SessionQuery) -> Result<(Vec<UserSession>, i64), Error> {
        let filter = SessionFilter {
            id: "",
            client_id: named(query.client_id.as_deref()),
            user_id: named(query.user_id.as_deref()),
            status: query.status,
            must_choose: session::must_choose(self.0),
        };
        let mut connection = self.0.store.read().await?;
        let rows = session_list::list(&mut connection, filter, (query.limit.max(0), query.offset.max(0))).await?;
        let count = session_list::count(&mut connection, filter).await?;
        Ok((rows.into_iter().map(|row| self.read(row)).collect(), count))
    }

    /// A part of the sessions that go on, newest first, from one on: by when that began and its id. At most 100. What has run out
    /// since it was last used is among them until that is noted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn live(&self, query: &LiveQuery, after: Option<(i64, &str)>) -> Result<Vec<UserSession>, Error> {
        let beginning = query.beginning.trim();
        // PostgreSQL takes no NUL in a text, and nobody has one.
        if beginning.contains('\0') {
            return Ok(Vec::new());
        }
        let mut filter = LiveFilter { pending: query.pending, acted: query.acted, ..LiveFilter::default() };
        filter.must_choose = session::must_choose(self.0);
        let address = beginning.parse::<IpAddr>().map(|address| address.to_string()).unwrap_or_default();
        let mut user_ids = Vec::new();
        if !address.is_empty() {
            filter.ip_address = &address;
        } else if !beginning.is_empty() {
            let query = UserPageQuery { beginning: beginning.into(), limit: MOST_PEOPLE, ..UserPageQuery::default() };
            user_ids = Users(self.0).page(&query).await?.accounts.into_iter().map(|account| account.user.id).collect();
            if user_ids.is_empty() {
                return Ok(Vec::new());
            }
        }
        filter.user_ids = &user_ids;
        let limit = query.limit.clamp(1, 100);
        let rows = session_list::live(&mut *self.0.store.read().await?, filter, after, limit).await?;
        Ok(rows.into_iter().map(|row| self.read(row)).collect())
    }

    /// A part of the sessions of a user, those that go on in front of those that are over, at most 100; and how many there are in
    /// all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn of_user(
        &self,
        user_id: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<UserSession>, i64), Error> {
        let user_id = named(Some(user_id));
        let mut connection = self.0.store.read().await?;
        let part = (limit.clamp(1, 100), offset.max(0));
        let rows = session_list::of_user(&mut connection, user_id, part, self.0.clock.now()).await?;
        let filter = SessionFilter { user_id, ..SessionFilter::default() };
        let count = session_list::count(&mut connection, filter).await?;
        Ok((rows.into_iter().map(|row| self.read(row)).collect(), count))
    }

    /// A session, over or not; `None` if there is no such session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn get(&self, id: &str) -> Result<Option<UserSession>, Error> {
        let filter = SessionFilter { id: named(Some(id)), ..SessionFilter::default() };
        let rows = session_list::list(&mut *self.0.store.read().await?, filter, (1, 0)).await?;
        Ok(rows.into_iter().next().map(|row| self.read(row)))
    }

    /// Ends a session, wherever it is: its tokens are refused at once on this node, and on others as soon as they hear of it.
    /// One that is over stays as it ended.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such session.
    pub async fn revoke(&self, id: &str) -> Result<UserSession, Error> {
        let app = self.0;
        let now = app.clock.now();
        let session = self.get(id).await?.ok_or_else(not_found)?;
        let mut tx = app.store.write().await?;
        users::lock(&mut tx, &session.user_id).await?.ok_or_else(not_found)?;
        let live = sessions::live_of_user(&mut tx, &session.user_id, now).await?;
        if let Some(row) = live.iter().find(|row| row.id == id) {
            session::end(app, &mut tx, row, SessionStatus::Revoked, now).await?;
        }
        commit(tx).await?;
        app.tokens.revoke(id, now);
        delivery::wake(app);
        self.get(id).await?.ok_or_else(not_found)
    }

    /// Ends every session of a user, however many there are, and every sign-in of theirs that is half way. How many sessions it were.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user.
    pub async fn revoke_all(&self, user_id: &str) -> Result<usize, Error> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        users::lock(&mut tx, named(Some(user_id))).await?.ok_or_else(not_found)?;
        let ended = end_all(app, &mut tx, user_id, now).await?;
        commit(tx).await?;
        revoke(app, &ended, now);
        Ok(ended.len())
    }

    /// Begins a session for a user on a browser of its own, which nobody has: for tests, and for programs that act as a user
    /// with its tokens. No proof is asked, a second factor neither; so it does nothing that asks for one of late.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user; `user_banned`; `user_locked`; `action_not_allowed` where the settings
    /// require a second factor, or an organization has to be chosen first.
    pub async fn create(&self, user_id: &str) -> Result<UserSession, Error> {
        let app = self.0;
        let now = app.clock.now();
        let (id, client_id) = (new_id(Prefix::Session, now), new_id(Prefix::Client, now));
        let mut tx = app.store.write().await?;
        let user = users::lock(&mut tx, user_id).await?.ok_or_else(not_found)?;
        if user.banned {
            return Err(ApiError::new(ErrorCode::UserBanned).into());
        }
        if user.locked_until.is_some_and(|until| until > now) {
            return Err(ApiError::new(ErrorCode::UserLocked).into());
        }
        let organization = active_organization::to_begin_with(app, &mut tx, user_id).await?;
        let must_choose = session::must_choose(app) && organization.is_none();
        if must_choose || app.settings.mfa.required {
            return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
        }
        clients::insert(&mut tx, &client_id, &Token::random().hash(), now).await?;
        let new = NewSession {
            id: &id,
            client_id: &client_id,
            user_id,
            actor: None,
            tasks: &[],
            active_organization_id: organization.as_deref(),
            // Nobody has proven anything now: what asks for a proof of late is refused.
            first_factor_at: Some(0),
            second_factor_at: None,
            ip_address: None,
            user_agent: None,
            expire_at: now + app.settings.session.max_lifetime_hours * HOUR,
        };
        sessions::insert(&mut tx, &new, now).await?;
        clients::begin_session(&mut tx, &client_id, &id, "ticket", now).await?;
        let data = told(app, ListedSession::begun(&new, now));
        let entry = AuditEntry::of(EventType::SessionCreated).with("user_id", user_id);
        events::record_as(&mut tx, EventType::SessionCreated, &id, &data, entry, now).await?;
        commit(tx).await?;
        self.get(&id).await?.ok_or_else(not_found)
    }

    /// A token for a live session, as its browser would get it; good for so many seconds, or a minute, which is the longest.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such session, or it is over; `form_param_format_invalid` when it would be good for
    /// less than 30 seconds or more than a minute.
    pub async fn token(&self, id: &str, expires_in_seconds: Option<i64>) -> Result<Secret, Error> {
        let app = self.0;
        let lifetime = expires_in_seconds.unwrap_or(LIFETIME_SECONDS);
        if !SESSION_TOKEN_LIFETIMES.contains(&lifetime) {
            return Err(ApiError::new(ErrorCode::FormParamFormatInvalid).into());
        }
        let session = self.get(id).await?.ok_or_else(not_found)?;
        let mut connection = app.store.read().await?;
        let row = service_tokens::live(app, &mut connection, &session.user_id, id).await?.ok_or_else(not_found)?;
        let (token, _) = session::issue_for(app, &mut connection, &row, lifetime, app.clock.now()).await?;
        drop(connection);
        self.note_token(&row, None, lifetime).await?;
        Ok(token)
    }

    /// A token for another service, by the [template](super::jwt_templates) with this name, of the person in a live session;
    /// good for so many seconds, or as long as the template says. It stays good until then, whatever becomes of the session.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such session or template, or the session is over; `action_not_allowed` when its
    /// person is held up by a task; `form_param_format_invalid` when it would be good for less than 30 seconds or for longer than
    /// the template says.
    pub async fn token_by_template(
        &self,
        id: &str,
        template: &str,
        expires_in_seconds: Option<i64>,
    ) -> Result<Secret, Error> {
        let app = self.0;
        let session = self.get(id).await?.ok_or_else(not_found)?;
        let mut connection = app.store.read().await?;
        let row = service_tokens::live(app, &mut connection, &session.user_id, id).await?.ok_or_else(not_found)?;
        let template = service_tokens::template(&mut connection, template).await?;
        if row.status != SessionStatus::Active {
            return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
        }
        let holder = Holder {
            user_id: &row.user_id,
            session_id: &row.id,
            organization_id: row.active_organization_id.as_deref(),
            stand_in: stand_in(&row),
        };
        let token = service_tokens::make(app, &mut connection, holder, &template, expires_in_seconds).await?;
        drop(connection);
        let lifetime = expires_in_seconds.unwrap_or(template.lifetime);
        self.note_token(&row, Some(&template.name), lifetime).await?;
        Ok(token)
    }

    /// Notes in the audit log that someone is given a token with which they act as the person of a session.
    async fn note_token(&self, session: &SessionRow, template: Option<&str>, lifetime: i64) -> Result<(), Error> {
        let app = self.0;
        let entry = AuditEntry::of(AuditAction::SessionTokenCreated).with("user_id", session.user_id.as_str());
        let mut entry = entry.with("expires_in_seconds", lifetime);
        if let Some(name) = template {
            entry = entry.with("template", name);
        }
        if let Some(organization_id) = &session.active_organization_id {
            entry = entry.within(organization_id);
        }
        let mut connection = app.store.write_one().await?;
        Ok(entry.write(&mut connection, Some(&session.id), app.clock.now()).await?)
    }

    /// A part of all browsers, newest first, at most 500, each with the sessions that are live on it; and how many there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clients(&self, limit: i64, offset: i64) -> Result<(Vec<BrowserClient>, i64), Error> {
        let (ids, total) = {
            let mut connection = self.0.store.read().await?;
            let ids = session_list::client_ids(&mut connection, page(limit, offset)).await?;
            (ids, session_list::client_count(&mut connection).await?)
        };
        let mut found = Vec::with_capacity(ids.len());
        for id in &ids {
            found.extend(self.client(id).await?);
        }
        Ok((found, total))
    }

    /// A browser, and the sessions that are live on it; `None` if there is no such browser.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn client(&self, id: &str) -> Result<Option<BrowserClient>, Error> {
        let mut connection = self.0.store.read().await?;
        let Some(client) = session_list::client(&mut connection, named(Some(id))).await? else { return Ok(None) };
        let filter = SessionFilter { client_id: &client.id, ..SessionFilter::default() };
        let rows = session_list::list(&mut connection, filter, (i64::from(u16::MAX), 0)).await?;
        let live = UserSession::is_live;
        let sessions = rows.into_iter().map(|row| self.read(row)).filter(live).collect();
        let ListedClient { id, last_active_session_id, sign_in_id, sign_up_id, created_at, updated_at, .. } = client;
        let last_authentication_strategy = client.last_authentication_strategy;
        Ok(Some(BrowserClient {
            id,
            sessions,
            sign_in_id,
            sign_up_id,
            last_active_session_id,
            last_authentication_strategy,
            created_at,
            updated_at,
        }))
    }
}
