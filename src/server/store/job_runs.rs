//! What runs beside the requests of servers that work on the same PostgreSQL: the last run of each that they have told of.

use sqlx::Row;

use super::{Connection, StoreError, number, text};

/// A run that has gone well.
pub const WELL: &str = "well";
/// A run that has not.
pub const FAILED: &str = "failed";

/// The last run of something on one server. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct JobRun {
    /// What the server calls itself, from its start on.
    pub node: String,
    /// What ran.
    pub job: String,
    /// From where the server is connected; `None` if it is on the database's own machine. It is not for the server to say.
    pub address: Option<String>,
    /// When it began.
    pub began_at: i64,
    /// How long it took, in milliseconds.
    pub took_ms: i64,
    /// [`WELL`] or [`FAILED`].
    pub outcome: String,
    /// What went wrong last, in this run or in one before.
    pub error: Option<String>,
    /// When that was.
    pub failed_at: Option<i64>,
    /// When it was told.
    pub told_at: i64,
}

/// Keeps a run in the place of the one before. On PostgreSQL alone: no other database knows from where one is connected.
pub async fn put(connection: &mut Connection, run: &JobRun) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO job_runs (node, job, address, began_at, took_ms, outcome, error, failed_at, told_at)
         VALUES ($1, $2, HOST(inet_client_addr()), $3, $4, $5, $6, $7, $8)
         ON CONFLICT (node, job) DO UPDATE SET
             address = EXCLUDED.address, began_at = EXCLUDED.began_at, took_ms = EXCLUDED.took_ms,
             outcome = EXCLUDED.outcome, error = EXCLUDED.error, failed_at = EXCLUDED.failed_at,
             told_at = EXCLUDED.told_at",
    )
    .bind(&run.node)
    .bind(&run.job)
    .bind(run.began_at)
    .bind(run.took_ms)
    .bind(&run.outcome)
    .bind(&run.error)
    .bind(run.failed_at)
    .bind(run.told_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// What servers other than one have told since then, server by server, each with when its server was heard of last: of at most so
/// many, those that were heard of last.
pub async fn of_others(
    connection: &mut Connection,
    node: &str,
    since: i64,
    most: i64,
) -> Result<Vec<(JobRun, i64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT node, job, address, began_at, took_ms, outcome, error, failed_at, told_at, heard_at FROM job_runs
         JOIN (SELECT node AS heard_node, MAX(told_at) AS heard_at FROM job_runs
               WHERE told_at >= $1 AND node <> $2 GROUP BY node ORDER BY MAX(told_at) DESC, node LIMIT $3) AS heard
             ON heard_node = node
         WHERE told_at >= $1 ORDER BY node, job",
    )
    .bind(since)
    .bind(node)
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let run = JobRun {
                node: row.try_get("node")?,
                job: row.try_get("job")?,
                address: text(row, "address")?,
                began_at: row.try_get("began_at")?,
                took_ms: row.try_get("took_ms")?,
                outcome: row.try_get("outcome")?,
                error: text(row, "error")?,
                failed_at: number(row, "failed_at")?,
                told_at: row.try_get("told_at")?,
            };
            Ok((run, row.try_get("heard_at")?))
        })
        .collect()
}
