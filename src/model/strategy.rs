use serde::{Deserialize, Serialize};

macro_rules! strategies {
    ($($(#[$doc:meta])* $variant:ident = $word:literal;)*) => {
        /// A way to prove who one is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Strategy {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        impl Strategy {
            /// The word that stands in forms, in the database and in the API.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The strategy that a word stands for.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

strategies! {
    /// A password.
    Password = "password";
    /// A code that is sent by mail.
    EmailCode = "email_code";
    /// A link that is sent by mail.
    EmailLink = "email_link";
    /// A code that is sent by text message.
    PhoneCode = "phone_code";
    /// A passkey, which says by itself whose it is.
    Passkey = "passkey";
    /// A code of an authenticator app, by time.
    Totp = "totp";
    /// A code of those that one has kept for when everything else is lost.
    BackupCode = "backup_code";
    /// A link that was made for someone, with a ticket in it.
    Ticket = "ticket";
    /// A code that is sent by mail, after which a new password is set.
    ResetPasswordEmailCode = "reset_password_email_code";
    /// A code that is sent by text message, after which a new password is set.
    ResetPasswordPhoneCode = "reset_password_phone_code";
}

impl Strategy {
    /// Whether it is proven with a code that has been sent.
    pub const fn is_code(self) -> bool {
        matches!(self, Self::EmailCode) || self.is_texted() || self.is_reset()
    }

    /// Whether it is proven with a link that has been sent.
    pub const fn is_link(self) -> bool {
        matches!(self, Self::EmailLink)
    }

    /// Whether something has to be sent before it can be proven.
    pub const fn is_sent(self) -> bool {
        self.is_code() || self.is_link()
    }

    /// Whether it says by itself who someone is, so that nothing has to be typed before it.
    pub const fn is_discoverable(self) -> bool {
        matches!(self, Self::Passkey)
    }

    /// Whether a new password follows it.
    pub const fn is_reset(self) -> bool {
        matches!(self, Self::ResetPasswordEmailCode | Self::ResetPasswordPhoneCode)
    }

    /// Whether what proves it is sent by text message.
    pub const fn is_texted(self) -> bool {
        matches!(self, Self::PhoneCode | Self::ResetPasswordPhoneCode)
    }
}
