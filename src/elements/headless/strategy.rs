use leptos::prelude::*;

use super::SignInStepName;
use super::attempt::Attempt;
use super::button::submit_element;
use super::form::form_element;
use super::scope::{FormScope, StepKind, StepScope, content_or, with_attributes, within};
use crate::api::{PrepareFirstFactor, PrepareSecondFactor};
use crate::elements::{Erase, FormState, RepeatedContent, StrategyInput};
use crate::locale;
use crate::model::{Field, SecondFactor, Strategy};
use leptos::server_fn::ServerFn;

/// A button that goes on with another strategy, where the sign-in has it on offer and does not prove it already: a `<button>` in
/// a form of its own. Classes and attributes are the button's. Where a second proof could go to several numbers, there is one
/// for each. For passkeys there is [`PasskeyButton`](super::PasskeyButton).
#[component]
pub fn SupportedStrategy(
    /// Which one.
    name: Strategy,
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands on it.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let scope = StepScope::current();
    let offers = offers(scope, name);
    with_attributes(move |attributes| {
        let buttons = offers.iter().map(|(form, offer)| {
            let (form, offer) = (*form, offer.clone());
            let (class, children, attributes) = (class.clone(), children.clone(), attributes.clone());
            within(FormScope(form), move || {
                let content = content_or(children.as_ref(), || offer_text(&offer));
                let button = submit_element(form, class, content).add_any_attr(attributes);
                let content = view! {
                    {offer_inputs(&offer)}
                    {button}
                };
                form_element(form, scope.redirect_url, String::new(), content.erase())
            })
        });
        buttons.collect_view().into_any()
    })
}

/// What a step offers of a strategy, with a form for each.
fn offers(scope: StepScope, name: Strategy) -> Vec<(FormState, SecondFactor)> {
    let attempt = Attempt::under_way(scope.redirect_url);
    let (action, offers) = match scope.kind {
        StepKind::SignIn(SignInStepName::SecondFactor) => {
            let others = attempt.second_factors.into_iter();
            let others = others.filter(|it| it.strategy == name && Some(it) != attempt.second_factor.as_ref());
            (PrepareSecondFactor::PATH, others.collect())
        }
        StepKind::SignIn(_) if scope.strategy != Some(name) && attempt.strategies.contains(&name) => (
            PrepareFirstFactor::PATH,
            vec![SecondFactor { strategy: name, phone_number_id: None, safe_identifier: None }],
        ),
        _ => ("", Vec::new()),
    };
    let offers: Vec<SecondFactor> = offers;
    offers
        .into_iter()
        .filter(|offer| offer.strategy != Strategy::Passkey)
        .map(|offer| (scope.other_form(action), offer))
        .collect()
}

/// What a way to prove something is called.
pub fn offer_text(offer: &SecondFactor) -> String {
    match &offer.safe_identifier {
        Some(number) => locale::second_factors::text_to(number),
        None => locale::method(offer.strategy).to_owned(),
    }
}

/// What a form says about the way to prove something that it asks for.
pub fn offer_inputs(offer: &SecondFactor) -> AnyView {
    let number = offer.phone_number_id.clone();
    view! {
        <StrategyInput strategy=Some(offer.strategy)/>
        {number.map(|id| view! { <input type="hidden" name=Field::PhoneNumberId.name() value=id/> })}
    }
    .erase()
}
