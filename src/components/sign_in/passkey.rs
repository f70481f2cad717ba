use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::{PasskeySignIn, PreparePasskeySignIn};
use crate::elements::{FormState, PasskeyForm, last_used};
use crate::locale;
use crate::model::Strategy;

/// Signs in with a passkey, whoever that is. Where an identifier is typed on the same page, passkeys are offered there, too.
#[component]
pub fn PasskeyButton(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = FormState::new::<PasskeySignIn>(&id, &[], &[]);
    view! {
        <PasskeyForm
            form
            redirect_url
            question=PreparePasskeySignIn::PATH
            autofill=true
            last_used=last_used().as_deref() == Some(Strategy::Passkey.as_str())
            class="vst-alternativeMethodsBlockButton"
            text_class="vst-alternativeMethodsBlockButtonText"
            label=locale::method(Strategy::Passkey)
            needs_javascript=locale::passkeys::needs_javascript()
        />
    }
}
