use leptos::prelude::*;

use super::attempt::MethodButtons;
use crate::elements::{Attempt, Card, Divider, IdentityRow};
use crate::locale;

/// The ways to prove who one is; for whoever has forgotten a password, what replaces it in front.
#[component]
pub fn Choose(id: String, redirect_url: Signal<String>, forgotten: bool) -> impl IntoView {
    let attempt = Attempt::under_way(redirect_url);
    let (title, subtitle) = match forgotten {
        true => (locale::sign_in::forgot_title(), locale::sign_in::forgot_subtitle()),
        false => (locale::sign_in::choose_title(), locale::sign_in::choose_subtitle()),
    };
    let reset = (forgotten && attempt.can_reset()).then(|| {
        view! {
            <MethodButtons id=id.clone() attempt=attempt.clone() redirect_url reset=true/>
            <Divider text=locale::sign_in::or_another_method()/>
        }
    });
    let back = attempt.page("/factor-one");
    view! {
        <Card title subtitle focus_title=true>
            <IdentityRow identifier=attempt.identifier.clone() href=attempt.start()/>
            {reset}
            <MethodButtons id attempt redirect_url reset=false/>
            <a class="vst-backLink" href=back>
                {locale::action::back()}
            </a>
        </Card>
    }
}
