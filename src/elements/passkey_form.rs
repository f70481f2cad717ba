use leptos::prelude::*;

use super::{Erase, Form, FormState, Icon, IconName, LastUsedBadge};
use crate::model::Field;

/// A form whose button has the browser ask for a passkey, or make one. `passkeys.js` puts what the browser answers into the
/// form and sends it; that needs JavaScript, but no more. Without it a line says so in the button's place.
#[component]
pub fn PasskeyForm(
    form: FormState,
    redirect_url: Signal<String>,
    /// The address of the server function that says what the browser is asked.
    question: &'static str,
    /// Whether it is also asked where an identifier is typed.
    #[prop(optional)]
    autofill: bool,
    /// Whether one last came in with a passkey.
    #[prop(optional)]
    last_used: bool,
    /// Of the button.
    class: &'static str,
    /// Of what stands on it.
    #[prop(optional)]
    text_class: Option<&'static str>,
    label: &'static str,
    needs_javascript: &'static str,
) -> impl IntoView {
    view! {
        <Form form redirect_url class="vst-passkeyForm">
            <input
                type="hidden"
                name=Field::PublicKeyCredential.name()
                data-vst-passkey=question
                data-vst-autofill=autofill.then_some("")
            />
            <button
                type="submit"
                class=class
                aria-disabled=form.while_pending("true")
                data-loading=form.while_pending("")
            >
                <Icon name=IconName::Passkey class="vst-passkeyIcon"/>
                <span class=text_class>{label}</span>
                <LastUsedBadge shown=last_used/>
            </button>
            <noscript inner_html=format!("<p class=\"vst-formFieldHintText\">{needs_javascript}</p>")></noscript>
        </Form>
    }
    .erase()
}
