use leptos::prelude::*;

use crate::elements::{AuthState, Erase, Icon, IconName, SignOutForm, dress_alone, live, memo};
use crate::locale::{action, impersonation_bar as text};
use crate::model::{Client, User};

/// Says on every page in whose place somebody acts in this browser, and lets them leave; nothing where a person is there
/// themselves, or nobody is.
pub fn impersonation_bar(state: AuthState) -> AnyView {
    let name = memo(move |_| state.client.with(in_whose_place));
    live(move || name.get().map(|name| bar(&name)))
}

/// Whom somebody acts in the place of, held up or not.
fn in_whose_place(client: &Client) -> Option<String> {
    let session = client.current_session().filter(|session| session.actor.is_some())?;
    Some(identifier(&session.user))
}

/// What tells a person from others of the same name.
fn identifier(user: &User) -> String {
    let known = user.primary_email_address().or(user.username.as_deref()).or(user.primary_phone_number());
    known.map_or_else(|| user.display_name(), str::to_owned)
}

fn bar(name: &str) -> AnyView {
    let class = "vst-impersonationFabActionLink".to_owned();
    let bar = view! {
        <aside class="vst-impersonationFab" aria-label=text::label()>
            <span class="vst-impersonationFabIconContainer">
                <Icon name=IconName::Eye class="vst-impersonationFabIcon"/>
            </span>
            <p class="vst-impersonationFabTitle">{text::signed_in_as(name)}</p>
            <SignOutForm class>{action::sign_out()}</SignOutForm>
        </aside>
    };
    dress_alone(bar.erase())
}
