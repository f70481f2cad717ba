//! The stylesheets and the scripts of our own, under names that change with their content.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::appearance::{is_layer_name, sheet};
use crate::model::PublicSettings;
use crate::server::settings::BotProtection;
use crate::server::vestibule::{Inner, Vestibule};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// The address of the components' stylesheet.
pub const COMPONENTS: &str = env!("VESTIBULE_COMPONENTS_CSS");
/// The address of the stylesheet of pages that stand without an app around them.
pub const DOCUMENT: &str = env!("VESTIBULE_DOCUMENT_CSS");
/// The address of the stylesheet of the page about the REST API.
pub const REFERENCE: &str = env!("VESTIBULE_REFERENCE_CSS");
/// The address of the dashboard's stylesheet.
pub const ADMIN_CSS: &str = env!("VESTIBULE_ADMIN_CSS");
/// The address of the dashboard's script.
pub const ADMIN_JS: &str = env!("VESTIBULE_ADMIN_JS");
/// The address of the script that passkeys need.
pub const PASSKEYS: &str = env!("VESTIBULE_PASSKEYS_JS");
/// The address of the script that backup codes need.
pub const BACKUP_CODES: &str = env!("VESTIBULE_BACKUP_CODES_JS");
/// The address of the script that asks once more who someone is.
pub const REVERIFICATION: &str = env!("VESTIBULE_REVERIFICATION_JS");
/// The address of the script by which a part of a picture is chosen.
pub const PROFILE_IMAGE: &str = env!("VESTIBULE_PROFILE_IMAGE_JS");
/// The address of the script that gives elements the host's classes.
pub const APPEARANCE: &str = env!("VESTIBULE_APPEARANCE_JS");
/// The address of the script that shows moments in the browser's time zone.
pub const MOMENTS: &str = env!("VESTIBULE_MOMENTS_JS");
/// The address of the settings' appearance, for pages that stand without an app around them.
pub const DOCUMENT_APPEARANCE: &str = "/vestibule/appearance.css";
/// The address of the standalone pages' stylesheet.
pub const SITE: &str = env!("VESTIBULE_SITE_CSS");

/// The address of the script by which a browser shows that no program sits at it.
pub const CAPTCHA: &str = env!("VESTIBULE_CAPTCHA_JS");

/// What a browser may know of the settings, and where its stylesheet and its script are.
pub fn public_settings(app: &Inner) -> PublicSettings {
    let captcha_script = match app.settings.bots.protection {
        BotProtection::Off => String::new(),
        _ => CAPTCHA.to_owned(),
    };
    PublicSettings { stylesheet: COMPONENTS.to_owned(), captcha_script, ..app.settings.public() }
}

/// The script by which a browser shows that no program sits at it.
pub async fn captcha() -> Response {
    immutable("text/javascript; charset=utf-8", include_str!(concat!(env!("OUT_DIR"), "/captcha.js")))
}

/// Which layer a stylesheet is in.
#[derive(Deserialize)]
pub struct Layer {
    layer: Option<String>,
}

/// The components' stylesheet, in the layer that the address names.
pub async fn components(layer: Result<Query<Layer>, QueryRejection>) -> Response {
    let text = include_str!(concat!(env!("OUT_DIR"), "/components.css"));
    match layer.ok().and_then(|Query(Layer { layer })| layer) {
        Some(layer) if is_layer_name(&layer) => immutable("text/css; charset=utf-8", in_layer(text, &layer)),
        _ => css(text),
    }
}

/// A stylesheet whose layers have another name.
fn in_layer(css: &str, layer: &str) -> String {
    let mut renamed = String::with_capacity(css.len() + 256);
    for line in css.split_inclusive('\n') {
        match line.strip_prefix("@layer ") {
            Some(names) => {
                renamed.push_str("@layer ");
                renamed.push_str(&names.replace("vestibule.", &format!("{layer}.")));
            }
            None => renamed.push_str(line),
        }
    }
    renamed
}

/// The settings' appearance, for pages that stand without an app around them. It changes with the settings: browsers ask
/// for it each time.
pub async fn document_appearance(State(app): State<Vestibule>) -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, sheet(&app.settings.appearance)).into_response()
}

/// The script that gives elements the host's classes.
pub async fn appearance() -> Response {
    immutable("text/javascript; charset=utf-8", include_str!(concat!(env!("OUT_DIR"), "/appearance.js")))
}

/// The script that shows moments in the browser's time zone.
pub async fn moments() -> Response {
    immutable("text/javascript; charset=utf-8", include_str!(concat!(env!("OUT_DIR"), "/moments.js")))
}

/// The stylesheet of pages that stand without an app around them.
pub async fn document() -> Response {
    css(include_str!(concat!(env!("OUT_DIR"), "/document.css")))
}

/// The stylesheet of the page about the REST API.
pub async fn reference() -> Response {
    css(include_str!(concat!(env!("OUT_DIR"), "/reference.css")))
}

/// The dashboard's stylesheet.
pub async fn admin_css() -> Response {
    css(include_str!(concat!(env!("OUT_DIR"), "/admin.css")))
}

/// The dashboard's script.
pub async fn admin_js() -> Response {
    immutable(SCRIPT, include_str!(concat!(env!("OUT_DIR"), "/admin.js")))
}

/// The standalone pages' stylesheet.
pub async fn site() -> Response {
    css(include_str!(concat!(env!("OUT_DIR"), "/site.css")))
}

/// The script that backup codes need.
pub async fn backup_codes() -> Response {
    immutable("text/javascript; charset=utf-8", include_str!(concat!(env!("OUT_DIR"), "/backup_codes.js")))
}

/// The script that asks once more who someone is.
pub async fn reverification() -> Response {
    immutable("text/javascript; charset=utf-8", include_str!(concat!(env!("OUT_DIR"), "/reverification.js")))
}

/// The script by which a part of a picture is chosen.
pub async fn profile_image() -> Response {
    immutable("text/javascript; charset=utf-8", include_str!(concat!(env!("OUT_DIR"), "/profile_image.js")))
}

/// The script that passkeys need.
pub async fn passkeys() -> Response {
    immutable("text/javascript; charset=utf-8", include_str!(concat!(env!("OUT_DIR"), "/passkeys.js")))
}

/// The words of a language. Only under the address that a page has for them they are the ones that it means.
pub async fn words(State(app): State<Vestibule>, uri: Uri) -> Response {
    let Some(words) = app.words.at(uri.path()) else { return StatusCode::NOT_FOUND.into_response() };
    let is_meant = uri.path_and_query().is_some_and(|address| address.as_str() == words.address());
    let caching = if is_meant { IMMUTABLE } else { "no-cache" };
    ([(CONTENT_TYPE, SCRIPT), (CACHE_CONTROL, caching)], words.script()).into_response()
}

fn css(text: &'static str) -> Response {
    immutable("text/css; charset=utf-8", text)
}

fn immutable(kind: &'static str, text: impl IntoResponse) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, IMMUTABLE)], text).into_response()
}
