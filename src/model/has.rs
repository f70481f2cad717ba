use serde::{Deserialize, Serialize};

use super::ReverificationLevel;

/// What someone may do where they act now: in the organization that is active, and with what they or it have bought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grants {
    /// The role, such as `org:admin`.
    pub role: Option<String>,
    /// The permissions, such as `org:invoices:create`.
    pub permissions: Vec<String>,
    /// The features: `user:…` and `org:…`.
    pub features: Vec<String>,
    /// The plans: likewise.
    pub plans: Vec<String>,
}

impl Grants {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A condition on who is signed in. Several at once mean *and*: each of them has to hold. There is none without any: whoever
/// only has to be signed in is asked for nothing more.
///
/// ```
/// use vestibule::model::Has;
///
/// let may_bill = Has::role("org:admin").and_permission("org:invoices:create");
/// # let _ = may_bill;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Has(Vec<Condition>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    Role(String),
    Permission(String),
    Feature(String),
    Plan(String),
    Reverification(ReverificationLevel),
}

impl Has {
    /// They have a role in the organization in which they act: `org:admin`.
    pub fn role(role: impl Into<String>) -> Self {
        Self(vec![Condition::Role(role.into())])
    }

    /// They have a permission in the organization in which they act: `org:invoices:create`.
    pub fn permission(permission: impl Into<String>) -> Self {
        Self(vec![Condition::Permission(permission.into())])
    }

    /// They have a feature, or the organization in which they act: `widgets` by whichever of them, `user:widgets` and
    /// `org:widgets` by one.
    pub fn feature(feature: impl Into<String>) -> Self {
        Self(vec![Condition::Feature(feature.into())])
    }

    /// They are on a plan, or the organization in which they act: as with features.
    pub fn plan(plan: impl Into<String>) -> Self {
        Self(vec![Condition::Plan(plan.into())])
    }

    /// They have proven lately enough who they are. Neither a token nor a page says whether someone has a second factor:
    /// whoever has never proven one in their session counts as having none. What matters asks
    /// `Protected::require_reverification`, which knows.
    pub fn reverification(level: ReverificationLevel) -> Self {
        Self(vec![Condition::Reverification(level)])
    }

    /// And they have a role.
    #[must_use]
    pub fn and_role(self, role: impl Into<String>) -> Self {
        self.and(Self::role(role))
    }

    /// And they have a permission.
    #[must_use]
    pub fn and_permission(self, permission: impl Into<String>) -> Self {
        self.and(Self::permission(permission))
    }

    /// And they have a feature.
    #[must_use]
    pub fn and_feature(self, feature: impl Into<String>) -> Self {
        self.and(Self::feature(feature))
    }

    /// And they are on a plan.
    #[must_use]
    pub fn and_plan(self, plan: impl Into<String>) -> Self {
        self.and(Self::plan(plan))
    }

    /// And they have proven lately enough who they are.
    #[must_use]
    pub fn and_reverification(self, level: ReverificationLevel) -> Self {
        self.and(Self::reverification(level))
    }

    /// Both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether all of it holds of someone with these grants, who proved so many whole minutes ago who they are: by a first
    /// and by a second factor, -1 for never, as in the claim `fva`.
    pub fn holds(&self, grants: &Grants, factor_ages: [i64; 2]) -> bool {
        self.0.iter().all(|condition| condition.holds(grants, factor_ages))
    }
}

impl Condition {
    fn holds(&self, grants: &Grants, factor_ages: [i64; 2]) -> bool {
        match self {
            Self::Role(role) => grants.role.as_ref() == Some(role),
            Self::Permission(permission) => grants.permissions.contains(permission),
            Self::Feature(feature) => is_among(&grants.features, feature),
            Self::Plan(plan) => is_among(&grants.plans, plan),
            Self::Reverification(level) => level.outstanding(factor_ages, factor_ages[1] >= 0).is_none(),
        }
    }
}

/// Whether something is there, by whichever scope unless it names one.
fn is_among(scoped: &[String], wanted: &str) -> bool {
    let is_wanted = |one: &String| {
        one == wanted || (!wanted.contains(':') && one.split_once(':').is_some_and(|(_, name)| name == wanted))
    };
    scoped.iter().any(is_wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of each condition: that it is not asked, that it is asked and holds, that it is asked and does not.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Asked {
        Not,
        Holds,
        Fails,
    }

    const ASKED: [Asked; 3] = [Asked::Not, Asked::Holds, Asked::Fails];

    fn grants() -> Grants {
        let all = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Grants {
            role: Some("org:admin".into()),
            permissions: all(&["org:invoices:create", "org:invoices:read"]),
            features: all(&["user:widgets", "org:dashboard"]),
            plans: all(&["user:gold"]),
        }
    }

    /// Proven half an hour ago, by one factor.
    const AGES: [i64; 2] = [30, -1];
    const NEVER: [i64; 2] = [-1, -1];

    type Make = fn(&str) -> Has;

    /// Every condition, with what holds of the grants and what does not.
    const CONDITIONS: [(Make, &str, &str); 5] = [
        (|it| Has::role(it), "org:admin", "org:member"),
        (|it| Has::permission(it), "org:invoices:create", "org:invoices:delete"),
        (|it| Has::feature(it), "widgets", "exports"),
        (|it| Has::plan(it), "gold", "silver"),
        (|it| Has::reverification(ReverificationLevel::parse(it).expect("a level")), "moderate", "strict"),
    ];

    /// T5: the truth table, of every combination of conditions.
    #[test]
    fn all_that_is_asked_has_to_hold() {
        let mut rows = 0;
        for number in 0..3_usize.pow(5) {
            let asked: Vec<Asked> = (0..5).map(|at| ASKED[number / 3_usize.pow(at) % 3]).collect();
            let conditions = CONDITIONS.iter().zip(&asked).filter_map(|((make, good, bad), asked)| match asked {
                Asked::Not => None,
                Asked::Holds => Some(make(good)),
                Asked::Fails => Some(make(bad)),
            });
            // In both orders: neither the first nor the last decides alone.
            let conditions: Vec<Has> = conditions.collect();
            let forwards = conditions.iter().cloned().reduce(Has::and);
            let backwards = conditions.iter().rev().cloned().reduce(Has::and);
            let expected = !asked.contains(&Asked::Fails);
            for has in [forwards, backwards].into_iter().flatten() {
                assert_eq!(has.holds(&grants(), AGES), expected, "{asked:?}");
                assert!(!has.holds(&Grants::default(), NEVER), "{asked:?}: nobody has anything without grants");
                rows += 1;
            }
        }
        assert_eq!(rows, 484, "every combination but the empty one, in two orders");
    }

    #[test]
    fn the_words_for_and_are_the_same_as_and() {
        let lax = ReverificationLevel::Lax;
        let long =
            Has::role("a").and_permission("b").and_feature("c").and_plan("d").and_reverification(lax).and_role("e");
        let parts = [
            Has::role("a"),
            Has::permission("b"),
            Has::feature("c"),
            Has::plan("d"),
            Has::reverification(lax),
            Has::role("e"),
        ];
        assert_eq!(Some(long), parts.into_iter().reduce(Has::and));
    }

    #[test]
    fn the_same_condition_twice_is_two_conditions() {
        assert!(Has::permission("org:invoices:create").and_permission("org:invoices:read").holds(&grants(), AGES));
        assert!(!Has::permission("org:invoices:create").and_permission("org:invoices:delete").holds(&grants(), AGES));
        assert!(!Has::role("org:admin").and_role("org:member").holds(&grants(), AGES), "nobody has two roles");
    }

    #[test]
    fn scopes_and_halves_of_words_are_told_apart() {
        for (wanted, holds) in [
            ("widgets", true),
            ("user:widgets", true),
            ("org:widgets", false),
            ("dashboard", true),
            ("org:dashboard", true),
            ("user:dashboard", false),
            ("widget", false),
            ("", false),
            (":widgets", false),
            ("user:", false),
            ("user", false),
        ] {
            assert_eq!(Has::feature(wanted).holds(&grants(), AGES), holds, "{wanted}");
        }
        assert!(!Has::role("admin").holds(&grants(), AGES) && !Has::role("").holds(&grants(), AGES));
        assert!(
            !Has::permission("invoices:create").holds(&grants(), AGES) && !Has::permission("").holds(&grants(), AGES)
        );
    }
}
