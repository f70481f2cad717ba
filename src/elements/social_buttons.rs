use leptos::prelude::*;

use super::headless::{provider_element, providers, providers_form};
use super::{Alert, AuthState, Divider, Erase, FormState, LastUsedBadge, last_used, live, with_look};
use crate::locale;
use crate::model::ProviderInfo;

/// So many buttons are wide ones, with words on them; of more each is an icon.
const MOST_BLOCKS: usize = 2;

/// Where the marks of the providers are.
const MARKS: &str = env!("VESTIBULE_MARKS");

/// What stands above the form and what below it: the buttons are in one of the two.
pub fn social_buttons(form: FormState, redirect_url: Signal<String>) -> (Option<AnyView>, Option<AnyView>) {
    let buttons = view! { <SocialButtons form redirect_url/> }.erase();
    match with_look(|look| look.social_buttons_at_bottom) {
        true => (None, Some(buttons)),
        false => (Some(buttons), None),
    }
}

/// A button for each provider, and the divider between them and the form below; nothing where there are no providers. `form`
/// is that of the server function that leads to the provider. It is sent as without JavaScript, whether or not there is any:
/// the page is left in either case.
#[component]
fn SocialButtons(form: FormState, redirect_url: Signal<String>) -> impl IntoView {
    let providers = providers();
    let (as_icons, at_bottom) = with_look(|look| (look.social_buttons_as_icons, look.social_buttons_at_bottom));
    let is_block = as_icons.map_or(providers.len() <= MOST_BLOCKS, |as_icons| !as_icons);
    let error = form.global_error();
    let last = last_used();
    let is_last = |key: &str| last.as_deref().and_then(|last| last.strip_prefix("oauth_")) == Some(key);
    let buttons: Vec<AnyView> = providers
        .into_iter()
        .map(|provider| {
            let is_last = is_last(&provider.key);
            button(provider, is_block, is_last)
        })
        .collect();
    let any = !buttons.is_empty();
    let variant = if is_block { "blockButton" } else { "iconButton" };
    let divider = || view! { <Divider text=locale::oauth::or()/> };
    any.then(|| {
        view! {
            <div class="vst-socialButtonsRoot">
                {at_bottom.then(divider)}
                {live(move || error.get().map(|text| view! { <Alert text/> }))}
                {providers_form(form, redirect_url, "vst-socialButtons".to_owned(), Some(variant), buttons.erase())}
                {(!at_bottom).then(divider)}
            </div>
        }
        .erase()
    })
}

/// The mark of a provider.
#[component]
pub fn ProviderIcon(
    /// What it is called in the strategy.
    provider: String,
) -> impl IntoView {
    // The marks of all that are on offer are one file, so that a page asks once.
    let file = AuthState::current().settings.with_value(|settings| {
        let keys: Vec<&str> = settings.providers.iter().map(|provider| provider.key.as_str()).collect();
        if keys.contains(&provider.as_str()) { keys.join("+") } else { provider.clone() }
    });
    view! {
        <svg class="vst-socialButtonsProviderIcon" width="18" height="18" aria-hidden="true">
            <use href=format!("{MARKS}/{file}.svg#{provider}")></use>
        </svg>
    }
    .erase()
}

fn button(ProviderInfo { key, name }: ProviderInfo, is_block: bool, is_last: bool) -> AnyView {
    let label = locale::oauth::continue_with(&name);
    let hidden_label = (!is_block).then(|| match is_last {
        true => format!("{label} ({})", locale::sign_in::last_used()),
        false => label.clone(),
    });
    let class = match is_block {
        true => "vst-button vst-socialButtonsBlockButton",
        false => "vst-button vst-socialButtonsIconButton",
    };
    let content = view! {
        <ProviderIcon provider=key.clone()/>
        {is_block.then(|| view! { <span class="vst-socialButtonsBlockButtonText">{label}</span> })}
        <LastUsedBadge shown=is_last/>
    };
    provider_element(&key, class.to_owned(), hidden_label, content.erase())
}
