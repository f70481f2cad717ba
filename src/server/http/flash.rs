//! What a form that was sent without JavaScript has to tell the page that follows it: a cookie that only we can read and
//! write, good for one page.

use axum::http::HeaderMap;
use tower_cookies::cookie::time::Duration;
use tower_cookies::cookie::{Cookie, CookieJar, Key};

use super::cookies::{self, FLASH, KEPT};
use crate::model::Flash;
use crate::server::vestibule::Inner;

/// No browser keeps a cookie of more than 4096 bytes; encryption makes three of two.
const MOST_BYTES: usize = 2400;

/// The cookie for the page that follows.
pub fn cookie(app: &Inner, flash: &Flash) -> Option<Cookie<'static>> {
    sealed(app, FLASH, &key(app), flash, Duration::seconds(60))
}

/// The cookie for a later page, to which its user comes after a reverification. Nobody else at the same browser reads it.
pub fn keep(app: &Inner, user_id: &str, flash: &Flash) -> Option<Cookie<'static>> {
    sealed(app, KEPT, &key_of(app, user_id), flash, Duration::minutes(10))
}

fn sealed(app: &Inner, name: &'static str, key: &Key, flash: &Flash, lifetime: Duration) -> Option<Cookie<'static>> {
    let mut flash = flash.clone();
    let mut json = serde_json::to_string(&flash).ok()?;
    if json.len() > MOST_BYTES {
        flash.values.clear();
        json = serde_json::to_string(&flash).ok()?;
    }
    let mut jar = CookieJar::new();
    jar.private_mut(key).add(cookies::cookie(&app.settings, name, json, lifetime));
    jar.get(name).cloned()
}

/// What the form before this page had to say.
pub fn read(app: &Inner, headers: &HeaderMap) -> Option<Flash> {
    opened(FLASH, &key(app), headers)
}

/// What was kept for a later page of a user.
pub fn kept(app: &Inner, user_id: &str, headers: &HeaderMap) -> Option<Flash> {
    opened(KEPT, &key_of(app, user_id), headers)
}

fn opened(name: &'static str, key: &Key, headers: &HeaderMap) -> Option<Flash> {
    let value = cookies::value(headers, name)?;
    let sealed = Cookie::parse_encoded(format!("{name}={value}")).ok()?;
    let mut jar = CookieJar::new();
    jar.add_original(sealed.into_owned());
    let plain = jar.private(key).get(name)?;
    serde_json::from_str(plain.value()).ok()
}

/// Takes the cookie away again.
pub fn removal(app: &Inner) -> Cookie<'static> {
    cookies::cookie(&app.settings, FLASH, String::new(), Duration::ZERO)
}

/// Takes away what was kept.
pub fn kept_removal(app: &Inner) -> Cookie<'static> {
    cookies::cookie(&app.settings, KEPT, String::new(), Duration::ZERO)
}

fn key(app: &Inner) -> Key {
    Key::derive_from(&app.key.derive("flash"))
}

fn key_of(app: &Inner, user_id: &str) -> Key {
    Key::derive_from(&app.key.derive(&format!("flash of {user_id}")))
}
