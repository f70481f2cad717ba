use std::fmt;

use serde::{Deserialize, Serialize};

use super::Strategy;

/// What can give a sign-in's second proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// `totp`, `phone_code` or `backup_code`.
    pub strategy: Strategy,
    /// Which number a code goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number_id: Option<String>,
    /// As much of that number as someone may see who is not in yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe_identifier: Option<String>,
}

/// An authenticator app that is being set up. It is shown to whoever does it and to nobody else, so it does not print
/// itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpSetup {
    /// What is typed where nothing can be scanned, in base32.
    pub secret: String,
    /// What is scanned: `otpauth://totp/…`
    pub uri: String,
    /// The same as a picture: the outline of its dark squares, each of side 1 (the `d` of an SVG path).
    pub qr_path: String,
    /// How many squares the picture is wide and high.
    pub qr_size: usize,
}

impl fmt::Debug for TotpSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSetup(…)")
    }
}

/// Backup codes that have just been made: shown once, so they do not print themselves.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BackupCodes(pub Vec<String>);

impl fmt::Debug for BackupCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BackupCodes(…)")
    }
}

/// Which second factors can be set up, and whether one has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mfa {
    /// Codes of an authenticator app.
    pub totp: bool,
    /// Codes by text message.
    pub phone_code: bool,
    /// Codes for whoever has lost everything else.
    pub backup_codes: bool,
    /// Whether nobody is let in without one: whoever has none yet sets one up first.
    pub required: bool,
}

impl Default for Mfa {
    fn default() -> Self {
        Self { totp: true, phone_code: false, backup_codes: true, required: false }
    }
}

impl Mfa {
    /// Whether anything can be set up.
    pub const fn is_on(&self) -> bool {
        self.totp || self.phone_code
    }
}
