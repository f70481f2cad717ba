//! "That was not me": the link that a mail about a change to an account has in it.
//!
//! Whoever opens it, and clicks once more, ends every session of the account, and every sign-in that is half way, and takes back
//! its API keys. It lets
//! nobody in, and tells of the account no more than the address that it was mailed to, masked: a mail may be read by others.

use super::{Error, api_keys, commit, users};
use crate::model::{ApiError, ErrorCode, User, masked};
use crate::server::crypto::{HOUR, Token};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::disavowals::{self, DisavowalRow};
use crate::server::store::{Connection, users as people};
use crate::server::vestibule::Inner;

/// The page that the link opens.
pub const PATH: &str = "/vestibule/disavow";

/// How long a link is good, in milliseconds.
const LIFETIME: i64 = 7 * 24 * HOUR;

fn over() -> Error {
    ApiError::new(ErrorCode::VerificationExpired).into()
}

/// Makes a link for a mail to the owner of an account: its address, which is made of what the settings say.
pub async fn link(
    app: &Inner,
    connection: &mut Connection,
    user: &User,
    address: &str,
    now: i64,
) -> Result<String, Error> {
    let token = Token::random();
    let of = DisavowalRow { user_id: user.id.clone(), address: address.to_owned() };
    disavowals::insert(connection, &token.hash(), &of, now + LIFETIME, now).await?;
    Ok(format!("{}{PATH}?token={}", app.settings.base_url, token.expose()))
}

/// Where a link was mailed to, masked. Nothing changes: programs that read mail look at every link.
pub async fn look(app: &Inner, token: &Token) -> Result<String, Error> {
    let found = disavowals::find(&mut *app.store.read().await?, &token.hash(), app.clock.now()).await?;
    Ok(masked(&found.ok_or_else(over)?.address))
}

/// Ends every session of the account that a link is about, and takes back its API keys.
pub async fn disavow(app: &Inner, token: &Token) -> Result<(), Error> {
    let now = app.clock.now();
    let hash = token.hash();
    let mut tx = app.store.write().await?;
    let found = disavowals::find(&mut tx, &hash, now).await?.ok_or_else(over)?;
    // Held before the link is used up, as when an account goes, and its links with it.
    if !people::hold(&mut tx, &found.user_id, now).await? || !disavowals::spend(&mut tx, &hash, now).await? {
        return Err(over());
    }
    AuditEntry::of(AuditAction::ChangeDisavowed).write(&mut tx, Some(&found.user_id), now).await?;
    let ended = users::end_all(app, &mut tx, &found.user_id, now).await?;
    // Whoever was in the account can have made some.
    api_keys::revoke_all_of(&mut tx, &found.user_id, "disavowed", now).await?;
    commit(tx).await?;
    users::revoke(app, &ended, now);
    tracing::warn!(
        user = found.user_id,
        sessions = ended.len(),
        "its owner says that a change was not theirs: sessions ended"
    );
    Ok(())
}
