use leptos::prelude::*;

use crate::api::{AttemptVerification, PrepareVerification};
use crate::elements::{AuthState, Card, CodeStep, Erase, FormState, LinkStep, live, memo, with_redirect};
use crate::locale;
use crate::model::{Field, Notice, SignUp};

/// The code or the link that was sent to the e-mail address, then the code that was sent to the phone number.
#[component]
pub fn Verify(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let client = AuthState::current().client;
    // Nothing is left once the account is there; until the page is left it stays as it is.
    let of_phone = memo(move |before: Option<&bool>| {
        let left = client.with(|client| client.sign_up.as_ref().map(waits_for_phone));
        left.or(before.copied()).unwrap_or_default()
    });
    live(move || match of_phone.get() {
        false => view! { <Proof id=id.clone() redirect_url of_phone=false/> }.erase(),
        // Of another type, so that the browser makes another field: what was typed for the address is not for the number.
        true => (view! { <Proof id=id.clone() redirect_url of_phone=true/> }, ()).erase(),
    })
}

fn waits_for_phone(sign_up: &SignUp) -> bool {
    !sign_up.unverified_fields.contains(&Field::EmailAddress)
}

#[component]
fn Proof(id: String, redirect_url: Signal<String>, of_phone: bool) -> impl IntoView {
    let form = FormState::new::<AttemptVerification>(&id, &[Field::Code], &[]);
    let resend = FormState::new::<PrepareVerification>(&id, &[], &[]);
    let client = form.state.client;
    let proof = Signal::derive(move || {
        let of = |it: &SignUp| {
            let proof = if of_phone { &it.phone_number_verification } else { &it.email_address_verification };
            proof.clone()
        };
        client.with(|client| client.sign_up.as_ref().and_then(of))
    });
    let is_link =
        !of_phone && client.with_untracked(|client| client.sign_up.as_ref().is_some_and(SignUp::waits_for_link));
    let identifier = client.with_untracked(|client| {
        let sign_up = client.sign_up.as_ref();
        sign_up.and_then(|it| if of_phone { it.phone_number_formatted.clone() } else { it.email_address.clone() })
    });
    let identifier = identifier.unwrap_or_default();
    let (title, subtitle) = match of_phone {
        true => (locale::sign_up::verify_phone_title(), locale::sign_up::verify_phone_subtitle()),
        false => (locale::sign_up::verify_title(), locale::sign_up::verify_subtitle()),
    };
    let sign_up = form.state.settings.with_value(|settings| settings.paths.sign_up.clone());
    let back = Signal::derive(move || redirect_url.with(|url| with_redirect(&sign_up, url)));
    if is_link {
        let resend = resend.with_success(Notice::LinkSent);
        return view! {
            <Card title=locale::sign_up::verify_title() subtitle=locale::sign_up::verify_link_subtitle() focus_title=true>
                <LinkStep form resend redirect_url identifier back proof/>
            </Card>
        }
        .erase();
    }
    let resend = resend.with_success(Notice::CodeSent);
    let resend_at = Signal::derive(move || proof.with(|proof| proof.as_ref().and_then(|proof| proof.resend_at)));
    view! {
        <Card title subtitle>
            <CodeStep form resend redirect_url identifier back resend_at/>
        </Card>
    }
    .erase()
}
