//! What is not needed any more.

use super::{Connection, StoreError};

/// How long what is over is kept, in milliseconds.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Rows of one kind that are not needed any more.
#[derive(Clone, Copy, Debug)]
pub struct NotNeeded {
    sql: &'static str,
    before: i64,
}

/// Attempts that were given up, codes, messages, sign-in and actor tokens that are too old, API keys that have
/// opened nothing for so long, keys and tokens of machines that have run out, limits whose window is over, and browsers without
/// a session, and what came of files of users: what refers to others in front of them.
pub fn not_needed(now: i64) -> impl Iterator<Item = NotNeeded> {
    let over = [
        "DELETE FROM sign_ins WHERE abandon_at < $1",
        "DELETE FROM sign_ups WHERE abandon_at < $1",
        "DELETE FROM oauth_attempts WHERE expire_at < $1",
        "DELETE FROM passkey_challenges WHERE expire_at < $1",
        "DELETE FROM verifications WHERE expire_at < $1",
        "DELETE FROM messages WHERE expire_at < $1",
        "DELETE FROM disavowals WHERE expire_at < $1",
        "DELETE FROM spent_proofs WHERE expire_at < $1",
        "DELETE FROM limits WHERE window_end < $1 AND locked_until < $1",
        "DELETE FROM signing_keys WHERE retire_at < $1",
        "DELETE FROM machine_secret_keys WHERE expire_at < $1",
        "DELETE FROM operator_links WHERE expire_at < $1",
        // There may be a great many of them: for a day more one may look up which there were.
        "DELETE FROM m2m_tokens WHERE expire_at < $1 - 86400000",
        // Of servers that have stopped.
        "DELETE FROM job_runs WHERE told_at < $1 - 86400000",
    ];
    let kept_for_a_while = [
        "DELETE FROM sign_in_tokens WHERE expire_at < $1",
        "DELETE FROM actor_tokens WHERE expire_at < $1",
        "DELETE FROM api_keys WHERE expires_at < $1",
        "DELETE FROM api_keys WHERE revoked_at < $1",
        "DELETE FROM user_imports WHERE finished_at < $1",
        "DELETE FROM exports WHERE created_at < $1",
        "DELETE FROM sessions WHERE expire_at < $1 AND status NOT IN ('active', 'pending')",
        // While a file is brought in, browsers stand before their sessions.
        "DELETE FROM clients WHERE updated_at < $1
             AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.client_id = clients.id)
             AND NOT EXISTS (SELECT 1 FROM imports WHERE finished_at IS NULL AND created_at >= $1)",
    ];
    let over = over.into_iter().map(move |sql| NotNeeded { sql, before: now });
    over.chain(kept_for_a_while.into_iter().map(move |sql| NotNeeded { sql, before: now - KEPT }))
}

/// Deletes them. Returns how many rows went.
pub async fn delete(connection: &mut Connection, rows: NotNeeded) -> Result<u64, StoreError> {
    Ok(sqlx::query(rows.sql).bind(rows.before).execute(connection).await?.rows_affected())
}
