use leptos::prelude::*;

use super::headless::goes_on_when_opened;
use super::{CardForm, Erase, FormState, IdentityRow, ResendLink, StrategyInput, SubmitButton, mailbox_hint};
use crate::locale;
use crate::model::{Strategy, Verification};

/// Whom a link was sent to, and the way to another one. Where the browser's half runs, it goes on by itself as soon as the
/// link has been opened anywhere; without it there is a button.
#[component]
pub fn LinkStep(
    form: FormState,
    resend: Option<FormState>,
    redirect_url: Signal<String>,
    /// Who is being asked.
    identifier: String,
    /// The page where they can be changed.
    back: Signal<String>,
    /// The link, as far as it has come.
    proof: Signal<Option<Verification>>,
    /// What is proven by it, where both forms have to say so.
    #[prop(optional)]
    strategy: Option<Strategy>,
) -> impl IntoView {
    goes_on_when_opened(form, proof);
    let resend_at = Signal::derive(move || proof.with(|proof| proof.as_ref().and_then(|proof| proof.resend_at)));
    let resend = resend.map(|form| view! { <ResendLink form redirect_url resend_at strategy is_link=true/> });
    view! {
        <IdentityRow identifier href=back/>
        <CardForm form redirect_url>
            <StrategyInput strategy/>
            <SubmitButton form label=locale::action::link_opened()/>
        </CardForm>
        {resend}
        {mailbox_hint()}
    }
    .erase()
}
