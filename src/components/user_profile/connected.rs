use leptos::prelude::*;

use super::account::of_user;
use crate::api::{ConnectExternalAccount, DisconnectExternalAccount};
use crate::elements::{
    Alert, AuthState, CardForm, Erase, FormState, ProfileAction, ProfileItem, ProfileSection, ProviderIcon,
    SubmitButton, memo,
};
use crate::locale::user_profile as text;
use crate::model::{ExternalAccount, Field, ProviderInfo};

/// The accounts elsewhere that one can sign in with, and the providers that one could add; nothing where there are neither.
#[component]
pub fn Connected(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let providers = AuthState::current().settings.with_value(|settings| settings.providers.clone());
    let accounts = of_user(|user| user.external_accounts.clone());
    let any = memo({
        let offered = !providers.is_empty();
        move |_| offered || accounts.with(|accounts| accounts.as_ref().is_some_and(|all| !all.is_empty()))
    });
    let id = format!("{id}-connected");
    move || {
        let (section, id, providers) = (id.clone(), id.clone(), providers.clone());
        let content = move || {
            let accounts = accounts.get().unwrap_or_default();
            let list = list(&id, &providers, &accounts, redirect_url);
            let is_free = |provider: &&ProviderInfo| accounts.iter().all(|account| account.provider != provider.key);
            let free = providers.iter().filter(is_free).cloned().collect();
            let connect = connect(&id, free, redirect_url);
            view! {
                {list}
                {connect}
            }
            .erase()
        };
        any.get()
            .then(|| view! { <ProfileSection id=section title=text::connected_accounts() content=Box::new(content)/> })
    }
}

fn list(id: &str, providers: &[ProviderInfo], accounts: &[ExternalAccount], redirect_url: Signal<String>) -> AnyView {
    if accounts.is_empty() {
        return view! { <p class="vst-profileSectionEmpty">{text::no_connected_accounts()}</p> }.erase();
    }
    let items: Vec<_> = accounts
        .iter()
        .cloned()
        .map(|account| {
            let known = providers.iter().find(|provider| provider.key == account.provider);
            let name = known.map_or(account.provider, |provider| provider.name.clone());
            let whose = account.email_address.or(account.username);
            let form =
                FormState::new::<DisconnectExternalAccount>(id, &[], &[]).about(Field::ExternalAccountId, &account.id);
            let full_label = Some(text::remove_named(&name));
            view! {
                <ProfileItem title=name subtitle=whose.map(Erase::erase)>
                    <ProfileAction label=text::remove() full_label color=Some("danger") open=form.has_news()>
                        <CardForm form redirect_url>
                            <input type="hidden" name=Field::ExternalAccountId.name() value=account.id/>
                            <p class="vst-profileSectionSubtitle">{text::disconnect_text()}</p>
                            <SubmitButton form label=text::remove()/>
                        </CardForm>
                    </ProfileAction>
                </ProfileItem>
            }
            .erase()
        })
        .collect();
    view! { <ul class="vst-profileSectionItemList">{items}</ul> }.erase()
}

/// A button for each provider. It is sent as without JavaScript: the page is left in either case.
fn connect(id: &str, providers: Vec<ProviderInfo>, redirect_url: Signal<String>) -> AnyView {
    let form = FormState::new::<ConnectExternalAccount>(id, &[], &[]);
    let error = form.global_error();
    let open = form.has_news();
    let buttons: Vec<_> = providers
        .into_iter()
        .map(|ProviderInfo { key, name }| {
            view! {
                <button
                    type="submit"
                    class="vst-button vst-socialButtonsBlockButton"
                    name=Field::Strategy.name()
                    value=format!("oauth_{key}")
                >
                    <ProviderIcon provider=key.clone()/>
                    <span class="vst-socialButtonsBlockButtonText">{text::connect(&name)}</span>
                </button>
            }
            .erase()
        })
        .collect();
    let any = open || !buttons.is_empty();
    any.then(|| {
        view! {
            <ProfileAction label=text::connect_account() open>
                {move || error.get().map(|text| view! { <Alert text/> })}
                <form
                    class="vst-socialButtons"
                    data-variant="blockButton"
                    method="post"
                    action=form.action
                    data-vst-leaves=""
                >
                    <input type="hidden" name=Field::RedirectUrl.name() value=move || redirect_url.get()/>
                    {buttons}
                </form>
            </ProfileAction>
        }
        .erase()
    })
    .erase()
}
