use leptos::prelude::*;

use crate::api::{AttemptVerification, PrepareVerification};
use crate::elements::{Card, CodeStep, Erase, FormState, LinkStep, with_redirect};
use crate::locale;
use crate::model::{Field, Notice, Strategy};

/// The code or the link that was sent to the e-mail address.
#[component]
pub fn Verify(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = FormState::new::<AttemptVerification>(&id, &[Field::Code], &[]);
    let resend = FormState::new::<PrepareVerification>(&id, &[], &[]);
    let client = form.state.client;
    let proof = Signal::derive(move || {
        client.with(|client| client.sign_up.as_ref().and_then(|it| it.email_address_verification.clone()))
    });
    let is_link = proof.with_untracked(|proof| {
        proof.as_ref().is_some_and(|proof| Strategy::parse(&proof.strategy).is_some_and(Strategy::is_link))
    });
    let identifier = client.with_untracked(|client| client.sign_up.as_ref().and_then(|it| it.email_address.clone()));
    let identifier = identifier.unwrap_or_default();
    let sign_up = form.state.settings.with_value(|settings| settings.paths.sign_up.clone());
    let back = Signal::derive(move || redirect_url.with(|url| with_redirect(&sign_up, url)));
    if is_link {
        let resend = resend.with_success(Notice::LinkSent);
        return view! {
            <Card title=locale::sign_up::VERIFY_TITLE subtitle=locale::sign_up::VERIFY_LINK_SUBTITLE focus_title=true>
                <LinkStep form resend redirect_url identifier back proof/>
            </Card>
        }
        .erase();
    }
    let resend = resend.with_success(Notice::CodeSent);
    let resend_at = Signal::derive(move || proof.with(|proof| proof.as_ref().and_then(|proof| proof.resend_at)));
    view! {
        <Card title=locale::sign_up::VERIFY_TITLE subtitle=locale::sign_up::VERIFY_SUBTITLE>
            <CodeStep form resend redirect_url identifier back resend_at/>
        </Card>
    }
    .erase()
}
