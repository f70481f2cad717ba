use leptos::prelude::*;

use super::input::username_hint;
use super::resend::goes_on_when_opened;
use super::scope::{StepScope, with_attributes};
use crate::elements::{Content, Erase, FormState, StrategyInput, live};
use crate::locale;
use crate::model::{Field, Strategy};

/// The form of a step. It knows where it is sent and what else goes along; put the fields of the step and a
/// [`Submit`](super::Submit) into it.
#[component]
pub fn Form(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands in it.
    children: Content,
) -> impl IntoView {
    let scope = StepScope::current();
    let hint = scope.form.has_password().then(|| username_hint(scope.identifier.get_value()));
    let strategy = scope.said_strategy();
    if strategy.is_some_and(Strategy::is_link) {
        goes_on_when_opened(scope.form, scope.proof);
    }
    let content = view! {
        {hint}
        <StrategyInput strategy/>
        {children.render()}
    };
    form_element(scope.form, scope.redirect_url, class, content.erase())
}

/// A form that posts to its server function, and where the browser's half runs, is sent by that instead.
pub fn form_element(form: FormState, redirect_url: Signal<String>, class: String, content: AnyView) -> AnyView {
    view! {
        <form
            class=class
            method="post"
            action=form.action
            novalidate=true
            node_ref=form.node
            on:submit=move |event| form.send(event)
        >
            <input type="hidden" name=Field::RedirectUrl.name() value=redirect_url/>
            {content}
        </form>
    }
    .erase()
}

/// What is wrong with a step as a whole: with its form, or with what leads to a provider or another strategy. Anywhere in the
/// step; nothing while nothing is wrong.
#[component]
pub fn GlobalError(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let scope = StepScope::current();
    let own = scope.form.global_error();
    with_attributes(move |attributes| {
        let class = class.clone();
        live(move || {
            let other = || scope.others.with(|errors| errors.errors.first().map(locale::error_text));
            let text = own.get().or_else(other)?;
            let line = view! {
                <p class=class.clone() role="alert">
                    {text}
                </p>
            };
            Some(line.erase().add_any_attr(attributes.clone()))
        })
    })
}
