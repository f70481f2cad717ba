use leptos::prelude::*;

use super::headless::{Wait, notice_text, resend_element};
use super::{CardForm, Erase, FormState, StrategyInput, live};
use crate::model::Strategy;

/// Asks for another code. It is a form of its own. Where the browser's half runs, it counts down until another code
/// may be asked for; without it the server says when it is too early.
#[component]
pub fn ResendLink(
    form: FormState,
    redirect_url: Signal<String>,
    /// When another code may be asked for, Unix milliseconds of the server.
    #[prop(into)]
    resend_at: Signal<Option<i64>>,
    /// What the code proves, where the form has to say so.
    strategy: Option<Strategy>,
    /// Whether it is a link that was sent, and not a code.
    #[prop(optional)]
    is_link: bool,
) -> impl IntoView {
    let wait = Wait::until(form, resend_at);
    let label = live(move || wait.text(is_link));
    let notice = move || {
        let said = |notice| view! { <p class="vst-formFieldSuccessText">{notice_text(notice)}</p> };
        form.notice.get().map(said)
    };
    view! {
        <div class="vst-resendCode">
            <CardForm form redirect_url class="vst-resendCodeForm">
                <StrategyInput strategy/>
                {resend_element(form, wait, "vst-formResendCodeLink".to_owned(), label)}
            </CardForm>
            <div role="status">{live(notice)}</div>
        </div>
    }
    .erase()
}
