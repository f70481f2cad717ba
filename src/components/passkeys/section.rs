use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::item::Item;
use crate::api::{CreatePasskey, PreparePasskey};
use crate::elements::{AuthState, Erase, FormState, MomentScript, PasskeyForm, memo};
use crate::locale::{self, words};
use crate::model::PublicSettings;

/// The list, and the button below it.
#[component]
pub fn PasskeySection(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let passkeys = memo(move |_| state.user.with(|user| user.as_ref().map(|user| user.passkeys.clone())));
    let offered = state.settings.with_value(PublicSettings::passkeys);
    move || {
        let id = id.clone();
        passkeys.get().map(|passkeys| {
            let title = format!("{id}-title");
            let named_by = title.clone();
            let list = match passkeys.is_empty() {
                true => view! { <p class="vst-profileSectionEmpty">{locale::passkeys::none()}</p> }.erase(),
                false => {
                    let item = |passkey| view! { <Item id=id.clone() passkey redirect_url/> };
                    let items: Vec<_> = passkeys.into_iter().map(item).collect();
                    view! {
                        <MomentScript/>
                        <ul class="vst-profileSectionItemList">{items}</ul>
                    }
                    .erase()
                }
            };
            view! {
                <section
                    class="vst-rootBox vst-profileSection"
                    lang=words::tag()
                    dir=words::direction()
                    aria-labelledby=named_by
                >
                    <div class="vst-profileSectionHeader">
                        <h2 class="vst-profileSectionTitle" id=title>
                            {locale::passkeys::title()}
                        </h2>
                        <p class="vst-profileSectionSubtitle">{locale::passkeys::subtitle()}</p>
                    </div>
                    <div class="vst-profileSectionContent">
                        {list} {offered.then(|| view! { <Add id redirect_url/> })}
                    </div>
                </section>
            }
            .erase()
        })
    }
}

#[component]
fn Add(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = FormState::new::<CreatePasskey>(&id, &[], &[]);
    view! {
        <PasskeyForm
            form
            redirect_url
            question=PreparePasskey::PATH
            class="vst-button vst-profileSectionPrimaryButton"
            label=locale::passkeys::add()
            needs_javascript=locale::passkeys::add_needs_javascript()
        />
    }
}
