//! The standalone site's own pages.

/// The header of every page.
pub mod header {
    /// The link to the start page, for whoever sees only the mark.
    pub const HOME: &str = "Vestibule, start page";
    /// The name of the navigation.
    pub const NAVIGATION: &str = "Main";
    /// The link to the page behind the sign-in.
    pub const DASHBOARD: &str = "Dashboard";
}

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
    /// What the door says: around the app.
    pub const STEP_PROVIDER: &str = "Around your app";
    /// What the door says: on two routes.
    pub const STEP_ROUTES: &str = "On two routes";
    /// What the door says: anywhere.
    pub const STEP_ANYWHERE: &str = "Wherever you need it";
    /// Title of the list.
    pub const WORKS_TITLE: &str = "What works today";
    /// What is in the list: a name and what it means.
    pub const WORKS: [(&str, &str); 5] = [
        ("Sign-up", "For everyone, by invitation or from a waitlist. No account exists before its address is proven."),
        ("Sign-in", "By password, code, link or passkey, or with an account at one of twenty providers."),
        ("Sessions", "Short-lived tokens, several people on one browser, and one click that ends them everywhere."),
        ("Components", "Drop-in cards and buttons that follow your colours, in light and dark."),
        ("Without JavaScript", "Every way in but passkeys works. WebAssembly only makes it quicker."),
    ];
}

/// The page behind the sign-in.
pub mod dashboard {
    use crate::model::SessionStatus;

    /// Title of the page.
    pub const PAGE_TITLE: &str = "Dashboard";
    /// The large title.
    pub fn welcome(name: &str) -> String {
        format!("Welcome, {name}")
    }
    /// Below it.
    pub const INTRO: &str = "This page is only for whoever is signed in. This is what an app knows about you and your \
                             session.";
    /// Title of the first card.
    pub const YOU: &str = "You";
    /// Title of the second card.
    pub const SESSION: &str = "This session";
    /// A fact.
    pub const FULL_NAME: &str = "Name";
    /// A fact.
    pub const EMAIL_ADDRESS: &str = "Email address";
    /// A fact.
    pub const PHONE_NUMBER: &str = "Phone number";
    /// A fact.
    pub const USERNAME: &str = "Username";
    /// A fact.
    pub const USER_ID: &str = "User ID";
    /// A fact.
    pub const CREATED_AT: &str = "Joined";
    /// A fact.
    pub const SESSION_ID: &str = "Session ID";
    /// A fact.
    pub const STATUS: &str = "Status";
    /// A fact.
    pub const SIGNED_IN_AT: &str = "Signed in";
    /// A fact.
    pub const LAST_ACTIVE_AT: &str = "Last active";
    /// A fact.
    pub const EXPIRE_AT: &str = "Ends";
    /// In place of a fact that is not there.
    pub const NONE: &str = "Not given";
    /// Beside an address that was proven.
    pub const VERIFIED: &str = "Verified";
    /// Beside the button that ends all sessions.
    pub const LEAVE: &str = "Left a browser signed in somewhere? End every session, this one too.";

    /// The word for a session's status.
    pub fn status(status: SessionStatus) -> &'static str {
        match status {
            SessionStatus::Active => "Active",
            SessionStatus::Pending => "Pending",
            SessionStatus::Ended => "Ended",
            SessionStatus::Expired => "Expired",
            SessionStatus::Removed => "Signed out",
            SessionStatus::Replaced => "Replaced",
            SessionStatus::Revoked => "Revoked",
            SessionStatus::Abandoned => "Abandoned",
        }
    }
}

/// Where there is no page.
pub mod not_found {
    /// Title of the page, and the large title on it.
    pub const TITLE: &str = "There is no door here";
    /// Below it.
    pub const TEXT: &str = "The address may have changed, or it may never have led anywhere.";
    /// The way out.
    pub const HOME: &str = "Back to the start page";
}
