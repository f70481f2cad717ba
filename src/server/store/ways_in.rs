//! What lets a person in, so that the last of it is never taken away.

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Row};

use super::{Connection, StoreError, places};

/// Which ways in there are, as far as the settings say.
#[derive(Clone, Copy, Debug)]
pub struct WaysIn {
    /// By a password.
    pub password: bool,
    /// By what is sent to an e-mail address that is proven.
    pub mail: bool,
    /// By a passkey.
    pub passkey: bool,
    /// By what is sent to a phone number that is proven.
    pub phone: bool,
}

impl WaysIn {
    /// Fills in what `another_way_in!` asks for, after the two that come first.
    pub fn bind<'q>(self, query: Query<'q, Any, AnyArguments>) -> Query<'q, Any, AnyArguments> {
        let all = [self.password, self.mail, self.passkey, self.phone];
        all.into_iter().fold(query, |query, way| query.bind(i64::from(way)))
    }
}

/// Whether anyone who has an account, and may come in, gets in by one of these ways or from one of these providers.
pub async fn anyone_gets_in(
    connection: &mut Connection,
    ways: WaysIn,
    providers: &[String],
) -> Result<bool, StoreError> {
    // No provider is an empty text, so that finds nobody.
    let named = if providers.is_empty() { "''".to_owned() } else { places(5, providers.len()) };
    let sql = format!(
        "SELECT COUNT(*) AS found FROM (SELECT u.id FROM users u WHERE u.banned_at IS NULL AND (
             ($1 = 1 AND u.password_digest IS NOT NULL AND EXISTS (SELECT 1 FROM identifiers i WHERE i.user_id = u.id))
             OR ($2 = 1 AND EXISTS (SELECT 1 FROM identifiers i
                 WHERE i.user_id = u.id AND i.kind = 'email_address' AND i.verified_at IS NOT NULL))
             OR ($3 = 1 AND EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id))
             OR ($4 = 1 AND EXISTS (SELECT 1 FROM identifiers i
                 WHERE i.user_id = u.id AND i.kind = 'phone_number' AND i.verified_at IS NOT NULL
                     AND i.reserved_for_second_factor_at IS NULL))
             OR EXISTS (SELECT 1 FROM external_accounts e WHERE e.user_id = u.id AND e.provider IN ({named}))
         ) LIMIT 1) AS somebody"
    );
    let query = ways.bind(sqlx::query(AssertSqlSafe(sql)));
    let row = providers.iter().fold(query, |query, provider| query.bind(provider)).fetch_one(connection).await?;
    Ok(row.try_get::<i64, _>("found")? > 0)
}

/// The condition that something else lets in the user `$2` than what has the id `$1`. `$3` to `$6` are [`WaysIn`].
macro_rules! another_way_in {
    () => {
        "EXISTS (SELECT 1 FROM external_accounts e WHERE e.user_id = $2 AND e.id <> $1)
             OR ($3 = 1 AND EXISTS (SELECT 1 FROM users u JOIN identifiers i ON i.user_id = u.id
                 WHERE u.id = $2 AND u.password_digest IS NOT NULL AND i.id <> $1))
             OR ($4 = 1 AND EXISTS (SELECT 1 FROM identifiers i
                 WHERE i.user_id = $2 AND i.id <> $1 AND i.kind = 'email_address' AND i.verified_at IS NOT NULL))
             OR ($5 = 1 AND EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = $2 AND p.id <> $1))
             OR ($6 = 1 AND EXISTS (SELECT 1 FROM identifiers i
                 WHERE i.user_id = $2 AND i.id <> $1 AND i.kind = 'phone_number' AND i.verified_at IS NOT NULL
                     AND i.reserved_for_second_factor_at IS NULL))"
    };
}
pub(super) use another_way_in;
