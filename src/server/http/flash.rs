//! What a form that was sent without JavaScript has to tell the page that follows it: a cookie that only we can read and
//! write, good for one page.

use axum::http::HeaderMap;
use tower_cookies::cookie::time::Duration;
use tower_cookies::cookie::{Cookie, CookieJar, Key};

use super::cookies::{self, FLASH};
use crate::model::Flash;
use crate::server::vestibule::Inner;

/// No browser keeps a cookie of more than 4096 bytes; encryption makes three of two.
const MOST_BYTES: usize = 2400;

/// The cookie for the page that follows.
pub fn cookie(app: &Inner, flash: &Flash) -> Option<Cookie<'static>> {
    let mut flash = flash.clone();
    let mut json = serde_json::to_string(&flash).ok()?;
    if json.len() > MOST_BYTES {
        flash.values.clear();
        json = serde_json::to_string(&flash).ok()?;
    }
    let mut jar = CookieJar::new();
    jar.private_mut(&key(app)).add(cookies::cookie(&app.settings, FLASH, json, Duration::seconds(60)));
    jar.get(FLASH).cloned()
}

/// What the form before this page had to say.
pub fn read(app: &Inner, headers: &HeaderMap) -> Option<Flash> {
    let value = cookies::value(headers, FLASH)?;
    let sealed = Cookie::parse_encoded(format!("{FLASH}={value}")).ok()?;
    let mut jar = CookieJar::new();
    jar.add_original(sealed.into_owned());
    let plain = jar.private(&key(app)).get(FLASH)?;
    serde_json::from_str(plain.value()).ok()
}

/// Takes the cookie away again.
pub fn removal(app: &Inner) -> Cookie<'static> {
    cookies::cookie(&app.settings, FLASH, String::new(), Duration::ZERO)
}

fn key(app: &Inner) -> Key {
    Key::derive_from(&app.key.derive("flash"))
}
