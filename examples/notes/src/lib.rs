//! Notes: a page of notes for everyone who signs in. The lines that end in `auth` are all that it took to let people in; those
//! that end in `proof` ask for another proof before all notes go, those that end in `teams` let notes belong to organizations in
//! which the role decides who writes, and those that end in `elements` put a sign-in of the app's own markup in the card's place.

mod account;
mod api;
pub mod app;
mod custom_sign_in; // elements
mod notes_page;
mod people; // teams
#[cfg(feature = "ssr")]
pub mod store;
mod team; // teams
mod teams; // teams

/// Where the browser's half starts.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
}
