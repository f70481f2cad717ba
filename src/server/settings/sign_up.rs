//! What sign-up asks for, and of whom.

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::model::{FieldRule, SignUpMode, Strategy};

/// What sign-up asks for, and of whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignUpSettings {
    /// Who may sign up: everyone, or who has an invitation.
    pub mode: SignUpMode,
    /// An e-mail address.
    pub email_address: FieldRule,
    /// What proves an e-mail address: a code or a link.
    pub email_verification: Strategy,
    /// A password, where one can sign in with it. Who leaves it out signs in by mail, and can set one later as for a forgotten
    /// one.
    pub password: FieldRule,
    /// A name that one can sign in with.
    pub username: FieldRule,
    /// A phone number, proven with a code by text message.
    pub phone_number: FieldRule,
    /// Given name.
    pub first_name: FieldRule,
    /// Family name.
    pub last_name: FieldRule,
    /// Usernames that nobody may have, besides those that nobody ever may, such as `admin` and the app's own name.
    pub reserved_usernames: Vec<String>,
    /// Who may sign up: addresses, and `@` with a domain. Empty: everyone.
    pub allowlist: Vec<String>,
    /// Who may not: likewise.
    pub blocklist: Vec<String>,
    /// Whether addresses with a `+` in front of the `@` are refused.
    pub block_subaddresses: bool,
    /// Whether addresses at services whose boxes are thrown away are refused.
    pub block_disposable: bool,
}

impl Default for SignUpSettings {
    fn default() -> Self {
        Self {
            mode: SignUpMode::Public,
            email_address: FieldRule::Required,
            email_verification: Strategy::EmailCode,
            password: FieldRule::Required,
            phone_number: FieldRule::Off,
            username: FieldRule::Off,
            reserved_usernames: Vec::new(),
            allowlist: Vec::new(),
            blocklist: Vec::new(),
            block_subaddresses: false,
            block_disposable: false,
            first_name: FieldRule::Off,
            last_name: FieldRule::Off,
        }
    }
}

impl Settings {
    /// Whether sign-up asks for a password.
    pub fn password_rule(&self) -> FieldRule {
        if self.sign_in.password { self.sign_up.password } else { FieldRule::Off }
    }
}
