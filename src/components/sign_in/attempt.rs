use leptos::prelude::*;

use super::passkey::PasskeyButton;
use crate::api::PrepareFirstFactor;
use crate::elements::{
    Attempt, CardForm, Erase, FormState, Icon, IconName, LastUsedBadge, StrategyInput, last_used, submit_element,
};
use crate::locale;
use crate::model::Strategy;

/// The link to what else could prove it, if anything could.
#[component]
pub fn OtherMethods(attempt: Attempt, besides: Strategy) -> impl IntoView {
    let href = attempt.page("/choose");
    attempt
        .has_others(Some(besides))
        .then(|| {
            view! {
                <a class="vst-alternativeMethodsLink" href=href>
                    {locale::sign_in::use_another_method()}
                </a>
            }
        })
        .erase()
}

/// A button for each strategy that could prove it. Each is a form of its own.
#[component]
pub fn MethodButtons(id: String, attempt: Attempt, redirect_url: Signal<String>, reset: bool) -> impl IntoView {
    let shown = attempt.strategies.into_iter().filter(move |strategy| strategy.is_reset() == reset);
    let last = last_used();
    let buttons = shown.map(|strategy| {
        if strategy == Strategy::Passkey {
            return view! { <PasskeyButton id=id.clone() redirect_url/> }.erase();
        }
        let is_last = last.as_deref() == Some(strategy.as_str());
        let form = FormState::new::<PrepareFirstFactor>(&id, &[], &[]);
        view! {
            <CardForm form redirect_url>
                <StrategyInput strategy=Some(strategy)/>
                {method_button(form, locale::method(strategy).to_owned(), is_last)}
            </CardForm>
        }
        .erase()
    });
    view! { <div class="vst-alternativeMethods">{buttons.collect_view()}</div> }.erase()
}

/// The button of a form that goes on with another strategy.
pub fn method_button(form: FormState, label: String, is_last: bool) -> AnyView {
    let content = view! {
        <span class="vst-alternativeMethodsBlockButtonText">{label}</span>
        <LastUsedBadge shown=is_last/>
        <Icon name=IconName::Arrow class="vst-alternativeMethodsBlockButtonArrow"/>
    };
    submit_element(form, "vst-alternativeMethodsBlockButton".to_owned(), content.erase())
}
