use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::scope::{StepKind, StepScope, content_or, with_attributes};
use crate::api::{OauthSignIn, OauthSignUp};
use crate::elements::{AuthState, Erase, FormState, RepeatedContent};
use crate::locale;
use crate::model::{Field, ProviderInfo};

/// A button that leads to a provider, where the settings have it: a `<button>` in a form of its own. Classes and attributes are the
/// button's. The page is left for it, with and without JavaScript.
#[component]
pub fn ProviderButton(
    /// What it is called in the strategy, such as `google`.
    #[prop(into)]
    provider: String,
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands on it.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let scope = StepScope::current();
    let action = if scope.kind == StepKind::SignUp { OauthSignUp::PATH } else { OauthSignIn::PATH };
    let offered = providers().into_iter().find(|offered| offered.key == provider);
    let form = scope.other_form(action);
    with_attributes(move |attributes| {
        let Some(ProviderInfo { key, name }) = &offered else { return ().into_any() };
        let content = content_or(children.as_ref(), || locale::oauth::continue_with(name));
        let button = provider_element(key, class.clone(), None, content).add_any_attr(attributes);
        providers_form(form, scope.redirect_url, String::new(), None, button.into_any())
    })
}

/// The providers that one can come from, in the order of the settings.
pub fn providers() -> Vec<ProviderInfo> {
    AuthState::current().settings.with_value(|settings| settings.providers.clone())
}

/// A form whose buttons lead to providers. It is sent as without JavaScript, whether or not there is any: the page is left in
/// either case.
pub fn providers_form(
    form: FormState,
    redirect_url: Signal<String>,
    class: String,
    variant: Option<&'static str>,
    content: AnyView,
) -> AnyView {
    view! {
        <form class=class data-variant=variant method="post" action=form.action>
            <input type="hidden" name=Field::RedirectUrl.name() value=redirect_url/>
            {content}
        </form>
    }
    .erase()
}

/// A button that leads to a provider. `name` is what it is called where nothing on it says that.
pub fn provider_element(key: &str, class: String, name: Option<String>, content: AnyView) -> AnyView {
    view! {
        <button
            type="submit"
            class=class
            name=Field::Strategy.name()
            value=format!("oauth_{key}")
            aria-label=name.clone()
            title=name
        >
            {content}
        </button>
    }
    .erase()
}
