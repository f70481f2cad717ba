//! What a key may be.

use std::ops::RangeInclusive;

use super::{ApiKeyError, ApiKeyUpdate};
use crate::server::crypto::SECOND;
use crate::server::flows::metadata;
use crate::server::store::api_keys::ApiKeyRow;
use crate::server::typed_name;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 100;
/// The longest description, in characters.
pub const LONGEST_DESCRIPTION: usize = 500;
/// The longest reason for which one is taken back, in characters.
pub const LONGEST_REASON: usize = 250;
/// How many scopes a key may have.
pub const MOST_SCOPES: usize = 50;
/// The longest scope, in characters.
pub const LONGEST_SCOPE: usize = 100;
/// For how long a key may be good, in seconds: ten years at most, unless it is good for ever.
pub const LIFETIMES: RangeInclusive<i64> = 1..=315_360_000;

/// What somebody wrote, without the space around it; nothing where that is all.
pub(super) fn line(text: Option<&str>, longest: usize) -> Result<Option<String>, TooLong> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match text {
        // A text of several lines may be; a database takes no NUL.
        Some(text)
            if text.chars().count() > longest
                || text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) =>
        {
            Err(TooLong)
        }
        text => Ok(text.map(str::to_owned)),
    }
}

/// A text is longer than it may be, or no text.
pub(super) struct TooLong;

/// Whether a text is a scope (RFC 6749 section 3.3).
pub fn is_scope(text: &str) -> bool {
    (1..=LONGEST_SCOPE).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

/// Scopes as they are stored, each once, if they can be.
fn scopes(scopes: &[String]) -> Result<String, ApiKeyError> {
    let mut kept: Vec<&str> = Vec::new();
    for scope in scopes {
        if !is_scope(scope) {
            return Err(ApiKeyError::Scopes);
        }
        if !kept.contains(&scope.as_str()) {
            kept.push(scope);
        }
        if kept.len() > MOST_SCOPES {
            return Err(ApiKeyError::Scopes);
        }
    }
    Ok(kept.join(" "))
}

/// Lays what is set over a key, if all of it can be.
pub(super) fn lay_over(row: &mut ApiKeyRow, change: &ApiKeyUpdate, now: i64) -> Result<(), ApiKeyError> {
    if let Some(name) = &change.name {
        let name = typed_name::seen(name);
        let name = line(name.as_deref(), LONGEST_NAME).ok().flatten().filter(|name| !name.contains(char::is_control));
        row.name = name.ok_or(ApiKeyError::Name)?;
    }
    if let Some(description) = &change.description {
        let kept = line(description.as_deref(), LONGEST_DESCRIPTION);
        row.description = kept.map_err(|TooLong| ApiKeyError::Description)?;
    }
    if let Some(all) = &change.scopes {
        row.scopes = scopes(all)?;
    }
    if let Some(claims) = &change.claims {
        row.claims = claims.as_ref().map(metadata::text).transpose().map_err(|_| ApiKeyError::Claims)?;
    }
    match change.seconds_until_expiration {
        None => {}
        Some(None) => row.expires_at = None,
        Some(Some(seconds)) if LIFETIMES.contains(&seconds) => row.expires_at = Some(now + seconds * SECOND),
        Some(Some(_)) => return Err(ApiKeyError::Lifetime),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::server::flows::api_keys::ApiKey;
    use crate::server::store::api_keys::ApiKeySubject;

    fn row() -> ApiKeyRow {
        ApiKeyRow {
            id: "ak_1".into(),
            subject: ApiKeySubject::of("user_1"),
            name: "Script".into(),
            description: None,
            scopes: "notes:read".into(),
            claims: None,
            created_by: None,
            last_used_at: None,
            expires_at: None,
            revoked_at: None,
            revocation_reason: None,
            created_at: 1,
            updated_at: 1,
        }
    }

    #[test]
    fn scopes_are_what_oauth_has_them_be() {
        for scope in ["notes:read", "https://api.example/notes", "a,b", &"x".repeat(LONGEST_SCOPE)] {
            assert!(is_scope(scope), "{scope}");
        }
        for none in ["", "a b", "a\"", "a\\b", "ä", "a\n", "a\0", &"x".repeat(LONGEST_SCOPE + 1)] {
            assert!(!is_scope(none), "{none}");
        }
        let named = |many: usize| (0..many).map(|at| format!("s{at}")).collect::<Vec<_>>();
        assert!(scopes(&named(MOST_SCOPES)).is_ok() && scopes(&named(MOST_SCOPES + 1)).is_err());
        assert_eq!(scopes(&["a".into(), "b".into(), "a".into()]).expect("are some"), "a b");
    }

    #[test]
    fn what_cannot_be_kept_is_refused_by_its_name() {
        let object = |value: Value| value.as_object().cloned();
        for (change, param) in [
            (ApiKeyUpdate { name: Some("  ".into()), ..ApiKeyUpdate::default() }, "name"),
            (ApiKeyUpdate { name: Some("\u{200b}".into()), ..ApiKeyUpdate::default() }, "name"),
            (ApiKeyUpdate { name: Some("a\nb".into()), ..ApiKeyUpdate::default() }, "name"),
            (ApiKeyUpdate { name: Some("x".repeat(LONGEST_NAME + 1)), ..ApiKeyUpdate::default() }, "name"),
            (ApiKeyUpdate { description: Some(Some("a\0".into())), ..ApiKeyUpdate::default() }, "description"),
            (ApiKeyUpdate { scopes: Some(vec!["a b".into()]), ..ApiKeyUpdate::default() }, "scopes"),
            (
                ApiKeyUpdate {
                    claims: Some(object(json!({ "a": "x".repeat(metadata::MOST_BYTES) }))),
                    ..ApiKeyUpdate::default()
                },
                "claims",
            ),
            (
                ApiKeyUpdate { seconds_until_expiration: Some(Some(0)), ..ApiKeyUpdate::default() },
                "seconds_until_expiration",
            ),
            (
                ApiKeyUpdate { seconds_until_expiration: Some(Some(i64::MAX)), ..ApiKeyUpdate::default() },
                "seconds_until_expiration",
            ),
        ] {
            let error = lay_over(&mut row(), &change, 1_000).expect_err("is refused");
            assert_eq!(error.param(), Some(param), "{change:?}");
        }
    }

    #[test]
    fn what_is_not_said_stays_and_what_is_empty_goes() {
        let mut row = ApiKeyRow { description: Some("Old".into()), expires_at: Some(5_000), ..row() };
        lay_over(&mut row, &ApiKeyUpdate::default(), 1_000).expect("is nothing");
        assert_eq!(
            (row.name.as_str(), row.description.as_deref(), row.expires_at),
            ("Script", Some("Old"), Some(5_000))
        );
        let change = ApiKeyUpdate {
            name: Some(" Backup ".into()),
            description: Some(None),
            scopes: Some(Vec::new()),
            claims: Some(json!({ "plan": "gold" }).as_object().cloned()),
            seconds_until_expiration: Some(Some(60)),
            ..ApiKeyUpdate::default()
        };
        lay_over(&mut row, &change, 1_000).expect("can be");
        assert_eq!((row.name.as_str(), row.description.as_deref(), row.expires_at), ("Backup", None, Some(61_000)));
        let key = ApiKey::read(row, 61_000).expect("is one");
        assert!(key.expired && key.scopes.is_empty() && !key.has_scope("notes:read"));
        assert_eq!(key.claims.and_then(|claims| claims.get("plan").cloned()), Some(json!("gold")));
    }

    #[test]
    fn a_subject_is_known_by_its_id() {
        let (user, organization) = (ApiKeySubject::of("user_1"), ApiKeySubject::of("org_1"));
        assert_eq!((user.user_id(), user.organization_id()), (Some("user_1"), None));
        assert_eq!((organization.user_id(), organization.organization_id()), (None, Some("org_1")));
    }
}
