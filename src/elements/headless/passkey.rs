use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::SignInStepName;
use super::attempt::Attempt;
use super::button::submit_element;
use super::form::form_element;
use super::scope::{FormScope, StepKind, StepScope, content_or, with_attributes, within};
use crate::api::{PasskeySecondFactor, PasskeySignIn, PreparePasskeySecondFactor, PreparePasskeySignIn};
use crate::elements::{Erase, RepeatedContent};
use crate::locale;
use crate::model::{Field, PublicSettings, Strategy};

/// A button that signs in with a passkey, or gives the second proof with one, where that is on offer: a `<button>` in a form of its
/// own. Classes and attributes are the button's. In the first step passkeys are offered where the identifier is typed, too. It
/// needs JavaScript; without it a line says so.
#[component]
pub fn PasskeyButton(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands on it.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let scope = StepScope::current();
    let is_second = scope.kind == StepKind::SignIn(SignInStepName::SecondFactor);
    let offered = match scope.kind {
        StepKind::SignUp => false,
        StepKind::SignIn(_) if is_second => {
            let attempt = Attempt::under_way(scope.redirect_url);
            attempt.second_factors.iter().any(|offer| offer.strategy == Strategy::Passkey)
        }
        StepKind::SignIn(_) => scope.form.state.settings.with_value(PublicSettings::passkeys),
    };
    let (action, question) = match is_second {
        true => (PasskeySecondFactor::PATH, PreparePasskeySecondFactor::PATH),
        false => (PasskeySignIn::PATH, PreparePasskeySignIn::PATH),
    };
    let form = scope.other_form(action);
    with_attributes(move |attributes| {
        if !offered {
            return ().into_any();
        }
        let (class, children) = (class.clone(), children.clone());
        within(FormScope(form), move || {
            let content = content_or(children.as_ref(), || locale::method(Strategy::Passkey).to_owned());
            let button = submit_element(form, class, content).add_any_attr(attributes);
            let content =
                passkey_parts(question, !is_second, "", locale::passkeys::needs_javascript(), button.into_any());
            form_element(form, scope.redirect_url, String::new(), content)
        })
    })
}

/// What stands in a form that takes a passkey: `passkeys.js` puts what the browser answers into it and sends it. `question` is
/// the address of the server function that says what the browser is asked.
pub fn passkey_parts(
    question: &'static str,
    autofill: bool,
    hint_class: &str,
    needs_javascript: &str,
    button: AnyView,
) -> AnyView {
    let hint = match hint_class {
        "" => format!("<p>{needs_javascript}</p>"),
        class => format!("<p class=\"{class}\">{needs_javascript}</p>"),
    };
    view! {
        <input
            type="hidden"
            name=Field::PublicKeyCredential.name()
            data-vst-passkey=question
            data-vst-autofill=autofill.then_some("")
        />
        {button}
        <noscript inner_html=hint></noscript>
    }
    .erase()
}
