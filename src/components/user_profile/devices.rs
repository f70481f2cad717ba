use leptos::prelude::*;

use crate::api::{RevokeOtherSessions, RevokeSession};
use crate::elements::{
    AuthState, Badge, Erase, FormState, IconName, Moment, MomentScript, ProfileButton, ProfileItem, ProfileSection,
    memo,
};
use crate::locale::user_profile as text;
use crate::model::{Field, SessionWithActivities};

/// Where one is signed in. On the page that the settings name it is in the first HTML; elsewhere the browser asks.
#[component]
pub fn Devices(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let own = memo(move |_| state.client.with(|client| client.last_active_session_id.clone()));
    let section = format!("{id}-devices");
    let content = move || {
        let devices = state.devices.get().unwrap_or_default();
        let own = own.get();
        let is_alone = devices.len() < 2;
        let items: Vec<_> = devices
            .into_iter()
            .map(|device| {
                let is_own = own.as_ref() == Some(&device.id);
                item(&id, device, is_own, redirect_url)
            })
            .collect();
        let others = (!is_alone).then(|| {
            let form = FormState::new::<RevokeOtherSessions>(&id, &[], &[]);
            view! {
                <ProfileButton form about=Vec::new() redirect_url label=text::sign_out_others() class="vst-button"/>
            }
        });
        view! {
            <MomentScript/>
            <ul class="vst-profileSectionItemList">{items}</ul>
            {others}
        }
        .erase()
    };
    view! { <ProfileSection id=section title=text::devices() content=Box::new(content)/> }
}

fn item(id: &str, device: SessionWithActivities, is_own: bool, redirect_url: Signal<String>) -> AnyView {
    let activity = device.latest_activity;
    let title = crate::locale::device(activity.browser_name.as_deref(), activity.device_type.as_deref());
    let icon = if activity.is_mobile { IconName::Phone } else { IconName::Screen };
    let mut badges: Vec<Badge> = if is_own { vec![(text::this_device(), None)] } else { Vec::new() };
    if device.actor.is_some() {
        badges.push((text::impersonator(), None));
    }
    let place = activity.place().map(|place| view! { <span>{place}</span> });
    let ip = activity.ip_address.map(|ip| view! { <span>{ip}</span> });
    let subtitle = view! {
        {place}
        {ip}
        <span>{text::last_active()} " " <Moment at=device.last_active_at/></span>
    }
    .erase();
    let leave = (!is_own).then(|| {
        let id = format!("{id}-{}", device.id);
        let form = FormState::new::<RevokeSession>(&id, &[], &[]).about(Field::SessionId, &device.id);
        let full_label = Some(text::sign_out_of(&title));
        let about = vec![(Field::SessionId, device.id)];
        view! { <ProfileButton form about redirect_url label=text::sign_out() full_label/> }
    });
    view! {
        <ProfileItem icon title badges subtitle=Some(subtitle)>
            {leave}
        </ProfileItem>
    }
    .erase()
}
