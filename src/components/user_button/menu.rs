use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::UserButtonItem;
use crate::elements::{
    AccountButton, AuthState, Erase, Icon, IconName, SignOutForm, SigningOut, UserPreview, effect, live, memo, platform,
};
use crate::locale;

const ACTION: &str = "vst-userButtonPopoverActionButton";
const ICON_BOX: &str = "vst-userButtonPopoverActionButtonIconBox";

/// What is behind the button.
#[component]
pub fn Menu(
    items: Vec<UserButtonItem>,
    after_sign_out_url: Option<String>,
    after_switch_session_url: Option<String>,
    /// Opens the account over the page, where that is wanted.
    manage_account: Option<Callback<()>>,
) -> impl IntoView {
    let user = AuthState::current().user;
    let (profile, several) = AuthState::current()
        .settings
        .with_value(|settings| (settings.paths.user_profile.clone(), settings.multi_session));
    // A list of countries stands there, too.
    let (rel, page_rel) = AuthState::current()
        .settings
        .with_value(|settings| (settings.sign_up_rel().or(settings.page_rel()), settings.page_rel()));
    let manage = move |event: MouseEvent| {
        platform::leave_menus();
        if let Some(open) = manage_account {
            event.prevent_default();
            open.run(());
        }
    };
    // What the app does there it does in the browser.
    let alive = RwSignal::new(false);
    effect(move || alive.set(true));
    let sign_out_url = after_sign_out_url.clone();
    let item = move |item: UserButtonItem| match item {
        UserButtonItem::ManageAccount => {
            let profile = Some(profile.clone()).filter(|profile| !profile.is_empty());
            let link = profile.map(|profile| {
                view! {
                    <a class=ACTION href=profile rel=rel on:click=manage>
                        <Action icon=IconName::Settings label=locale::action::manage_account()/>
                    </a>
                }
            });
            link.erase()
        }
        UserButtonItem::SignOut => view! {
            <SignOutForm redirect_url=sign_out_url.clone() class=ACTION.to_owned()>
                <Action icon=IconName::SignOut label=locale::action::sign_out()/>
            </SignOutForm>
        }
        .erase(),
        UserButtonItem::Link { label, href, icon } => view! {
            <a class=ACTION href=href rel=page_rel on:click=move |_| platform::leave_menus()>
                <span class=ICON_BOX>{icon.run()}</span>
                <span>{label}</span>
            </a>
        }
        .erase(),
        UserButtonItem::Action { label, on_click, icon } => {
            let act = move |_| {
                platform::leave_menus();
                on_click.run(());
            };
            view! {
                <button type="button" class=ACTION hidden=move || !alive.get() on:click=act>
                    <span class=ICON_BOX>{icon.run()}</span>
                    <span>{label}</span>
                </button>
            }
            .erase()
        }
    };
    let items = items.into_iter().map(item).collect::<Vec<_>>();
    let accounts = several.then(|| {
        view! { <Accounts after_sign_out_url=after_sign_out_url.clone() after_switch_session_url/> }
    });
    view! {
        <div class="vst-userButtonPopoverRootBox">
            <div class="vst-userButtonPopoverCard">
                <div class="vst-userButtonPopoverMain">
                    {live(move || user.get().map(|user| view! { <UserPreview user/> }))}
                </div>
                <div class="vst-userButtonPopoverActions">
                    {items}
                </div>
                {accounts}
                <div class="vst-userButtonPopoverFooter">{locale::footer::secured_by()}</div>
            </div>
        </div>
    }
    .erase()
}

/// Who else is signed in on this browser, and the way to one more.
#[component]
fn Accounts(after_sign_out_url: Option<String>, after_switch_session_url: Option<String>) -> impl IntoView {
    let state = AuthState::current();
    let add = state.settings.with_value(|settings| format!("{}/add-account", settings.paths.sign_in));
    let next = after_switch_session_url.unwrap_or_default();
    let others = move || {
        let others = state.client.with(|client| {
            let acting = client.last_active_session_id.as_ref();
            client.sessions.iter().filter(|session| Some(&session.id) != acting).cloned().collect::<Vec<_>>()
        });
        let next = next.clone();
        let buttons = others.into_iter().map(move |session| {
            view! { <AccountButton session redirect_url=next.clone() class=ACTION/> }
        });
        buttons.collect_view()
    };
    let others = live(others);
    let has_others = memo(move |_| state.client.with(|client| client.sessions.len() > 1));
    let leave_all = move || {
        let after_sign_out_url = after_sign_out_url.clone();
        has_others.get().then(|| {
            view! {
                <div class="vst-userButtonPopoverActions">
                    <SignOutForm what=SigningOut::All redirect_url=after_sign_out_url class=ACTION.to_owned()>
                        <Action icon=IconName::SignOut label=locale::accounts::sign_out_of_all()/>
                    </SignOutForm>
                </div>
            }
            .erase()
        })
    };
    let leave_all = live(leave_all);
    view! {
        <div class="vst-userButtonPopoverActions" role="group" aria-label=locale::accounts::switch()>
            {others}
            <a class=ACTION href=add on:click=move |_| platform::leave_menus()>
                <Action icon=IconName::Plus label=locale::accounts::add()/>
            </a>
        </div>
        {leave_all}
    }
    .erase()
}

#[component]
fn Action(icon: IconName, label: &'static str) -> impl IntoView {
    view! {
        <span class=ICON_BOX>
            <Icon name=icon class="vst-userButtonPopoverActionButtonIcon"/>
        </span>
        <span>{label}</span>
    }
}
