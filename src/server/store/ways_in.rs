//! What lets a person in, so that the last of it is never taken away.

use std::collections::HashMap;

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Row};

use super::{Connection, StoreError};

/// Which ways in there are, as far as the settings say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// By what somebody, or one of several, could get in, whatever the settings say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// A password that others do not know.
    pub password: bool,
    /// An e-mail address that is proven.
    pub mail: bool,
    /// A passkey.
    pub passkey: bool,
    /// A phone number that is proven, and is not kept for second steps.
    pub phone: bool,
    /// A second step that is asked of them after everything but a passkey, and that a code by text message alone can be: for the
    /// codes of an app and backup codes nothing has to be sent.
    pub texted: bool,
    /// An organization to act in, or the leave to make one that was given to them by name.
    pub organization: bool,
    /// No word that they of all people may not make one.
    pub maker: bool,
    /// Accounts with these providers.
    pub providers: Vec<String>,
}

/// Where whoever is let in may act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// By themselves, or in an organization.
    Anywhere,
    /// In an organization alone, so that whoever has none gets no further.
    Organization {
        /// Unless people may make one.
        may_make: bool,
    },
}

impl Place {
    /// That a user `u` gets as far as that.
    fn condition(self) -> String {
        match self {
            Self::Anywhere => "1 = 1".to_owned(),
            Self::Organization { may_make: false } => ORGANIZATION.to_owned(),
            Self::Organization { may_make: true } => format!("({ORGANIZATION}) OR {MAKER}"),
        }
    }
}

impl Held {
    /// Whether they get as far as that, once they are let in.
    pub fn reaches(&self, place: Place) -> bool {
        match place {
            Place::Anywhere => true,
            Place::Organization { may_make } => self.organization || (may_make && self.maker),
        }
    }

    /// Whether one of these ways, or one of these providers, lets them in; `texts` is whether text messages are sent.
    pub fn opens(&self, ways: WaysIn, providers: &[String], texts: bool) -> bool {
        let is_known = ways.password && self.password
            || ways.mail && self.mail
            || ways.phone && self.phone
            || self.providers.iter().any(|provider| providers.contains(provider));
        ways.passkey && self.passkey || is_known && (texts || !self.texted)
    }
}

const ORGANIZATION: &str = "EXISTS (SELECT 1 FROM organization_memberships m WHERE m.user_id = u.id)
     OR COALESCE(u.create_organization_enabled, 0) = 1";
const MAKER: &str = "COALESCE(u.create_organization_enabled, 1) = 1";

/// Who is asked for a second step has an app for it, or numbers that are kept for it.
const TEXTED: &str = "u.mfa_enabled_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM totp t WHERE t.user_id = u.id)
     AND NOT EXISTS (SELECT 1 FROM backup_codes b WHERE b.user_id = u.id AND b.used_at IS NULL)";

/// What a user `u` has, by name.
const HELD: [(&str, &str); 7] = [
    (
        "password",
        "u.password_digest IS NOT NULL AND u.password_compromised_at IS NULL
             AND EXISTS (SELECT 1 FROM identifiers i WHERE i.user_id = u.id)",
    ),
    (
        "mail",
        "EXISTS (SELECT 1 FROM identifiers i
             WHERE i.user_id = u.id AND i.kind = 'email_address' AND i.verified_at IS NOT NULL)",
    ),
    ("passkey", "EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id)"),
    (
        "phone",
        "EXISTS (SELECT 1 FROM identifiers i WHERE i.user_id = u.id AND i.kind = 'phone_number'
             AND i.verified_at IS NOT NULL AND i.reserved_for_second_factor_at IS NULL)",
    ),
    ("texted", TEXTED),
    ("organization", ORGANIZATION),
    ("maker", MAKER),
];

/// The columns that [`held`] reads.
fn columns(condition: impl Fn(&str) -> String) -> String {
    let column = |(name, has): (&str, &str)| {
        format!("CAST(CASE WHEN {} THEN 1 ELSE 0 END AS BIGINT) AS has_{name}", condition(has))
    };
    HELD.map(column).join(", ")
}

fn held(row: &AnyRow) -> Result<Held, StoreError> {
    let has = |column: &str| Ok::<_, StoreError>(row.try_get::<i64, _>(column)? != 0);
    Ok(Held {
        password: has("has_password")?,
        mail: has("has_mail")?,
        passkey: has("has_passkey")?,
        phone: has("has_phone")?,
        texted: has("has_texted")?,
        organization: has("has_organization")?,
        maker: has("has_maker")?,
        providers: Vec::new(),
    })
}

/// As many owners of the dashboard are looked at: those who have been it for longest.
const OWNERS: i64 = 100;
/// As many of all people are looked at: those who came last.
const NEWEST: i64 = 10_000;

/// By what each owner of the dashboard could get in who may come in, by their ids.
pub async fn of_owners(connection: &mut Connection) -> Result<Vec<(String, Held)>, StoreError> {
    let sql = format!(
        "SELECT u.id, {} FROM operators o JOIN users u ON u.id = o.user_id
         WHERE o.role = 'owner' AND u.banned_at IS NULL ORDER BY o.created_at, o.user_id LIMIT $1",
        columns(str::to_owned)
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(OWNERS).fetch_all(&mut *connection).await?;
    let mut owners = Vec::with_capacity(rows.len());
    for row in &rows {
        owners.push((row.try_get::<String, _>("id")?, held(row)?));
    }
    let rows = sqlx::query(
        "SELECT e.user_id, e.provider FROM operators o JOIN external_accounts e ON e.user_id = o.user_id
         WHERE o.role = 'owner'",
    )
    .fetch_all(connection)
    .await?;
    let mut providers: HashMap<String, Vec<String>> = HashMap::new();
    for row in &rows {
        providers.entry(row.try_get("user_id")?).or_default().push(row.try_get("provider")?);
    }
    for (id, held) in &mut owners {
        held.providers = providers.remove(id).unwrap_or_default();
    }
    Ok(owners)
}

/// By what any of those could get in who came last, may come in and get as far as that: all of them together of whom no second step
/// is asked that has to be sent to them, and all the others. However many people there are, it is not asked of more than 10,000.
pub async fn of_newest(connection: &mut Connection, place: Place) -> Result<Vec<Held>, StoreError> {
    const OF_THEM: &str = "id, password_digest, password_compromised_at, mfa_enabled_at, create_organization_enabled";
    let mut all = Vec::new();
    for second in [format!("NOT ({TEXTED})"), TEXTED.to_owned()] {
        let they = format!(
            "SELECT {OF_THEM} FROM (
                 SELECT {OF_THEM} FROM users WHERE banned_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $1) u
             WHERE ({}) AND {second}",
            place.condition()
        );
        let any = |has: &str| format!("EXISTS (SELECT 1 FROM newest u WHERE {has})");
        let sql = format!("WITH newest AS ({they}) SELECT {}", columns(any));
        let row = sqlx::query(AssertSqlSafe(sql)).bind(NEWEST).fetch_one(&mut *connection).await?;
        let mut found = held(&row)?;
        let sql = format!("SELECT DISTINCT e.provider FROM ({they}) n JOIN external_accounts e ON e.user_id = n.id");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(NEWEST).fetch_all(&mut *connection).await?;
        found.providers = rows.iter().map(|row| row.try_get("provider")).collect::<Result<_, _>>()?;
        all.push(found);
    }
    Ok(all)
}

/// The condition that something else lets in the user `$2` than what has the id `$1`. `$3` to `$6` are [`WaysIn`].
macro_rules! another_way_in {
    () => {
        "EXISTS (SELECT 1 FROM external_accounts e WHERE e.user_id = $2 AND e.id <> $1)
             OR ($3 = 1 AND EXISTS (SELECT 1 FROM users u JOIN identifiers i ON i.user_id = u.id
                 WHERE u.id = $2 AND u.password_digest IS NOT NULL AND u.password_compromised_at IS NULL AND i.id <> $1))
             OR ($4 = 1 AND EXISTS (SELECT 1 FROM identifiers i
                 WHERE i.user_id = $2 AND i.id <> $1 AND i.kind = 'email_address' AND i.verified_at IS NOT NULL))
             OR ($5 = 1 AND EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = $2 AND p.id <> $1))
             OR ($6 = 1 AND EXISTS (SELECT 1 FROM identifiers i
                 WHERE i.user_id = $2 AND i.id <> $1 AND i.kind = 'phone_number' AND i.verified_at IS NOT NULL
                     AND i.reserved_for_second_factor_at IS NULL))"
    };
}
pub(super) use another_way_in;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_off_opens_nothing() {
        const OFF: WaysIn = WaysIn { password: false, mail: false, passkey: false, phone: false };
        let google = vec!["google".to_owned()];
        let all = Held { password: true, mail: true, passkey: true, phone: true, providers: google, ..Held::default() };
        let google = ["google".to_owned()];
        assert!(!all.opens(OFF, &[], true) && all.opens(OFF, &google, true));
        assert!(!all.opens(OFF, &["github".to_owned()], true));
        for way in [
            WaysIn { password: true, ..OFF },
            WaysIn { mail: true, ..OFF },
            WaysIn { passkey: true, ..OFF },
            WaysIn { phone: true, ..OFF },
        ] {
            assert!(all.opens(way, &[], false) && !Held::default().opens(way, &google, true), "{way:?}");
        }
    }

    #[test]
    fn a_second_step_that_is_not_sent_keeps_out_whoever_has_no_passkey() {
        const ALL: WaysIn = WaysIn { password: true, mail: true, passkey: true, phone: true };
        let google = vec!["google".to_owned()];
        let texted = Held { texted: true, ..Held::default() };
        for held in [
            Held { password: true, ..texted.clone() },
            Held { mail: true, ..texted.clone() },
            Held { phone: true, ..texted.clone() },
            Held { providers: google.clone(), ..texted.clone() },
        ] {
            assert!(held.opens(ALL, &google, true) && !held.opens(ALL, &google, false), "{held:?}");
        }
        let with_passkey = Held { password: true, passkey: true, ..texted };
        assert!(with_passkey.opens(ALL, &[], false));
        assert!(!with_passkey.opens(WaysIn { passkey: false, ..ALL }, &[], false));
    }

    #[test]
    fn who_has_no_organization_gets_as_far_as_others_let_them() {
        let (alone, member) = (Held { maker: true, ..Held::default() }, Held { organization: true, ..Held::default() });
        let (strict, lenient) = (Place::Organization { may_make: false }, Place::Organization { may_make: true });
        assert!(alone.reaches(Place::Anywhere) && alone.reaches(lenient) && !alone.reaches(strict));
        assert!(member.reaches(strict) && !Held::default().reaches(lenient));
    }
}
