//! What members of organizations may be and do: roles and permissions, which are settings that change while the server runs.

mod actions;
mod detail;

pub use self::actions::{act, change};
use self::detail::draw;
use super::operator::{Answer, Operator};
use super::typed::Typed;
use crate::server::settings::{ADMIN, MEMBER, Role, is_own_permission_key, is_role_key};
use crate::server::vestibule::Vestibule;
use crate::server::{SettingPath, SettingSource};

/// The page.
pub async fn show(operator: Operator) -> Answer {
    Ok(draw(&operator, None, None))
}

/// A form of which nothing was taken: what was typed stays in it.
#[derive(Clone, Copy)]
struct Kept<'a> {
    /// Which one.
    form: &'a str,
    /// About which key, where it is about one.
    key: &'a str,
    typed: &'a Typed,
    /// What is wrong with the key, of one that is to be made.
    wrong: Option<&'a str>,
}

/// What the page is about: the tables of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Role,
    Permission,
}

impl Kind {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "role" => Some(Self::Role),
            "permission" => Some(Self::Permission),
            _ => None,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Permission => "permission",
        }
    }

    /// What is typed as the key of one: `org:` stands in front of each, so nobody has to type it.
    fn key(typed: &str) -> String {
        match typed.is_empty() || typed.starts_with("org:") {
            true => typed.to_owned(),
            false => format!("org:{typed}"),
        }
    }

    /// Whether one may have such a key.
    fn takes(self, key: &str) -> bool {
        match self {
            Self::Role => is_role_key(key),
            Self::Permission => is_own_permission_key(key),
        }
    }

    /// Such a key.
    const fn example(self) -> &'static str {
        match self {
            Self::Role => "org:editor",
            Self::Permission => "org:notes:write",
        }
    }

    /// Where the settings have one with a key, if it can be one.
    fn path(self, key: &str) -> Option<SettingPath> {
        let table = match self {
            Self::Role => "organizations.roles",
            Self::Permission => "organizations.permissions",
        };
        SettingPath::entry(table, key).ok()
    }

    /// What says one, so that it cannot be changed here.
    fn fixed_by(self, app: &Vestibule, key: &str) -> Option<SettingSource> {
        app.runtime_settings().fixed_by(&self.path(key)?)
    }
}

/// Whether a role is the system's: it stays.
fn is_of_system(key: &str) -> bool {
    matches!(key, ADMIN | MEMBER)
}

/// Whether a role may do something without its being said: admins all, members what the system gives them, and whoever may change
/// something may see it.
fn may_anyway(app: &Vestibule, role: &Role, permission: &str) -> bool {
    let mut settings = app.settings.organizations.clone();
    if let Some(said) = settings.roles.get_mut(&role.key) {
        said.permissions.remove(permission);
    }
    role.key == ADMIN || settings.role(&role.key).is_some_and(|role| role.may(permission))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_front_of_every_key_need_not_be_typed() {
        for (typed, key) in [
            ("editor", "org:editor"),
            ("org:editor", "org:editor"),
            ("notes:write", "org:notes:write"),
            ("orgs", "org:orgs"),
            ("", ""),
        ] {
            assert_eq!(Kind::key(typed), key);
        }
        assert!(
            Kind::Role.takes("org:editor") && !Kind::Role.takes("org:notes:write") && !Kind::Role.takes("org:Editor")
        );
        assert!(Kind::Permission.takes("org:notes:write") && !Kind::Permission.takes("org:sys_x:y"));
        for kind in [Kind::Role, Kind::Permission] {
            assert!(kind.takes(kind.example()));
        }
    }
}
