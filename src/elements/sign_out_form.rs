use leptos::prelude::*;

use super::{Content, Erase, Form, FormState};
use crate::api::{SignOut, SignOutEverywhere};

/// A form with one button that signs out.
#[component]
pub fn SignOutForm(
    /// On every browser, not only on this one.
    #[prop(optional)]
    everywhere: bool,
    /// Where to go then; empty for where the settings say.
    #[prop(optional_no_strip)]
    redirect_url: Option<String>,
    /// Of the button.
    class: String,
    children: Content,
) -> impl IntoView {
    let form = match everywhere {
        true => FormState::new::<SignOutEverywhere>("", &[], &[]),
        false => FormState::new::<SignOut>("", &[], &[]),
    };
    view! {
        <Form form redirect_url=redirect_url.unwrap_or_default() class="vst-signOutForm">
            <button
                type="submit"
                class=class
                aria-disabled=move || form.pending.get().then_some("true")
                data-loading=move || form.pending.get().then_some("")
            >
                {children.render()}
            </button>
        </Form>
    }
    .erase()
}
