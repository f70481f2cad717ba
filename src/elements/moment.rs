use leptos::prelude::*;

use super::{Erase, platform};
use crate::locale::words;

/// Where the script is that shows moments in the browser's time zone.
const SCRIPT: &str = env!("VESTIBULE_MOMENTS_JS");

/// A moment in time. The server writes it in UTC; in a browser `moments.js` shows it in the browser's own time zone, and leaves
/// the text that stands here as it is. Where there is one, there is a `<MomentScript>`.
#[component]
pub fn Moment(
    /// Unix milliseconds.
    at: i64,
) -> impl IntoView {
    let (datetime, text) = platform::moment(at);
    view! {
        <time class="vst-moment" lang=words::tag() datetime=datetime>
            <span>{text}</span>
        </time>
    }
    .erase()
}

/// The script that every moment needs; once before several of them.
#[component]
pub fn MomentScript() -> impl IntoView {
    view! { <script defer=true src=SCRIPT nonce=platform::page_nonce()></script> }
}
