//! What people read who build an app with Vestibule, in English alone.

/// The page that takes the place of a provider in development. Marked as what it is.
pub mod simulated_provider {
    /// Title.
    pub fn title(provider: &str) -> String {
        format!("Sign in with {provider}")
    }
    /// Below the title.
    pub fn subtitle(app_name: &str) -> String {
        format!("to continue to {app_name}")
    }
    /// Above everything.
    pub fn notice(provider: &str) -> String {
        format!("Simulated provider. This is not {provider}: in development you are whoever you say you are.")
    }
    /// Label.
    pub const EMAIL: &str = "Email address";
    /// Label.
    pub fn verified(provider: &str) -> String {
        format!("{provider} has verified this address")
    }
    /// Label.
    pub const FIRST_NAME: &str = "First name";
    /// Label.
    pub const LAST_NAME: &str = "Last name";
    /// Says yes.
    pub fn go_on(provider: &str) -> String {
        format!("Continue as this {provider} user")
    }
    /// Says no.
    pub const CANCEL: &str = "Cancel";
}

/// The development mailbox.
pub mod mailbox {
    /// Title.
    pub const TITLE: &str = "Development mailbox";
    /// Below the title.
    pub const SUBTITLE: &str = "Mails and messages that would have been sent. Newest first; kept for a day.";
    /// When nothing was sent.
    pub const EMPTY: &str = "Nothing has been sent yet.";
    /// In place of a text message's subject.
    pub const SMS: &str = "Text message";
    /// How long ago, from milliseconds.
    pub fn age(milliseconds: i64) -> String {
        match milliseconds / 60_000 {
            ..=0 => "just now".into(),
            1 => "a minute ago".into(),
            minutes @ ..=59 => format!("{minutes} minutes ago"),
            minutes @ ..=119 => format!("an hour and {} minutes ago", minutes - 60),
            minutes => format!("{} hours ago", minutes / 60),
        }
    }
}
