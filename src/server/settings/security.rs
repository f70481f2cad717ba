//! What keeps strangers out.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// What keeps strangers out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SecuritySettings {
    /// How many forms one network address may send per minute.
    pub forms_per_minute: u32,
    /// For how many minutes an account that an operator locks signs nobody in.
    pub lock_minutes: i64,
    /// Whether people are written to when they sign in on a device on which their account was not used before.
    pub new_device_mail: bool,
    /// Proxies whose `X-Forwarded-For` is believed, as addresses or networks. Empty: nobody's.
    pub trusted_proxies: Vec<IpNet>,
    /// Origins besides our own that a sign-in may lead back to.
    pub redirect_origins: Vec<String>,
    /// Whether security headers, the content security policy among them, are added to what has none.
    pub headers: bool,
    /// What a host app's pages need besides: directive to sources, such as `"img-src" = "https://images.example"`.
    pub content_security_policy: std::collections::BTreeMap<String, String>,
}

impl Default for SecuritySettings {
    fn default() -> Self {
        Self {
            forms_per_minute: 120,
            lock_minutes: 60,
            new_device_mail: true,
            trusted_proxies: Vec::new(),
            redirect_origins: Vec::new(),
            headers: true,
            content_security_policy: std::collections::BTreeMap::new(),
        }
    }
}
