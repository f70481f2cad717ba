use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Actor, Grants};

/// What a session token says: a JWT of 60 seconds in the shape of Clerk's version 2 (RFC 7519 section 4.1 names the
/// registered claims; all times are Unix **seconds** here, as that section asks).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionClaims {
    /// Who issued it: the base URL of this Vestibule.
    pub iss: String,
    /// The user.
    pub sub: String,
    /// The session.
    pub sid: String,
    /// The session's status: `active` or `pending`.
    pub sts: String,
    /// When it was issued.
    pub iat: i64,
    /// Not valid before.
    pub nbf: i64,
    /// Not valid at or after.
    pub exp: i64,
    /// The origin of the page that it was issued to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub azp: Option<String>,
    /// Minutes since the first and the second factor were verified; -1 for never.
    pub fva: [i64; 2],
    /// The version of this shape: 2.
    pub v: u8,
    /// Who acts in the person's place, if somebody does (RFC 8693 section 4.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Actor>,
    /// The organization in which the person acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub o: Option<OrganizationClaims>,
    /// The features: comma-separated, each with its scope: `u:` for the user's, `o:` for the organization's, `uo:` for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fea: Option<String>,
    /// The plans: likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pla: Option<String>,
    /// What the settings add.
    #[serde(flatten)]
    pub custom: Map<String, Value>,
}

/// The organization in which a person acts, as a session token says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationClaims {
    /// `org_…`
    pub id: String,
    /// Its slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slg: Option<String>,
    /// The person's role, without its `org:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rol: Option<String>,
    /// The names of permissions, comma-separated: what can be done with a feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    /// For each of the organization's features in `fea` a number, comma-separated: its lowest bit says whether the person has
    /// the first permission of `per` for that feature, the next one the second, and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fpm: Option<String>,
}

impl SessionClaims {
    /// A claim that the settings add, as a type of the app's own; `None` if there is none such, or it does not fit.
    ///
    /// ```
    /// # fn of(claims: &vestibule::model::SessionClaims) -> Option<String> {
    /// claims.get("role")
    /// # }
    /// ```
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.custom.get(name).and_then(|value| T::deserialize(value).ok())
    }

    /// What the person may do where they act.
    pub fn grants(&self) -> Grants {
        let features = scoped(self.fea.as_deref());
        let organization = self.o.as_ref();
        // Without an organization nothing is had by one.
        let of = |all: &[(bool, bool, String)]| {
            let mut words = Vec::new();
            for (of_user, of_organization, name) in all {
                if *of_user {
                    words.push(format!("user:{name}"));
                }
                if *of_organization && organization.is_some() {
                    words.push(format!("org:{name}"));
                }
            }
            words
        };
        let own = features.iter().filter(|(_, of_organization, _)| *of_organization).map(|(_, _, name)| name.as_str());
        Grants {
            role: organization.and_then(|it| it.rol.as_ref()).map(|role| format!("org:{role}")),
            permissions: organization.map(|it| it.permissions(own)).unwrap_or_default(),
            plans: of(&scoped(self.pla.as_deref())),
            features: of(&features),
        }
    }

    /// How many whole minutes ago the first and the second factor were verified, at a time in Unix seconds; -1 for never.
    pub fn factor_ages(&self, now: i64) -> [i64; 2] {
        let minutes = now.saturating_sub(self.iat).max(0) / 60;
        self.fva.map(|age| if age < 0 { -1 } else { age.saturating_add(minutes) })
    }
}

impl OrganizationClaims {
    fn permissions<'a>(&self, features: impl Iterator<Item = &'a str>) -> Vec<String> {
        let names: Vec<&str> = words(self.per.as_deref()).collect();
        // What cannot be read grants nothing, and does not move what stands behind it.
        let masks =
            self.fpm.as_deref().unwrap_or_default().split(',').map(|mask| mask.trim().parse::<u64>().unwrap_or(0));
        let mut permissions = Vec::new();
        for (feature, mask) in features.zip(masks) {
            for (at, name) in names.iter().enumerate().take(64) {
                if mask >> at & 1 == 1 {
                    permissions.push(format!("org:{feature}:{name}"));
                }
            }
        }
        permissions
    }
}

fn words(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// What a list with scopes says: whether something is the user's, whether it is the organization's, and what it is.
fn scoped(list: Option<&str>) -> Vec<(bool, bool, String)> {
    let read = |word: &str| {
        let (scope, name) = word.split_once(':')?;
        let is_known = matches!(scope, "u" | "o" | "uo" | "ou") && !name.is_empty();
        is_known.then(|| (scope.contains('u'), scope.contains('o'), name.to_owned()))
    };
    words(list).filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Has;
    use super::super::ReverificationLevel::{Lax, Moderate, Strict, StrictMfa};
    use super::*;

    fn claims(more: Value) -> SessionClaims {
        let mut all = json!({
            "iss": "http://localhost:3000", "sub": "user_1", "sid": "sess_1", "sts": "active", "iat": 1, "nbf": 1,
            "exp": 61, "fva": [0, -1], "v": 2,
        });
        let more = more.as_object().expect("an object").clone();
        all.as_object_mut().expect("an object").extend(more);
        serde_json::from_value(all).expect("claims")
    }

    #[test]
    fn permissions_are_unpacked() {
        let claims = claims(json!({
            "o": { "id": "org_1", "rol": "admin", "slg": "acme", "per": "read,manage,delete", "fpm": "3,0,5" },
            "fea": "o:invoices,u:widgets,o:exports,uo:dashboard", "pla": "u:gold,o:team",
        }));
        let grants = claims.grants();
        assert_eq!(grants.role.as_deref(), Some("org:admin"));
        let permissions = ["org:invoices:read", "org:invoices:manage", "org:dashboard:read", "org:dashboard:delete"];
        assert_eq!(grants.permissions, permissions);
        assert_eq!(grants.features, ["org:invoices", "user:widgets", "org:exports", "user:dashboard", "org:dashboard"]);
        assert_eq!(grants.plans, ["user:gold", "org:team"]);
        assert!(
            Has::permission("org:invoices:manage").and_feature("dashboard").and_plan("team").holds(&grants, [0, -1])
        );
    }

    #[test]
    fn what_cannot_be_read_grants_nothing() {
        for more in [
            json!({}),
            json!({ "o": { "id": "org_1" } }),
            json!({ "o": { "id": "org_1", "per": "read", "fpm": "1" } }),
            json!({ "o": { "id": "org_1", "per": "", "fpm": "1" }, "fea": "o:invoices" }),
            json!({ "o": { "id": "org_1", "per": "read", "fpm": "x" }, "fea": "o:invoices" }),
            json!({ "o": { "id": "org_1", "per": "read", "fpm": "-1" }, "fea": "o:invoices" }),
            json!({ "o": { "id": "org_1", "per": "read", "fpm": "" }, "fea": "o:invoices" }),
            json!({ "o": { "id": "org_1", "per": "read", "fpm": "1" }, "fea": "u:invoices" }),
            json!({ "o": { "id": "org_1", "per": "read", "fpm": "1" }, "fea": "x:invoices,invoices,o:" }),
            json!({ "fea": "o:invoices", "pla": "o:team" }),
        ] {
            let grants = claims(more.clone()).grants();
            assert!(grants.permissions.is_empty() && grants.role.is_none(), "{more}: {grants:?}");
            assert!(!grants.plans.contains(&"org:team".to_owned()), "{more}: without an organization it has no plan");
        }
        // What cannot be read moves nothing behind it.
        let moved = claims(json!({
            "o": { "id": "org_1", "per": "read", "fpm": "x,1" }, "fea": "o:invoices,o:exports",
        }));
        assert_eq!(moved.grants().permissions, ["org:exports:read"]);
    }

    #[test]
    fn what_the_settings_add_comes_back() {
        let claims = claims(json!({ "role": "editor", "seats": 3 }));
        assert_eq!((claims.get("role"), claims.get("seats")), (Some("editor".to_owned()), Some(3)));
        assert_eq!((claims.get::<String>("seats"), claims.get::<String>("sub")), (None, None));
        let json = serde_json::to_value(&claims).expect("JSON");
        assert_eq!((&json["role"], &json["sub"], json.get("custom")), (&json!("editor"), &json!("user_1"), None));
        assert!(json.get("o").is_none() && json.get("fea").is_none() && json.get("act").is_none());
    }

    #[test]
    fn who_acts_in_a_person_s_place_comes_back() {
        let claims = claims(json!({ "act": { "sub": "user_2", "ticket": 7 }, "role": "editor" }));
        assert_eq!(claims.act.as_ref().map(Actor::sub), Some("user_2"));
        assert_eq!(claims.get::<Value>("act"), None, "it is no claim of the app's own");
        let json = serde_json::to_value(&claims).expect("JSON");
        assert_eq!(json["act"], json!({ "sub": "user_2", "ticket": 7 }));
    }

    #[test]
    fn a_token_meets_a_level_by_its_claim_and_its_own_age() {
        for (level, fva, seconds, met) in [
            (Strict, [9, -1], 0, true),
            (Strict, [9, -1], 59, true),
            (Strict, [9, -1], 60, false),
            (Strict, [10, -1], 0, false),
            (Strict, [-1, -1], 0, false),
            (Strict, [5000, 9], 0, true),
            (Strict, [0, 10], 0, false),
            (StrictMfa, [9, 9], 0, true),
            (StrictMfa, [10, 9], 0, false),
            (StrictMfa, [9, 10], 0, false),
            (StrictMfa, [0, -1], 0, true),
            (Moderate, [59, -1], 0, true),
            (Moderate, [60, -1], 0, false),
            (Moderate, [5000, 59], 0, true),
            (Moderate, [0, 60], 0, false),
            (Lax, [1439, -1], 0, true),
            (Lax, [1440, -1], 0, false),
            (Lax, [5000, 1439], 0, true),
            (Lax, [0, 1440], 0, false),
            // A clock that went back makes nothing fresh that was stale.
            (Strict, [10, -1], -300, false),
        ] {
            let json = serde_json::json!({
                "iss": "", "sub": "", "sid": "", "sts": "active", "iat": 1_000_000, "nbf": 0, "exp": 0, "fva": fva, "v": 2,
            });
            let claims: SessionClaims = serde_json::from_value(json).expect("claims");
            let has = Has::reverification(level);
            let holds = has.holds(&claims.grants(), claims.factor_ages(1_000_000 + seconds));
            assert_eq!(holds, met, "{level:?} {fva:?} {seconds}");
        }
    }

    #[test]
    fn a_token_of_any_age_has_one() {
        let mut claims = claims(json!({ "fva": [i64::MAX, i64::MIN] }));
        claims.iat = i64::MIN;
        assert_eq!(claims.factor_ages(i64::MAX), [i64::MAX, -1]);
        claims.iat = i64::MAX;
        assert_eq!(claims.factor_ages(i64::MIN), [i64::MAX, -1]);
    }
}
