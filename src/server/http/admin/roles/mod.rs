//! What members of organizations may be and do: roles and permissions, which are settings that change while the server runs.

mod actions;
mod detail;

pub use self::actions::{act, change};
use self::detail::draw;
use super::operator::{Answer, Operator};
use super::typed::Typed;
use crate::server::settings::{ADMIN, MEMBER, Role};
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
