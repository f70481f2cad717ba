//! People signed in on browsers.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::session_list::{self, ListedSession};
use super::{Connection, StoreError, number, text};
use crate::model::{ActiveOrganization, Actor, SessionStatus, SessionTask};

/// A session to be.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// `sess_…`
    pub id: &'a str,
    /// The browser.
    pub client_id: &'a str,
    /// The person.
    pub user_id: &'a str,
    /// Who acts in the person's place, if somebody does.
    pub actor: Option<&'a Actor>,
    /// What stands between the person and the app: while there is anything, it is pending.
    pub tasks: &'a [SessionTask],
    /// The organization in which the person acts.
    pub active_organization_id: Option<&'a str>,
    /// When the first factor was proven.
    pub first_factor_at: Option<i64>,
    /// When the second factor was proven.
    pub second_factor_at: Option<i64>,
    /// Where the request came from.
    pub ip_address: Option<&'a str>,
    /// What the browser calls itself.
    pub user_agent: Option<&'a str>,
    /// When it ends whatever happens.
    pub expire_at: i64,
}

/// A session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// `sess_…`
    pub id: String,
    /// The browser.
    pub client_id: String,
    /// The person.
    pub user_id: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// When the first factor was proven.
    pub first_factor_at: Option<i64>,
    /// When the second factor was proven.
    pub second_factor_at: Option<i64>,
    /// When a request last came in it.
    pub last_active_at: i64,
    /// When it ends whatever happens.
    pub expire_at: i64,
    /// When it began.
    pub created_at: i64,
    /// The authenticator app that is being set up in it.
    pub totp_setup: Option<SealedTotpSetup>,
    /// The organization in which the person acts, if they still belong to it.
    pub active_organization_id: Option<String>,
    /// What stands between the person and the app, while it is pending.
    pub tasks: Vec<SessionTask>,
    /// Who acts in the person's place; `None` where it is the person.
    pub actor: Option<Actor>,
}

/// An authenticator app that is being set up.
#[derive(Clone, Debug)]
pub struct SealedTotpSetup {
    /// Its secret, sealed.
    pub sealed_secret: String,
    /// When that was begun.
    pub created_at: i64,
}

const COLUMNS: &str =
    "id, client_id, user_id, status, first_factor_at, second_factor_at, last_active_at, expire_at, created_at,
     sealed_totp_setup, totp_setup_at, active_organization_id, tasks, actor";

impl SessionRow {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        let status: String = row.try_get("status")?;
        Ok(Self {
            id: row.try_get("id")?,
            client_id: row.try_get("client_id")?,
            user_id: row.try_get("user_id")?,
            status: SessionStatus::parse(&status).ok_or(StoreError::Row("a session's status"))?,
            first_factor_at: number(row, "first_factor_at")?,
            second_factor_at: number(row, "second_factor_at")?,
            last_active_at: row.try_get("last_active_at")?,
            expire_at: row.try_get("expire_at")?,
            created_at: row.try_get("created_at")?,
            totp_setup: match (text(row, "sealed_totp_setup")?, number(row, "totp_setup_at")?) {
                (Some(sealed_secret), Some(created_at)) => Some(SealedTotpSetup { sealed_secret, created_at }),
                _ => None,
            },
            active_organization_id: text(row, "active_organization_id")?,
            tasks: tasks(&row.try_get::<String, _>("tasks")?),
            actor: actor(row)?,
        })
    }
}

/// Who acts in a session in its person's place.
pub(super) fn actor(row: &AnyRow) -> Result<Option<Actor>, StoreError> {
    let read = |json: String| serde_json::from_str(&json).map_err(|_| StoreError::Row("the actor of a session"));
    text(row, "actor")?.map(read).transpose()
}

/// As an actor stands in the database.
pub(super) fn actor_text(actor: &Actor) -> &str {
    actor.claims().as_json()
}

/// As they stand in the database: with commas between, in the order in which they are done.
fn words(tasks: &[SessionTask]) -> String {
    let words: Vec<&str> =
        SessionTask::ALL.iter().filter(|task| tasks.contains(task)).map(|task| task.as_str()).collect();
    words.join(",")
}

pub(super) fn tasks(words: &str) -> Vec<SessionTask> {
    SessionTask::ALL.into_iter().filter(|task| words.split(',').any(|word| word == task.as_str())).collect()
}

/// What a browser's secret leads to, in one look-up: what the renewal of a session token asks.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// The browser.
    pub client_id: String,
    /// When its secret was retired, if it was.
    pub retired_at: Option<i64>,
    /// Until when a retired secret is still accepted.
    pub accepted_until: Option<i64>,
    /// The session that its requests act in.
    pub session: Option<SessionRow>,
    /// The organization in which that acts, if its person belongs to it.
    pub organization: Option<ActiveOrganization>,
}

/// Where a live session stands in which these tasks are left.
pub fn status_of(tasks: &[SessionTask]) -> SessionStatus {
    if tasks.is_empty() { SessionStatus::Active } else { SessionStatus::Pending }
}

/// Begins a session.
pub async fn insert(connection: &mut Connection, session: &NewSession<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sessions (id, client_id, user_id, status, first_factor_at, ip_address, user_agent, last_active_at,
             expire_at, created_at, updated_at, second_factor_at, tasks, active_organization_id, actor)
         VALUES ($1, $2, $3, $9, $4, $5, $6, $7, $8, $7, $7, $10, $11, $12, $13)",
    )
    .bind(session.id)
    .bind(session.client_id)
    .bind(session.user_id)
    .bind(session.first_factor_at)
    .bind(session.ip_address)
    .bind(session.user_agent)
    .bind(now)
    .bind(session.expire_at)
    .bind(status_of(session.tasks).as_str())
    .bind(session.second_factor_at)
    .bind(words(session.tasks))
    .bind(session.active_organization_id)
    .bind(session.actor.map(actor_text))
    .execute(connection)
    .await?;
    Ok(())
}

/// What a browser's secret leads to.
pub async fn by_client_secret(connection: &mut Connection, hash: &str) -> Result<Option<Renewal>, StoreError> {
    let row = sqlx::query(
        "SELECT c.client_id AS the_client, c.retired_at, c.accepted_until,
             s.id, s.client_id, s.user_id, s.status, s.first_factor_at, s.second_factor_at, s.last_active_at,
             s.expire_at, s.created_at, s.sealed_totp_setup, s.totp_setup_at, s.active_organization_id, s.tasks,
             s.actor,
             o.id AS organization_id, o.name AS organization_name, o.slug AS organization_slug,
             o.image_id AS organization_image_id, m.role AS organization_role
         FROM client_secrets c
             JOIN clients b ON b.id = c.client_id
             LEFT JOIN sessions s ON s.id = b.last_active_session_id
             LEFT JOIN organization_memberships m ON m.organization_id = s.active_organization_id
                 AND m.user_id = s.user_id
             LEFT JOIN organizations o ON o.id = m.organization_id
         WHERE c.hash = $1",
    )
    .bind(hash)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let session = if text(&row, "id")?.is_some() { Some(SessionRow::read(&row)?) } else { None };
    Ok(Some(Renewal {
        client_id: row.try_get("the_client")?,
        retired_at: number(&row, "retired_at")?,
        accepted_until: number(&row, "accepted_until")?,
        session,
        organization: super::organization_memberships::joined(&row)?,
    }))
}

/// The live sessions of a browser, newest first.
pub async fn live_of_client(
    connection: &mut Connection,
    client_id: &str,
    now: i64,
) -> Result<Vec<SessionRow>, StoreError> {
    live(connection, "client_id", client_id, now).await
}

/// The live sessions of a person, newest first.
pub async fn live_of_user(connection: &mut Connection, user_id: &str, now: i64) -> Result<Vec<SessionRow>, StoreError> {
    live(connection, "user_id", user_id, now).await
}

async fn live(
    connection: &mut Connection,
    column: &'static str,
    id: &str,
    now: i64,
) -> Result<Vec<SessionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions WHERE {column} = $1 AND status IN ('active', 'pending') AND expire_at > $2
         ORDER BY created_at DESC, id DESC"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).bind(now).fetch_all(connection).await?;
    rows.iter().map(SessionRow::read).collect()
}

/// A live session, and where it began.
#[derive(Clone, Debug)]
pub struct DeviceRow {
    /// The session.
    pub session: SessionRow,
    /// Where the request came from.
    pub ip_address: Option<String>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
}

/// The live sessions of a person with where each began, the one that was used last in front.
pub async fn devices_of_user(
    connection: &mut Connection,
    user_id: &str,
    now: i64,
) -> Result<Vec<DeviceRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, ip_address, user_agent FROM sessions
         WHERE user_id = $1 AND status IN ('active', 'pending') AND expire_at > $2
         ORDER BY last_active_at DESC, id DESC"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user_id).bind(now).fetch_all(connection).await?;
    let read = |row: &AnyRow| {
        let (ip_address, user_agent) = (text(row, "ip_address")?, text(row, "user_agent")?);
        Ok(DeviceRow { session: SessionRow::read(row)?, ip_address, user_agent })
    };
    rows.iter().map(read).collect()
}

/// The sessions that ended since a time.
pub async fn ended_since(connection: &mut Connection, since: i64) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT id FROM sessions WHERE updated_at >= $1 AND status NOT IN ('active', 'pending')")
        .bind(since)
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// Ends a live session, and gives it as it is then; `None` if it was over already.
pub async fn end(
    connection: &mut Connection,
    id: &str,
    status: SessionStatus,
    now: i64,
) -> Result<Option<ListedSession>, StoreError> {
    let ended = sqlx::query(
        "UPDATE sessions SET status = $2, updated_at = $3 WHERE id = $1 AND status IN ('active', 'pending')
         RETURNING id, client_id, user_id, status, active_organization_id, ip_address, user_agent, last_active_at, expire_at,
             created_at, updated_at, actor, tasks",
    )
    .bind(id)
    .bind(status.as_str())
    .bind(now)
    .fetch_optional(connection)
    .await?;
    ended.as_ref().map(session_list::session).transpose()
}

/// Live sessions that have outlived their time, began before a time, or were not used since one: so many of them at most, in
/// the order in which they are written.
pub async fn run_out(
    connection: &mut Connection,
    (begun_before, unused_since): (i64, i64),
    most: usize,
    now: i64,
) -> Result<Vec<SessionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions
         WHERE status IN ('active', 'pending') AND (expire_at <= $1 OR last_active_at < $2 OR created_at <= $4)
         ORDER BY id LIMIT $3"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(now)
        .bind(unused_since)
        .bind(most)
        .bind(begun_before)
        .fetch_all(connection)
        .await?;
    rows.iter().map(SessionRow::read).collect()
}

/// Whether a person has ever been signed in on a browser: they themselves.
pub async fn have_been(connection: &mut Connection, client_id: &str, user_id: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT id FROM sessions WHERE client_id = $1 AND user_id = $2 AND actor IS NULL LIMIT 1")
        .bind(client_id)
        .bind(user_id)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Whether a session is the first of its person on its browser, and not the first of theirs at all. Those in which somebody acts
/// in their place do not count.
pub async fn is_on_new_device(connection: &mut Connection, session: &SessionRow) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "SELECT CAST(CASE
             WHEN EXISTS (SELECT 1 FROM sessions WHERE user_id = $1 AND client_id = $2 AND id <> $3 AND actor IS NULL) THEN 0
             WHEN EXISTS (SELECT 1 FROM sessions WHERE user_id = $1 AND id <> $3 AND actor IS NULL) THEN 1
             ELSE 0 END AS BIGINT) AS is_new",
    )
    .bind(&session.user_id)
    .bind(&session.client_id)
    .bind(&session.id)
    .fetch_one(connection)
    .await?;
    Ok(row.try_get::<i64, _>("is_new")? != 0)
}

/// Begins to set up an authenticator app in a session, in the place of one that was being set up, or gives it up.
pub async fn set_totp_setup(
    connection: &mut Connection,
    id: &str,
    sealed_secret: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET sealed_totp_setup = $2, totp_setup_at = $3, updated_at = $3 WHERE id = $1")
        .bind(id)
        .bind(sealed_secret)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// A second factor has been set up in a live session, and proven in it at `proven_at` if it was: that task is done. `None` if
/// the session is over.
pub async fn has_second_factor(
    connection: &mut Connection,
    id: &str,
    proven_at: Option<i64>,
    now: i64,
) -> Result<Option<SessionRow>, StoreError> {
    let sql = format!(
        "UPDATE sessions SET second_factor_at = COALESCE($2, second_factor_at), updated_at = $3,
             sealed_totp_setup = NULL, totp_setup_at = NULL, tasks = TRIM(REPLACE(tasks, $4, ''), ','),
             status = CASE WHEN TRIM(REPLACE(tasks, $4, ''), ',') = '' THEN 'active' ELSE 'pending' END
         WHERE id = $1 AND status IN ('active', 'pending') RETURNING {COLUMNS}"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).bind(proven_at).bind(now);
    let row = query.bind(SessionTask::SetupMfa.as_str()).fetch_optional(connection).await?;
    row.as_ref().map(SessionRow::read).transpose()
}

/// Lets a live session act in an organization, or in none. `left` is what is left to do then. `None` if it is over.
pub async fn set_active_organization(
    connection: &mut Connection,
    id: &str,
    organization_id: Option<&str>,
    left: &[SessionTask],
    now: i64,
) -> Result<Option<SessionRow>, StoreError> {
    let sql = format!(
        "UPDATE sessions SET active_organization_id = $2, tasks = $3, status = $4, updated_at = $5
         WHERE id = $1 AND status IN ('active', 'pending') RETURNING {COLUMNS}"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).bind(organization_id).bind(words(left));
    let row = query.bind(status_of(left).as_str()).bind(now).fetch_optional(connection).await?;
    row.as_ref().map(SessionRow::read).transpose()
}

/// The live sessions that act in an organization: of one person, or of everyone.
pub async fn acting_in(
    connection: &mut Connection,
    organization_id: &str,
    user_id: Option<&str>,
) -> Result<Vec<SessionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions
         WHERE active_organization_id = $1 AND ($2 = '' OR user_id = $2) AND status IN ('active', 'pending')"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization_id).bind(user_id.unwrap_or_default());
    query.fetch_all(connection).await?.iter().map(SessionRow::read).collect()
}

/// The organization in which a person themselves acted last, if they still belong to it.
pub async fn last_organization(connection: &mut Connection, user_id: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(
        "SELECT m.organization_id
         FROM (SELECT active_organization_id FROM sessions WHERE user_id = $1 AND actor IS NULL
               ORDER BY created_at DESC, id DESC LIMIT 1) s
             JOIN organization_memberships m ON m.organization_id = s.active_organization_id AND m.user_id = $1",
    )
    .bind(user_id)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("organization_id")).transpose()?)
}

/// Its owner has proven once more who they are in a live session: each factor at the time that is given for it. `None` if the
/// session is over, or somebody else acts in it, or it waits for a second factor to be set up: whether an organization has to be
/// chosen first is for the settings of now to say.
pub async fn prove(
    connection: &mut Connection,
    id: &str,
    first_factor_at: Option<i64>,
    second_factor_at: Option<i64>,
    now: i64,
) -> Result<Option<SessionRow>, StoreError> {
    let sql = format!(
        "UPDATE sessions SET first_factor_at = COALESCE($2, first_factor_at),
             second_factor_at = COALESCE($3, second_factor_at), updated_at = $4
         WHERE id = $1 AND status IN ('active', 'pending') AND tasks IN ('', $5) AND actor IS NULL RETURNING {COLUMNS}"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).bind(first_factor_at).bind(second_factor_at).bind(now);
    let query = query.bind(SessionTask::ChooseOrganization.as_str());
    query.fetch_optional(connection).await?.as_ref().map(SessionRow::read).transpose()
}

/// Notes when requests last came in a session.
pub async fn touch(connection: &mut Connection, id: &str, at: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET last_active_at = $2 WHERE id = $1 AND last_active_at < $2")
        .bind(id)
        .bind(at)
        .execute(connection)
        .await?;
    Ok(())
}
