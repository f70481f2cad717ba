use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Metadata;

/// Who acts in a person's place, as the claim `act` of a session token says it (RFC 8693 section 4.1): a subject, and what
/// else the app has said of them.
///
/// ```
/// use vestibule::model::Actor;
///
/// let actor: Actor = serde_json::from_str(r#"{"sub":"user_support","ticket":4711}"#)?;
/// assert_eq!(actor.sub(), "user_support");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    sub: String,
    claims: Metadata,
}

impl Actor {
    pub(crate) fn new(sub: String, claims: Metadata) -> Self {
        Self { sub, claims }
    }

    /// Who they are: whatever the app has called them by, the id of a user as a rule.
    pub fn sub(&self) -> &str {
        &self.sub
    }

    /// All that the app has said of them, `sub` too.
    pub fn claims(&self) -> &Metadata {
        &self.claims
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.claims.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Subject {
            sub: String,
        }

        let claims = Metadata::deserialize(deserializer)?;
        let subject = claims.read::<Subject>().filter(|subject| !subject.sub.is_empty());
        let subject = subject.ok_or_else(|| D::Error::custom("an actor has a sub, a text that is not empty"))?;
        Ok(Self::new(subject.sub, claims))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_comes_back_whole() {
        let json = r#"{"sub":"user_support","more":{"ticket":[1,null]}}"#;
        let actor: Actor = serde_json::from_str(json).expect("is read");
        assert_eq!(actor.sub(), "user_support");
        let back: Actor = serde_json::from_str(&serde_json::to_string(&actor).expect("JSON")).expect("is read");
        assert_eq!(back, actor);
        assert!(actor.claims().as_json().contains("\"ticket\""));
    }

    #[test]
    fn nobody_is_no_actor() {
        for json in ["{}", r#"{"sub":""}"#, r#"{"sub":1}"#, r#"{"sub":null}"#, "[]", "\"user_1\"", "null"] {
            assert!(serde_json::from_str::<Actor>(json).is_err(), "{json}");
        }
    }
}
