use serde::{Deserialize, Serialize};

use super::{ExternalAccount, Metadata, Passkey, Verification};

/// A person with an account. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// `user_…`
    pub id: String,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The name to sign in with, as it was typed.
    pub username: Option<String>,
    /// The address of the picture that they have uploaded, on this site.
    #[serde(default)]
    pub image_url: Option<String>,
    /// Whether they have uploaded one.
    #[serde(default)]
    pub has_image: bool,
    /// The language that mails are written in, as a BCP 47 tag, if it is known.
    #[serde(default)]
    pub locale: Option<String>,
    /// The address that mail goes to.
    pub primary_email_address_id: Option<String>,
    /// All addresses.
    pub email_addresses: Vec<EmailAddress>,
    /// The accounts elsewhere that they can sign in with, oldest first.
    #[serde(default)]
    pub external_accounts: Vec<ExternalAccount>,
    /// The passkeys that they can sign in with, oldest first.
    #[serde(default)]
    pub passkeys: Vec<Passkey>,
    /// The number that text messages go to.
    #[serde(default)]
    pub primary_phone_number_id: Option<String>,
    /// All numbers.
    #[serde(default)]
    pub phone_numbers: Vec<PhoneNumber>,
    /// Whether there is a password to sign in with.
    pub password_enabled: bool,
    /// Whether a second factor is asked for.
    #[serde(default)]
    pub two_factor_enabled: bool,
    /// Whether there is an authenticator app.
    #[serde(default)]
    pub totp_enabled: bool,
    /// Whether there are backup codes left.
    #[serde(default)]
    pub backup_code_enabled: bool,
    /// Since when a second factor is asked for.
    #[serde(default)]
    pub mfa_enabled_at: Option<i64>,
    /// When that last ended.
    #[serde(default)]
    pub mfa_disabled_at: Option<i64>,
    /// What the app keeps about them and they may read: the server alone writes it.
    #[serde(default)]
    pub public_metadata: Metadata,
    /// What they may read and write themselves: nothing in it can be trusted.
    #[serde(default)]
    pub unsafe_metadata: Metadata,
    /// When this person last signed in.
    pub last_sign_in_at: Option<i64>,
    /// When the terms were agreed to, where the settings ask for that.
    #[serde(default)]
    pub legal_accepted_at: Option<i64>,
    /// Whether they may delete their account, if not as the settings say.
    #[serde(default)]
    pub delete_self_enabled: Option<bool>,
    /// When the account was made.
    pub created_at: i64,
    /// When the account last changed.
    pub updated_at: i64,
}

impl User {
    /// The primary e-mail address.
    pub fn primary_email_address(&self) -> Option<&str> {
        let id = self.primary_email_address_id.as_deref()?;
        self.email_addresses.iter().find(|email| email.id == id).map(|email| email.email_address.as_str())
    }

    /// The primary phone number, as people write it.
    pub fn primary_phone_number(&self) -> Option<&str> {
        let id = self.primary_phone_number_id.as_deref()?;
        self.phone_numbers.iter().find(|phone| phone.id == id).map(|phone| phone.formatted.as_str())
    }

    /// First and last name, if there is either.
    pub fn full_name(&self) -> Option<String> {
        let parts: Vec<&str> = [self.first_name.as_deref(), self.last_name.as_deref()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// What to call this person: full name, else username, else e-mail address, else phone number.
    pub fn display_name(&self) -> String {
        self.full_name()
            .or_else(|| self.username.clone())
            .or_else(|| self.primary_email_address().map(str::to_owned))
            .or_else(|| self.primary_phone_number().map(str::to_owned))
            .unwrap_or_else(|| self.id.clone())
    }

    /// One or two letters that stand in for a picture.
    pub fn initials(&self) -> String {
        let name = self.display_name();
        let mut letters: Vec<char> = match (self.full_name(), self.primary_phone_number()) {
            (Some(full), _) => full.split_whitespace().filter_map(|word| word.chars().next()).collect(),
            // Numbers begin alike: their last two digits tell them apart.
            (None, Some(number)) if number == name => {
                let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
                digits[digits.len().saturating_sub(2)..].to_vec()
            }
            (None, _) => name.chars().take(1).collect(),
        };
        if letters.len() > 2 {
            letters = vec![letters[0], letters[letters.len() - 1]];
        }
        letters.into_iter().flat_map(char::to_uppercase).collect()
    }

    /// Which of eight colours stands behind the initials: the same for the same user everywhere.
    pub fn avatar_hue(&self) -> u8 {
        hue_of(&self.id)
    }
}

/// Which of eight colours stands behind the letters that stand for someone or something with an id.
pub(crate) fn hue_of(id: &str) -> u8 {
    (id.bytes().fold(0u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte))) % 8) as u8
}

/// An e-mail address of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmailAddress {
    /// `idn_…`
    pub id: String,
    /// The address as it was typed.
    pub email_address: String,
    /// How and whether it was proven.
    pub verification: Verification,
}

/// A phone number of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneNumber {
    /// `idn_…`
    pub id: String,
    /// The number as E.164 has it: `+4915123456789`.
    pub phone_number: String,
    /// The same as people write it: `+49 1512 3456789`.
    pub formatted: String,
    /// How and whether it was proven.
    pub verification: Verification,
    /// Whether it gets codes as a second factor, and so signs in nobody by itself.
    #[serde(default)]
    pub reserved_for_second_factor: bool,
    /// Whether it is the one of those to which such codes go first.
    #[serde(default)]
    pub default_second_factor: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::VerificationStatus;

    fn user(first: Option<&str>, last: Option<&str>, username: Option<&str>) -> User {
        User {
            id: "user_1".into(),
            first_name: first.map(Into::into),
            last_name: last.map(Into::into),
            username: username.map(Into::into),
            image_url: None,
            has_image: false,
            locale: None,
            primary_email_address_id: None,
            email_addresses: vec![],
            external_accounts: vec![],
            passkeys: vec![],
            primary_phone_number_id: None,
            phone_numbers: vec![],
            password_enabled: true,
            two_factor_enabled: false,
            totp_enabled: false,
            backup_code_enabled: false,
            mfa_enabled_at: None,
            mfa_disabled_at: None,
            public_metadata: Metadata::default(),
            unsafe_metadata: Metadata::default(),
            last_sign_in_at: None,
            legal_accepted_at: None,
            delete_self_enabled: None,
            created_at: 0,
            updated_at: 0,
        }
    }

    #[test]
    fn initials_of_names() {
        assert_eq!(user(Some("ada"), Some("Lovelace"), None).initials(), "AL");
        assert_eq!(user(Some("Juan Carlos"), Some("de la Cruz"), None).initials(), "JC");
        assert_eq!(user(None, None, Some("ßeta")).initials(), "SS");
        assert_eq!(user(None, None, None).display_name(), "user_1");
        let mut by_number = user(None, None, None);
        by_number.primary_phone_number_id = Some("idn_1".into());
        by_number.phone_numbers = vec![PhoneNumber {
            id: "idn_1".into(),
            phone_number: "+4915123456789".into(),
            formatted: "+49 1512 345678 9".into(),
            verification: Verification {
                status: VerificationStatus::Verified,
                strategy: "phone_code".into(),
                attempts: 0,
                expire_at: None,
                resend_at: None,
            },
            reserved_for_second_factor: false,
            default_second_factor: false,
        }];
        assert_eq!((by_number.display_name().as_str(), by_number.initials().as_str()), ("+49 1512 345678 9", "89"));
        by_number.username = Some("+ada".into());
        assert_eq!(by_number.initials(), "+", "not a number, whatever it begins with");
    }
}
