//! JWT templates: what tokens for other services say, how long they are good, and what signs them. The tokens themselves are
//! in [`service_tokens`](super::service_tokens).

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::server::claims_template::{ClaimsTemplate, MOST_BYTES_OF_TEMPLATES, Purpose};
use crate::server::crypto::{Prefix, Secret, ServiceKey, ServiceKeyError, SigningAlgorithm, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::StoreError;
use crate::server::store::jwt_templates::{self, JwtTemplateRow};
use crate::server::vestibule::Inner;

/// How long a token may be good, in seconds.
pub const LIFETIMES: RangeInclusive<i64> = 30..=315_360_000;
/// How far another service's clock may be behind, in seconds.
pub const CLOCK_SKEWS: RangeInclusive<i64> = 0..=300;
/// How long a token is good unless its template says otherwise, in seconds.
pub const USUAL_LIFETIME: i64 = 60;
/// How far a clock may be behind unless the template says otherwise, in seconds.
pub const USUAL_CLOCK_SKEW: i64 = 5;
/// The longest name.
const LONGEST_NAME: usize = 64;
/// How many templates there may be.
const MOST: i64 = 1_000;

/// Why something about a template did not happen. Displayed it is a sentence that says nothing of a key.
#[derive(Debug, thiserror::Error)]
pub enum JwtTemplateError {
    /// It cannot be called so.
    #[error("a name is 1 to {LONGEST_NAME} of a to z, 0 to 9, - and _")]
    Name,
    /// There is one of that name.
    #[error("there is a template with this name")]
    NameTaken,
    /// The claims cannot be said.
    #[error("{0}")]
    Claims(String),
    /// Nothing is good for so long.
    #[error("a token is good for {from} to {to} seconds", from = LIFETIMES.start(), to = LIFETIMES.end())]
    Lifetime,
    /// No clock is so far behind.
    #[error("a clock is {from} to {to} seconds behind", from = CLOCK_SKEWS.start(), to = CLOCK_SKEWS.end())]
    AllowedClockSkew,
    /// A key of one's own comes with its algorithm.
    #[error("a key of its own has an algorithm")]
    AlgorithmMissing,
    /// Without a key of one's own tokens are signed as session tokens are.
    #[error("without a key of its own a template signs with RS256")]
    AlgorithmOfInstance,
    /// There is no key for the algorithm.
    #[error("a key is needed for this algorithm")]
    KeyMissing,
    /// There is a key, and nothing says that it is to be used.
    #[error("a key and an algorithm go with custom_signing_key: true")]
    KeyUnused,
    /// The key is none.
    #[error("{0}")]
    Key(#[from] ServiceKeyError),
    /// There are as many as there may be.
    #[error("there are {MOST} templates already")]
    TooMany,
    /// There is no such template.
    #[error("there is no such template")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl JwtTemplateError {
    /// What it is about, as the REST API calls it; nothing where it is about the template as a whole.
    pub const fn param(&self) -> Option<&'static str> {
        match self {
            Self::Name | Self::NameTaken => Some("name"),
            Self::Claims(_) => Some("claims"),
            Self::Lifetime => Some("lifetime"),
            Self::AllowedClockSkew => Some("allowed_clock_skew"),
            Self::AlgorithmMissing | Self::AlgorithmOfInstance => Some("signing_algorithm"),
            Self::KeyMissing | Self::KeyUnused | Self::Key(_) => Some("signing_key"),
            Self::TooMany | Self::NotFound | Self::Store(_) => None,
        }
    }
}

/// What signs the tokens of a template.
#[derive(Clone, Debug)]
pub enum JwtSigning {
    /// The key that signs session tokens, which everyone can verify by the instance's JWKS.
    Instance,
    /// A key of the template's own: a secret that the other service knows as well, or a private key in PEM. In a change, what
    /// is left out stays as it is.
    Own {
        /// How it signs.
        algorithm: Option<SigningAlgorithm>,
        /// The key.
        key: Option<Secret>,
    },
}

/// A template to be.
///
/// ```
/// use serde_json::json;
/// use vestibule::server::NewJwtTemplate;
///
/// let claims = json!({ "aud": "authenticated", "role": "authenticated", "email": "{{user.primary_email_address}}" });
/// let template = NewJwtTemplate { lifetime: 600, ..NewJwtTemplate::saying("supabase", claims.as_object().unwrap().clone()) };
/// ```
#[derive(Clone, Debug)]
pub struct NewJwtTemplate {
    /// What it is asked for by.
    pub name: String,
    /// What its tokens say, besides whose they are and how long they are good.
    pub claims: Map<String, Value>,
    /// How long they are good, in seconds.
    pub lifetime: i64,
    /// How far another service's clock may be behind, in seconds: they are good from so long before they were made.
    pub allowed_clock_skew: i64,
    /// What signs them.
    pub signing: JwtSigning,
}

impl NewJwtTemplate {
    /// One whose tokens say this for a minute, signed with the instance's key.
    pub fn saying(name: impl Into<String>, claims: Map<String, Value>) -> Self {
        Self {
            name: name.into(),
            claims,
            lifetime: USUAL_LIFETIME,
            allowed_clock_skew: USUAL_CLOCK_SKEW,
            signing: JwtSigning::Instance,
        }
    }
}

/// What changes about a template; what is not set stays.
#[derive(Clone, Debug, Default)]
pub struct JwtTemplateUpdate {
    /// What it is asked for by.
    pub name: Option<String>,
    /// What its tokens say: all of it.
    pub claims: Option<Map<String, Value>>,
    /// How long they are good, in seconds.
    pub lifetime: Option<i64>,
    /// How far another service's clock may be behind, in seconds.
    pub allowed_clock_skew: Option<i64>,
    /// What signs them.
    pub signing: Option<JwtSigning>,
}

/// What tokens for another service say. Times are Unix milliseconds. A key of its own is not shown again.
#[derive(Clone, Debug, PartialEq)]
pub struct JwtTemplate {
    /// `jtmp_…`
    pub id: String,
    /// What it is asked for by.
    pub name: String,
    /// What its tokens say.
    pub claims: Map<String, Value>,
    /// How long they are good, in seconds.
    pub lifetime: i64,
    /// How far another service's clock may be behind, in seconds.
    pub allowed_clock_skew: i64,
    /// Whether a key of its own signs them.
    pub custom_signing_key: bool,
    /// How they are signed.
    pub signing_algorithm: SigningAlgorithm,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl JwtTemplate {
    /// From the database.
    pub fn read(row: JwtTemplateRow) -> Result<Self, StoreError> {
        let nonsense = StoreError::Row("a JWT template");
        Ok(Self {
            custom_signing_key: row.sealed_signing_key.is_some(),
            claims: serde_json::from_str(&row.claims).map_err(|_| StoreError::Row("the claims of a JWT template"))?,
            signing_algorithm: SigningAlgorithm::parse(&row.signing_algorithm).ok_or(nonsense)?,
            id: row.id,
            name: row.name,
            lifetime: row.lifetime,
            allowed_clock_skew: row.allowed_clock_skew,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// Whether a template may be called so: what is no name is not looked for.
pub fn may_be_name(name: &str) -> bool {
    let is_part = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_part)
}

/// What a template's own key is sealed for, so that no row can take another one's place.
fn purpose(id: &str) -> String {
    format!("jwt_template:{id}")
}

/// The key of its own with which a template signs; `None` where that is the instance's.
pub fn own_key(app: &Inner, row: &JwtTemplateRow) -> Result<Option<ServiceKey>, StoreError> {
    let Some(sealed) = &row.sealed_signing_key else { return Ok(None) };
    let nonsense = || StoreError::Row("the signing key of a JWT template");
    let algorithm = SigningAlgorithm::parse(&row.signing_algorithm).ok_or_else(nonsense)?;
    let text = app.key.open(&purpose(&row.id), sealed).and_then(|bytes| String::from_utf8(bytes).ok());
    let text =
        text.ok_or(StoreError::Row("the signing key of a JWT template, sealed with another VESTIBULE_SECRET_KEY"))?;
    ServiceKey::read(algorithm, &Secret::new(text)).map(Some).map_err(|_| nonsense())
}

/// The JWT templates: [`Vestibule::jwt_templates`](crate::server::Vestibule::jwt_templates).
#[derive(Clone, Copy, Debug)]
pub struct JwtTemplates<'a>(pub(crate) &'a Inner);

impl JwtTemplates<'_> {
    /// Makes a template.
    ///
    /// # Errors
    /// When something of it cannot be, or its name is taken.
    pub async fn create(&self, new: &NewJwtTemplate) -> Result<JwtTemplate, JwtTemplateError> {
        let app = self.0;
        let now = app.clock.now();
        let mut row = JwtTemplateRow {
            id: new_id(Prefix::JwtTemplate, now),
            name: String::new(),
            claims: String::new(),
            lifetime: 0,
            allowed_clock_skew: 0,
            signing_algorithm: SigningAlgorithm::RS256.as_str().to_owned(),
            sealed_signing_key: None,
            created_at: now,
            updated_at: now,
        };
        let NewJwtTemplate { name, claims, lifetime, allowed_clock_skew, signing } = new.clone();
        let all = JwtTemplateUpdate {
            name: Some(name),
            claims: Some(claims),
            lifetime: Some(lifetime),
            allowed_clock_skew: Some(allowed_clock_skew),
            signing: Some(signing),
        };
        lay_over(app, &mut row, &all)?;
        let mut tx = app.store.write().await?;
        if !jwt_templates::insert(&mut tx, &row, MOST).await.map_err(taken)? {
            return Err(JwtTemplateError::TooMany);
        }
        entry(AuditAction::JwtTemplateCreated, None, &row)?.write(&mut tx, Some(&row.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(JwtTemplate::read(row)?)
    }

    /// A part of the templates, newest first, and how many there are in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, limit: i64, offset: i64) -> Result<(Vec<JwtTemplate>, i64), JwtTemplateError> {
        let mut connection = self.0.store.read().await?;
        let rows = jwt_templates::list(&mut connection, (limit.max(0), offset.max(0))).await?;
        let count = jwt_templates::count(&mut connection).await?;
        Ok((rows.into_iter().map(JwtTemplate::read).collect::<Result<_, _>>()?, count))
    }

    /// One of them.
    ///
    /// # Errors
    /// If there is none.
    pub async fn get(&self, id: &str) -> Result<JwtTemplate, JwtTemplateError> {
        let found = jwt_templates::by_id(&mut *self.0.store.read().await?, id).await?;
        Ok(JwtTemplate::read(found.ok_or(JwtTemplateError::NotFound)?)?)
    }

    /// Changes one. Tokens that were made before stay good until they have run out.
    ///
    /// # Errors
    /// As [`JwtTemplates::create`], and if there is no such template.
    pub async fn update(&self, id: &str, change: &JwtTemplateUpdate) -> Result<JwtTemplate, JwtTemplateError> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let before = jwt_templates::hold(&mut tx, id, now).await?.ok_or(JwtTemplateError::NotFound)?;
        let mut row = before.clone();
        lay_over(app, &mut row, change)?;
        jwt_templates::update(&mut tx, &row).await.map_err(taken)?;
        entry(AuditAction::JwtTemplateUpdated, Some(&before), &row)?.write(&mut tx, Some(&row.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(JwtTemplate::read(row)?)
    }

    /// Deletes one: nobody gets a token by it any more. Those that were made stay good until they have run out.
    ///
    /// # Errors
    /// If there is none.
    pub async fn delete(&self, id: &str) -> Result<(), JwtTemplateError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let row = jwt_templates::delete(&mut tx, id).await?.ok_or(JwtTemplateError::NotFound)?;
        let entry = AuditEntry::of(AuditAction::JwtTemplateDeleted).with("name", row.name);
        entry.write(&mut tx, Some(&row.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }
}

fn taken(error: StoreError) -> JwtTemplateError {
    match error {
        StoreError::Exists(_) => JwtTemplateError::NameTaken,
        other => other.into(),
    }
}

/// What the audit log is told of a template: of its claims the names alone, and of a key of its own that it is another one.
fn entry(
    action: AuditAction,
    before: Option<&JwtTemplateRow>,
    after: &JwtTemplateRow,
) -> Result<AuditEntry, StoreError> {
    let claims = |row: &JwtTemplateRow| -> Result<Map<String, Value>, StoreError> {
        serde_json::from_str(&row.claims).map_err(|_| StoreError::Row("the claims of a JWT template"))
    };
    let claims_before = before.map(claims).transpose()?.unwrap_or_default();
    let key_before = before.and_then(|row| row.sealed_signing_key.as_ref());
    let algorithm_before = before.map(|row| row.signing_algorithm.as_str());
    let entry = AuditEntry::of(action)
        .changed("name", before.map(|row| row.name.as_str()), after.name.as_str())
        .changed("lifetime", before.map(|row| row.lifetime), after.lifetime)
        .changed("allowed_clock_skew", before.map(|row| row.allowed_clock_skew), after.allowed_clock_skew)
        .changed("signing_algorithm", algorithm_before, after.signing_algorithm.as_str())
        .keys_changed("claims", &claims_before, &claims(after)?);
    Ok(match key_before == after.sealed_signing_key.as_ref() {
        true => entry,
        false => entry.with("key_changed", true),
    })
}

/// Lays what is set over a template, if all of it can be.
fn lay_over(app: &Inner, row: &mut JwtTemplateRow, change: &JwtTemplateUpdate) -> Result<(), JwtTemplateError> {
    if let Some(name) = &change.name {
        row.name = Some(name.clone()).filter(|name| may_be_name(name)).ok_or(JwtTemplateError::Name)?;
    }
    if let Some(claims) = &change.claims {
        row.claims = checked(claims)?;
    }
    if let Some(lifetime) = change.lifetime {
        row.lifetime = Some(lifetime).filter(|it| LIFETIMES.contains(it)).ok_or(JwtTemplateError::Lifetime)?;
    }
    if let Some(skew) = change.allowed_clock_skew {
        let may_be = Some(skew).filter(|skew| CLOCK_SKEWS.contains(skew));
        row.allowed_clock_skew = may_be.ok_or(JwtTemplateError::AllowedClockSkew)?;
    }
    match &change.signing {
        None => {}
        Some(JwtSigning::Instance) => {
            row.sealed_signing_key = None;
            row.signing_algorithm = SigningAlgorithm::RS256.as_str().to_owned();
        }
        Some(JwtSigning::Own { algorithm, key }) => {
            let has_own = row.sealed_signing_key.is_some();
            let current = SigningAlgorithm::parse(&row.signing_algorithm).filter(|_| has_own);
            let algorithm = algorithm.or(current).ok_or(JwtTemplateError::AlgorithmMissing)?;
            match key {
                Some(key) => {
                    ServiceKey::prove(algorithm, key)?;
                    row.sealed_signing_key = Some(app.key.seal(&purpose(&row.id), key.expose().as_bytes()));
                    row.signing_algorithm = algorithm.as_str().to_owned();
                }
                // A key is for one algorithm (RFC 8725 section 3.1).
                None if current == Some(algorithm) => {}
                None => return Err(JwtTemplateError::KeyMissing),
            }
        }
    }
    Ok(())
}

/// Claims as they are stored, if they can be said.
fn checked(claims: &Map<String, Value>) -> Result<String, JwtTemplateError> {
    ClaimsTemplate::read_for(Purpose::Service, claims).map_err(JwtTemplateError::Claims)?;
    let json = Value::Object(claims.clone()).to_string();
    match json.len() > MOST_BYTES_OF_TEMPLATES {
        true => Err(JwtTemplateError::Claims(format!("the claims are longer than {MOST_BYTES_OF_TEMPLATES} bytes"))),
        false => Ok(json),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_stand_in_addresses() {
        for name in ["supabase", "a", "hasura-2_x", &"x".repeat(64)] {
            assert!(may_be_name(name), "{name}");
        }
        for none in ["", "Supabase", "a b", "a/b", "a.b", "ä", "a\0", &"x".repeat(65)] {
            assert!(!may_be_name(none), "{none}");
        }
    }

    #[test]
    fn claims_are_checked_before_they_are_kept() {
        let checked = |claims: Value| checked(claims.as_object().expect("an object"));
        assert_eq!(checked(json!({ "aud": "{{user.id}}" })).expect("can be"), r#"{"aud":"{{user.id}}"}"#);
        for (wrong, told) in [
            (json!({ "sub": "user_2" }), "`sub`"),
            (json!({ "exp": 1 }), "`exp`"),
            (json!({ "role": "{{user.private_metadata.role}}" }), "private metadata"),
            (json!({ "a": "x".repeat(MOST_BYTES_OF_TEMPLATES) }), "longer than 16384 bytes"),
            (json!({ "a": format!("{{{{'{}'}}}}", "x".repeat(MOST_BYTES_OF_TEMPLATES)) }), "longer than 16384 bytes"),
        ] {
            let error = checked(wrong).expect_err("is refused");
            assert_eq!(error.param(), Some("claims"));
            assert!(error.to_string().contains(told), "{error}");
        }
    }
}
