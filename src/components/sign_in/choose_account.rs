use leptos::prelude::*;

use crate::elements::{
    ADD_ACCOUNT, AccountButton, AuthState, Card, Icon, IconName, SignOutForm, SigningOut, live, with_redirect,
};
use crate::locale;

/// Who is signed in on this browser, to choose whom to go on as; and the way to one more account.
#[component]
pub fn ChooseAccount(
    redirect_url: Signal<String>,
    /// The page on which it stands: one more account is added there.
    page: String,
) -> impl IntoView {
    let state = AuthState::current();
    let app_name = state.settings.with_value(|settings| settings.app_name.clone());
    let add = format!("{page}/{ADD_ACCOUNT}");
    let accounts = live(move || {
        let sessions = state.client.with(|client| client.sessions.clone());
        let accounts = sessions.into_iter().map(|session| {
            view! { <AccountButton session redirect_url class="vst-accountSwitcherActionButton"/> }
        });
        accounts.collect_view()
    });
    let add = Signal::derive(move || redirect_url.with(|url| with_redirect(&add, url)));
    view! {
        <Card
            title=locale::accounts::choose_title()
            subtitle=locale::accounts::choose_subtitle(&app_name)
            focus_title=true
        >
            <div class="vst-accountSwitcher">
                {accounts}
                <a class="vst-accountSwitcherActionButton" href=add>
                    <span class="vst-accountSwitcherActionButtonIconBox">
                        <Icon name=IconName::Plus class="vst-accountSwitcherActionButtonIcon"/>
                    </span>
                    <span>{locale::accounts::add()}</span>
                </a>
            </div>
            <SignOutForm what=SigningOut::All class="vst-button".to_owned()>
                {locale::accounts::sign_out_of_all()}
            </SignOutForm>
        </Card>
    }
}
