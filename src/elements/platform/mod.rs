//! What only a browser or only a server can do, under the same names for both.

/// Where the script is that asks once more who someone is. It is loaded when someone is asked.
pub const REVERIFICATION: &str = env!("VESTIBULE_REVERIFICATION_JS");

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod browser;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub mod drawn;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub use browser::*;

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod still;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use still::*;

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::{answer_with_redirect, configured_appearance, country_options, nonce, speak};

/// Answers the request with a redirect. Only a server can.
#[cfg(not(feature = "ssr"))]
pub fn answer_with_redirect(_to: &str) {}

/// Lets everything be said in a language. Only a server chooses one: the page brings its words along.
#[cfg(not(feature = "ssr"))]
pub fn speak(_locale: &str) {}

/// What the scripts of a page are known by, in its first HTML. One that is put into the page later needs none.
#[cfg(not(feature = "ssr"))]
pub fn nonce() -> Option<String> {
    None
}

/// The options of a list of countries. Only a server knows them.
#[cfg(not(feature = "ssr"))]
pub fn country_options(_selected: &str) -> &'static str {
    ""
}

/// What is put into a page later is known by: the same as what came with the page.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub fn page_nonce() -> Option<String> {
    use leptos::prelude::document;
    use wasm_bindgen::JsCast;

    let style = document().query_selector("style[nonce]").ok().flatten()?;
    Some(style.dyn_ref::<web_sys::HtmlElement>()?.nonce())
}

/// The same in the first HTML.
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub fn page_nonce() -> Option<String> {
    nonce()
}
