//! Where there is no browser: on the server, and where the crate is built for neither.

use leptos::ev::MouseEvent;
use leptos::html::Form;
use leptos::prelude::*;
use leptos_router::location::RequestUrl;

/// Path and query of the page.
pub fn current_path() -> String {
    let Some(url) = use_context::<RequestUrl>().and_then(|url| url.parse().ok()) else { return String::new() };
    match url.search() {
        "" => url.path().to_owned(),
        query => format!("{}?{query}", url.path()),
    }
}

/// The browser's time, Unix milliseconds.
pub fn now() -> i64 {
    0
}

/// When the page began to arrive, Unix milliseconds.
pub fn page_arrived_at() -> i64 {
    0
}

/// A moment as programs read it, and as people do; from Unix milliseconds.
#[cfg(feature = "ssr")]
pub fn moment(at: i64) -> (String, String) {
    let now = crate::elements::AuthState::current().now();
    (crate::locale::iso_moment(at), crate::locale::moment(at, now))
}

/// A moment, where there is nobody to read it.
#[cfg(not(feature = "ssr"))]
pub fn moment(_at: i64) -> (String, String) {
    Default::default()
}

/// Goes to another page.
pub fn navigate(_to: &str) {}

/// Only a browser loads pages.
pub fn load(_to: &str) {}

/// Only a browser loads pages.
pub fn load_instead(_to: &str) {}

/// Asks whoever is signed in to prove once more who they are. Only a browser can.
pub async fn reverify(_level: &str) -> bool {
    false
}

/// Runs something later.
pub fn later(_milliseconds: u64, _then: impl FnOnce() + 'static) {}

/// Hears of what other tabs changed.
pub struct TabWatch;

/// Calls back when another tab says that it changed something, and when this one was out of sight for a while.
pub fn watch_other_tabs(_changed: impl Fn() + Clone + 'static) -> TabWatch {
    TabWatch
}

/// Tells the other tabs that something changed.
pub fn tell_other_tabs() {}

/// Moves the focus to the first field of a form that is marked as wrong.
pub fn focus_first_invalid(_form: NodeRef<Form>) {}

/// Gives the focus to what stands before a dialog and opens it, where nothing has it.
pub fn focus_opener(_dialog: &leptos::web_sys::HtmlDialogElement) {}

/// Takes away what stands in a form's field.
pub fn empty_field(_form: NodeRef<Form>, _name: &str) {}

/// All that stands in a form's fields.
pub fn form_body(_form: NodeRef<Form>) -> Option<String> {
    None
}

/// What stands in a form's field.
pub fn form_value(_form: NodeRef<Form>, _name: &str) -> String {
    String::new()
}

/// Closes the dialog in which something was clicked.
pub fn close_dialog(_event: &MouseEvent) {}

/// Closes the menus of this page when someone goes elsewhere.
pub fn watch_menus() {}

/// Closes what is open.
pub fn leave_menus() {}

/// What a link that was clicked opens over the page, if it says so.
pub fn opened_by(_event: &MouseEvent) -> Option<String> {
    None
}
