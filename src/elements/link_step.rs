use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Erase, Form, FormState, IdentityPreview, ResendLink, StrategyInput, SubmitButton, effect};
use crate::locale;
use crate::model::{Strategy, Verification, VerificationStatus};

/// How often it is asked whether the link has been opened.
const ROUND: Duration = Duration::from_secs(2);

/// Whom a link was sent to, and the way to another one. Where the browser's half runs, it goes on by itself as soon as the
/// link has been opened anywhere; without it there is a button.
#[component]
pub fn LinkStep(
    form: FormState,
    resend: FormState,
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
    let asked = StoredValue::new(false);
    effect(move || {
        let ask = move || {
            spawn_local(async move {
                form.state.refresh().await;
                // One that is gone was opened in this browser: the server is asked once what came of that.
                let is_done = match proof.try_get_untracked() {
                    Some(Some(proof)) => proof.status == VerificationStatus::Verified,
                    Some(None) => asked.try_update_value(|asked| !std::mem::replace(asked, true)).unwrap_or_default(),
                    None => false,
                };
                if is_done && let Some(node) = form.node.try_get_untracked().flatten() {
                    // The button is still there to send it.
                    let _ = node.request_submit();
                }
            });
        };
        if let Ok(clock) = set_interval_with_handle(ask, ROUND) {
            on_cleanup(move || clock.clear());
        }
    });
    let resend_at = Signal::derive(move || proof.with(|proof| proof.as_ref().and_then(|proof| proof.resend_at)));
    view! {
        <IdentityPreview identifier href=back/>
        <Form form redirect_url>
            <StrategyInput strategy/>
            <SubmitButton form label=locale::action::link_opened()/>
        </Form>
        <ResendLink form=resend redirect_url resend_at strategy is_link=true/>
    }
    .erase()
}
