//! Which ways in are offered to whoever has an account.

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::model::{FieldRule, SignUpMode, Strategy};
use crate::server::store::WaysIn;

/// Which ways in are offered to whoever has an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInSettings {
    /// With a password. Switched off, sign-up asks for none.
    pub password: bool,
    /// With a code that is sent by mail.
    pub email_code: bool,
    /// With a link that is sent by mail.
    pub email_link: bool,
    /// With a code that is sent by text message, where sign-up asks for phone numbers.
    pub phone_code: bool,
    /// With a passkey, of which some browser or device keeps the private key.
    pub passkey: bool,
    /// What is asked for first, of those that are on.
    pub preferred: Strategy,
    /// Whether whom nobody knows signs up on the same page, once they have proven their email address: where everyone may
    /// sign up.
    pub with_sign_up: bool,
}

impl Default for SignInSettings {
    fn default() -> Self {
        Self {
            password: true,
            email_code: true,
            email_link: false,
            phone_code: true,
            passkey: false,
            preferred: Strategy::Password,
            with_sign_up: false,
        }
    }
}

impl Settings {
    /// The strategies that can give the first proof, the one that is asked for first in front, and what helps whoever has
    /// forgotten a password at the end.
    pub fn first_factors(&self) -> Vec<Strategy> {
        let ways = &self.sign_in;
        let with_phone = self.signs_in_by_phone();
        let with_mail = self.sign_up.email_address != FieldRule::Off;
        let all = [
            (Strategy::Password, ways.password),
            (Strategy::EmailCode, with_mail && ways.email_code),
            (Strategy::EmailLink, with_mail && ways.email_link),
            (Strategy::PhoneCode, with_phone),
            (Strategy::Passkey, ways.passkey),
            (Strategy::ResetPasswordEmailCode, with_mail && ways.password),
            (Strategy::ResetPasswordPhoneCode, ways.password && with_phone),
        ];
        let mut on: Vec<Strategy> = all.into_iter().filter(|(_, on)| *on).map(|(strategy, _)| strategy).collect();
        // Stable: the others stay as they are.
        on.sort_by_key(|strategy| *strategy != ways.preferred);
        on
    }

    /// Whether a code by text message signs in.
    fn signs_in_by_phone(&self) -> bool {
        self.sign_in.phone_code && self.sign_up.phone_number != FieldRule::Off
    }

    /// What lets in whoever has an account, besides providers.
    pub(in crate::server) fn ways_in(&self) -> WaysIn {
        let ways = &self.sign_in;
        WaysIn {
            password: ways.password,
            mail: self.sign_up.email_address != FieldRule::Off && (ways.email_code || ways.email_link),
            passkey: ways.passkey,
            phone: self.signs_in_by_phone(),
        }
    }

    /// Whether whom nobody knows signs up on the sign-in page: where everyone may sign up.
    pub fn signs_up_on_sign_in(&self) -> bool {
        self.sign_in.with_sign_up && self.sign_up.mode == SignUpMode::Public
    }
}
