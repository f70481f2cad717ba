use leptos::prelude::*;

use super::headless::{passkey_parts, submit_element};
use super::{CardForm, Erase, FormState, Icon, IconName, LastUsedBadge};

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
    let content = view! {
        <Icon name=IconName::Passkey class="vst-passkeyIcon"/>
        <span class=text_class>{label}</span>
        <LastUsedBadge shown=last_used/>
    };
    let button = submit_element(form, class.to_owned(), content.erase());
    view! {
        <CardForm form redirect_url class="vst-passkeyForm">
            {passkey_parts(question, autofill, "vst-formFieldHintText", needs_javascript, button)}
        </CardForm>
    }
    .erase()
}
