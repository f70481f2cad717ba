//! What lets a person in, so that the last of it is never taken away.

use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

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
