use leptos::prelude::*;

use super::headless::empties_field;
use super::{
    CardForm, CodeField, Erase, FormState, IdentityRow, ResendLink, StrategyInput, SubmitButton, mailbox_hint,
};
use crate::locale;
use crate::model::Strategy;

/// Whom a code was sent to, the field for it, and the way to another one.
#[component]
pub fn CodeStep(
    form: FormState,
    resend: Option<FormState>,
    redirect_url: Signal<String>,
    /// Who is being asked.
    identifier: String,
    /// The page where they can be changed.
    back: Signal<String>,
    /// When another code may be asked for, Unix milliseconds of the server.
    resend_at: Signal<Option<i64>>,
    /// What is proven by it, where both forms have to say so.
    #[prop(optional)]
    strategy: Option<Strategy>,
) -> impl IntoView {
    let resend = resend.map(|resend| {
        empties_field(form, resend);
        view! { <ResendLink form=resend redirect_url resend_at strategy/> }
    });
    view! {
        <IdentityRow identifier href=back/>
        <CardForm form redirect_url>
            <StrategyInput strategy/>
            <CodeField form/>
            <SubmitButton form label=locale::action::continue_()/>
        </CardForm>
        {resend}
        {mailbox_hint()}
    }
    .erase()
}
