use leptos::prelude::*;

use crate::elements::{
    Card, CodeStep, Erase, LinkStep, SignUpStepAt, identifier_to_prove, live, resend_form, sign_up_proof,
    sign_up_start_page, with_redirect,
};
use crate::locale;
use crate::model::Strategy;

/// The code or the link that was sent to the e-mail address, then the code that was sent to the phone number.
#[component]
pub fn Verify(id: String, redirect_url: Signal<String>, of_phone: Memo<bool>) -> impl IntoView {
    live(move || match of_phone.get() {
        false => view! { <Proof id=id.clone() redirect_url of_phone=false/> }.erase(),
        // Of another type, so that the browser makes another field: what was typed for the address is not for the number.
        true => (view! { <Proof id=id.clone() redirect_url of_phone=true/> }, ()).erase(),
    })
}

#[component]
fn Proof(id: String, redirect_url: Signal<String>, of_phone: bool) -> impl IntoView {
    let form = SignUpStepAt::Verify.form(&id);
    let proof = sign_up_proof(of_phone);
    let is_link = proof.with_untracked(|proof| {
        proof.as_ref().is_some_and(|proof| Strategy::parse(&proof.strategy).is_some_and(Strategy::is_link))
    });
    let resend = Some(resend_form(&id, is_link));
    let identifier = identifier_to_prove(of_phone);
    let (title, subtitle) = match of_phone {
        true => (locale::sign_up::verify_phone_title(), locale::sign_up::verify_phone_subtitle()),
        false => (locale::sign_up::verify_title(), locale::sign_up::verify_subtitle()),
    };
    let sign_up = form.state.settings.with_value(|settings| settings.paths.sign_up.clone());
    let start = form.state.client.with_untracked(|client| sign_up_start_page(client, &sign_up));
    let back = Signal::derive(move || redirect_url.with(|url| with_redirect(&start, url)));
    if is_link {
        return view! {
            <Card title=locale::sign_up::verify_title() subtitle=locale::sign_up::verify_link_subtitle() focus_title=true>
                <LinkStep form resend redirect_url identifier back proof/>
            </Card>
        }
        .erase();
    }
    let resend_at = Signal::derive(move || proof.with(|proof| proof.as_ref().and_then(|proof| proof.resend_at)));
    view! {
        <Card title subtitle>
            <CodeStep form resend redirect_url identifier back resend_at/>
        </Card>
    }
    .erase()
}
