//! The list of sessions, as operators and other backends ask for it.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::conditions::{Conditions, Value};
use super::sessions::{NewSession, actor, status_of, tasks};
use super::{Connection, StoreError, text};
use crate::model::{Actor, SessionStatus, SessionTask};

/// A session, over or not, with where it began.
#[derive(Clone, Debug)]
pub struct ListedSession {
    /// `sess_…`
    pub id: String,
    /// The browser.
    pub client_id: String,
    /// The person.
    pub user_id: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// The organization in which the person acts.
    pub active_organization_id: Option<String>,
    /// Who acts in the person's place; `None` where it is the person.
    pub actor: Option<Actor>,
    /// Where the request came from.
    pub ip_address: Option<String>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
    /// When a request last came in it.
    pub last_active_at: i64,
    /// When it ends whatever happens.
    pub expire_at: i64,
    /// When it began.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// What stands between the person and the app, while it is pending.
    pub tasks: Vec<SessionTask>,
}

impl ListedSession {
    /// One that was just made.
    pub fn begun(new: &NewSession<'_>, now: i64) -> Self {
        Self {
            id: new.id.to_owned(),
            client_id: new.client_id.to_owned(),
            user_id: new.user_id.to_owned(),
            status: status_of(new.tasks),
            active_organization_id: new.active_organization_id.map(str::to_owned),
            actor: new.actor.cloned(),
            ip_address: new.ip_address.map(str::to_owned),
            user_agent: new.user_agent.map(str::to_owned),
            last_active_at: now,
            expire_at: new.expire_at,
            created_at: now,
            updated_at: now,
            tasks: new.tasks.to_vec(),
        }
    }
}

/// What a row says that holds all of it.
pub(super) fn session(row: &AnyRow) -> Result<ListedSession, StoreError> {
    let status: String = row.try_get("status")?;
    Ok(ListedSession {
        id: row.try_get("id")?,
        client_id: row.try_get("client_id")?,
        user_id: row.try_get("user_id")?,
        status: SessionStatus::parse(&status).ok_or(StoreError::Row("a session's status"))?,
        active_organization_id: text(row, "active_organization_id")?,
        actor: actor(row)?,
        ip_address: text(row, "ip_address")?,
        user_agent: text(row, "user_agent")?,
        last_active_at: row.try_get("last_active_at")?,
        expire_at: row.try_get("expire_at")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        tasks: tasks(&row.try_get::<String, _>("tasks")?),
    })
}

/// As a condition says that a session goes on, and is held up or not: whatever held it up when it was last written, where nobody
/// acts outside of an organization whoever does is held up, and elsewhere nobody for that.
fn held_up(is_held_up: bool, must_choose: bool) -> &'static str {
    match (is_held_up, must_choose) {
        (true, false) => "status = 'pending' AND tasks <> 'choose_organization'",
        (true, true) => "(status = 'pending' OR status = 'active' AND active_organization_id IS NULL)",
        (false, false) => "(status = 'active' OR status = 'pending' AND tasks = 'choose_organization')",
        (false, true) => "status = 'active' AND active_organization_id IS NOT NULL",
    }
}

/// Which sessions; where nothing is named, all.
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionFilter<'a> {
    /// This one.
    pub id: &'a str,
    /// Those of a browser.
    pub client_id: &'a str,
    /// Those of a person.
    pub user_id: &'a str,
    /// Those that stand there.
    pub status: Option<SessionStatus>,
    /// Whether nobody acts outside of an organization.
    pub must_choose: bool,
}

impl<'a> SessionFilter<'a> {
    fn conditions(self) -> Conditions<'a> {
        let mut all = Conditions::default();
        let status = match self.status {
            Some(status @ (SessionStatus::Active | SessionStatus::Pending)) => {
                all.add(held_up(status == SessionStatus::Pending, self.must_choose));
                ""
            }
            other => other.map_or("", SessionStatus::as_str),
        };
        for (condition, value) in [
            ("id = {}", self.id),
            ("client_id = {}", self.client_id),
            ("user_id = {}", self.user_id),
            ("status = {}", status),
        ] {
            all.with(condition, (!value.is_empty()).then_some(Value::Text(value)));
        }
        all
    }
}

/// A part of the sessions that are meant, newest first.
pub async fn list(
    connection: &mut Connection,
    filter: SessionFilter<'_>,
    page: (i64, i64),
) -> Result<Vec<ListedSession>, StoreError> {
    let conditions = filter.conditions();
    let sql = format!(
        "SELECT id, client_id, user_id, status, active_organization_id, ip_address, user_agent, last_active_at, expire_at,
             created_at, updated_at, actor, tasks
         FROM sessions {} ORDER BY created_at DESC, id DESC {}",
        conditions.clause(),
        conditions.limit()
    );
    let rows = conditions.ask_page(connection, sql, page).await?;
    rows.iter().map(session).collect()
}

/// Which of the sessions that go on; where nothing is named, all.
#[derive(Clone, Copy, Debug, Default)]
pub struct LiveFilter<'a> {
    /// Those of one of these people.
    pub user_ids: &'a [String],
    /// Those that began from a network address.
    pub ip_address: &'a str,
    /// Those that are held up by something.
    pub pending: bool,
    /// Those in which somebody acts in the person's place.
    pub acted: bool,
    /// Whether nobody acts outside of an organization.
    pub must_choose: bool,
}

/// The sessions that go on, newest first, from one on: by when that began and its id.
pub async fn live(
    connection: &mut Connection,
    filter: LiveFilter<'_>,
    after: Option<(i64, &str)>,
    limit: i64,
) -> Result<Vec<ListedSession>, StoreError> {
    let mut conditions = Conditions::default();
    conditions.add(match filter.pending {
        true => held_up(true, filter.must_choose),
        false => "status IN ('active', 'pending')",
    });
    if filter.acted {
        conditions.add("actor IS NOT NULL");
    }
    conditions.among("user_id IN ({})", filter.user_ids);
    conditions.with("ip_address = {}", Some(filter.ip_address).filter(|it| !it.is_empty()).map(Value::Text));
    if let Some(place) = after {
        conditions.before("created_at, id", place);
    }
    let sql = format!(
        "SELECT id, client_id, user_id, status, active_organization_id, ip_address, user_agent, last_active_at, expire_at,
             created_at, updated_at, actor, tasks
         FROM sessions {} ORDER BY created_at DESC, id DESC {}",
        conditions.clause(),
        conditions.limit()
    );
    let rows = conditions.ask_page(connection, sql, (limit, 0)).await?;
    rows.iter().map(session).collect()
}

/// A part of the sessions of a person: those that go on in front of those that are over, and each newest first.
pub async fn of_user(
    connection: &mut Connection,
    user_id: &str,
    (limit, offset): (i64, i64),
    now: i64,
) -> Result<Vec<ListedSession>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, client_id, user_id, status, active_organization_id, ip_address, user_agent, last_active_at, expire_at,
             created_at, updated_at, actor, tasks
         FROM sessions WHERE user_id = $1
         ORDER BY CASE WHEN status IN ('active', 'pending') AND expire_at > $2 THEN 0 ELSE 1 END, created_at DESC, id DESC
         LIMIT $3 OFFSET $4",
    )
    .bind(user_id)
    .bind(now)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(session).collect()
}

/// How many sessions are meant.
pub async fn count(connection: &mut Connection, filter: SessionFilter<'_>) -> Result<i64, StoreError> {
    let conditions = filter.conditions();
    let sql = format!("SELECT COUNT(*) AS sessions FROM sessions {}", conditions.clause());
    let rows = conditions.ask(connection, sql).await?;
    Ok(rows.first().ok_or(StoreError::Row("a count"))?.try_get("sessions")?)
}

/// A browser, as it is listed.
#[derive(Clone, Debug)]
pub struct ListedClient {
    /// `client_…`
    pub id: String,
    /// The session that its requests act in.
    pub last_active_session_id: Option<String>,
    /// The sign-in under way.
    pub sign_in_id: Option<String>,
    /// The sign-up under way.
    pub sign_up_id: Option<String>,
    /// How someone last came in.
    pub last_authentication_strategy: Option<String>,
    /// When it was first seen.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// A browser; `None` if there is no such browser.
pub async fn client(connection: &mut Connection, id: &str) -> Result<Option<ListedClient>, StoreError> {
    let row = sqlx::query(
        "SELECT id, last_active_session_id, sign_in_id, sign_up_id, last_authentication_strategy, created_at, updated_at
         FROM clients WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(ListedClient {
            id: row.try_get("id")?,
            last_active_session_id: text(&row, "last_active_session_id")?,
            sign_in_id: text(&row, "sign_in_id")?,
            sign_up_id: text(&row, "sign_up_id")?,
            last_authentication_strategy: text(&row, "last_authentication_strategy")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
        })
    })
    .transpose()
}

/// What the database is asked by [`client_ids`].
pub const CLIENT_IDS: &str = "SELECT id FROM clients ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2";

/// The ids of a part of all browsers, newest first.
pub async fn client_ids(connection: &mut Connection, (limit, offset): (i64, i64)) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(CLIENT_IDS).bind(limit).bind(offset).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// How many browsers there are.
pub async fn client_count(connection: &mut Connection) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS clients FROM clients").fetch_one(connection).await?;
    Ok(row.try_get("clients")?)
}
