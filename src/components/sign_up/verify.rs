use leptos::prelude::*;

use crate::api::{AttemptVerification, PrepareVerification};
use crate::elements::{Card, CodeStep, FormState, with_redirect};
use crate::locale;
use crate::model::{Field, Notice, SignUp};

/// The code that was sent to the e-mail address.
#[component]
pub fn Verify(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = FormState::new::<AttemptVerification>(&id, &[Field::Code], &[]);
    let resend = FormState::new::<PrepareVerification>(&id, &[], &[]).with_success(Notice::CodeSent);
    let client = form.state.client;
    let of = move |sign_up: &SignUp| sign_up.email_address_verification.as_ref().and_then(|proof| proof.resend_at);
    let resend_at = Signal::derive(move || client.with(|client| client.sign_up.as_ref().and_then(of)));
    let address = client.with_untracked(|client| client.sign_up.as_ref().and_then(|it| it.email_address.clone()));
    let sign_up = form.state.settings.with_value(|settings| settings.paths.sign_up.clone());
    let back = Signal::derive(move || redirect_url.with(|url| with_redirect(&sign_up, url)));
    view! {
        <Card title=locale::sign_up::VERIFY_TITLE subtitle=locale::sign_up::VERIFY_SUBTITLE>
            <CodeStep form resend redirect_url identifier=address.unwrap_or_default() back resend_at/>
        </Card>
    }
}
