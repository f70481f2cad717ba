//! The standalone site's own pages: what is for developers, in English, and which of the texts of all languages stands for what.

use super::dashboard;
use crate::model::SessionStatus;

/// The start page.
pub mod start {
    /// Title of the page.
    pub const PAGE_TITLE: &str = "The entrance hall for Leptos apps";
    /// That the server answers.
    pub const RUNNING: &str = "Vestibule is running";
    /// The large title.
    pub const TITLE: &str = "The entrance hall for your Leptos app";
    /// Below it.
    pub const LEAD: &str = "Sign-up, sign-in, sessions and the screens for them. One crate to drop in, one binary to host \
                            yourself, and no price per user.";
    /// The first button.
    pub const SIGN_UP: &str = "Create an account";
    /// The second button.
    pub const SIGN_IN: &str = "Sign in";
    /// The button in their place for someone who is signed in.
    pub const DASHBOARD: &str = "Open your dashboard";
    /// Before the link to the development mailbox.
    pub const MAILBOX_HINT: &str = "Verification codes arrive in the";
    /// The link to the development mailbox.
    pub const MAILBOX: &str = "development mailbox";
    /// Before the link to the playground.
    pub const PLAYGROUND_HINT: &str = "Every component in every state is in the";
    /// The link to the playground.
    pub const PLAYGROUND: &str = "playground";
    /// What the door says: around the app.
    pub const STEP_PROVIDER: &str = "Around your app";
    /// What the door says: on two routes.
    pub const STEP_ROUTES: &str = "On two routes";
    /// What the door says: anywhere.
    pub const STEP_ANYWHERE: &str = "Wherever you need it";
    /// Title of the list.
    pub const WORKS_TITLE: &str = "What works today";
    /// What is in the list: a name and what it means.
    pub const WORKS: [(&str, &str); 8] = [
        ("Sign-up", "For everyone, by invitation or from a waitlist. No account exists before its address is proven."),
        ("Sign-in", "By password, code, link or passkey, or with an account at one of twenty providers."),
        ("Sessions", "Short-lived tokens, several people on one browser, and one click that ends them everywhere."),
        (
            "Two-step verification",
            "An authenticator app, a text message, a passkey or backup codes; required of all if you like.",
        ),
        ("Organizations", "With invitations, domains, roles and permissions, and an app that knows who acts in which."),
        (
            "API keys and REST API",
            "Keys for people, organizations and machines, and what Clerk’s backend SDKs expect, below /v1.",
        ),
        ("Components", "Drop-in cards and buttons that follow your colours, in light and dark."),
        ("Without JavaScript", "Every way in but passkeys works. WebAssembly only makes it quicker."),
    ];
}

/// The word for the status of a session that somebody is signed in with: one that is over has nobody.
pub fn session_status(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Pending => dashboard::status_pending(),
        _ => dashboard::status_active(),
    }
}
