//! The app that reads.

use std::sync::LazyLock;

use crate::server::settings::Settings;

/// Where the app is that reads.
pub const BASE_URL: &str = "https://app.example";

/// What it runs with.
pub static SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
    let mut settings = Settings { base_url: BASE_URL.into(), ..Settings::default() };
    settings.security.redirect_origins = vec!["https://docs.example".into()];
    settings.security.trusted_proxies = vec!["10.0.0.0/8".parse().expect("is a network")];
    settings.sign_in.passkey = true;
    settings
});
