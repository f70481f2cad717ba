use leptos::prelude::*;

use super::item::Button;
use crate::api::{DisableTotp, VerifyTotp};
use crate::elements::{CardForm, CodeField, Erase, FormState, SubmitButton};
use crate::locale::second_factors as text;
use crate::model::{Field, TotpSetup};

/// What an authenticator app scans, or has typed into it, and the field for its first code.
#[component]
pub fn TotpSetupForm(id: String, setup: TotpSetup, redirect_url: Signal<String>) -> impl IntoView {
    let form = FormState::new::<VerifyTotp>(&id, &[Field::Code], &[]);
    let cancel = FormState::new::<DisableTotp>(&format!("{id}-cancel"), &[], &[]);
    let TotpSetup { secret, uri, qr_path, qr_size } = setup;
    // Apps insist on a margin of four squares.
    let view_box = format!("-4 -4 {0} {0}", qr_size + 8);
    view! {
        <div class="vst-totpSetup">
            <p class="vst-profileSectionSubtitle">{text::scan()}</p>
            <svg class="vst-qrCode" viewBox=view_box role="img" aria-label=text::qr_code() shape-rendering="crispEdges">
                <path d=qr_path></path>
            </svg>
            <p class="vst-profileSectionSubtitle">
                {text::type_key()} " " <a class="vst-formFieldAction" href=uri>
                    {text::open()}
                </a>
            </p>
            <code class="vst-totpKey">{grouped(&secret)}</code>
            <CardForm form redirect_url>
                <CodeField form/>
                <SubmitButton form label=text::verify()/>
            </CardForm>
            <Button form=cancel redirect_url label=text::cancel().to_owned() class="vst-backLink"/>
        </div>
    }
    .erase()
}

/// In groups of four, as people type it; apps do not mind the spaces.
fn grouped(secret: &str) -> String {
    let chars: Vec<char> = secret.chars().collect();
    chars.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
