use leptos::prelude::*;

use super::attempt::{Attempt, OtherMethods};
use crate::api::{AttemptFirstFactor, PrepareFirstFactor};
use crate::elements::{Card, CodeStep as CodeForms, FormState};
use crate::locale;
use crate::model::{Field, Notice, Strategy};

/// The code that was sent to whoever has said who they are.
#[component]
pub fn CodeStep(id: String, redirect_url: Signal<String>, strategy: Strategy) -> impl IntoView {
    let form = FormState::new::<AttemptFirstFactor>(&id, &[Field::Code], &[]);
    let resend = FormState::new::<PrepareFirstFactor>(&id, &[], &[]).with_success(Notice::CodeSent);
    let attempt = Attempt::under_way(redirect_url);
    let proof = attempt.proof();
    let resend_at = Signal::derive(move || proof.with(|proof| proof.as_ref().and_then(|proof| proof.resend_at)));
    let (title, subtitle) = match strategy {
        Strategy::ResetPasswordPhoneCode => {
            (locale::sign_in::reset_code_title(), locale::sign_in::reset_phone_code_subtitle())
        }
        Strategy::PhoneCode => (locale::sign_in::phone_code_title(), locale::sign_in::phone_code_subtitle()),
        _ if strategy.is_reset() => (locale::sign_in::reset_code_title(), locale::sign_in::reset_code_subtitle()),
        _ => (locale::sign_in::code_title(), locale::sign_in::code_subtitle()),
    };
    view! {
        <Card title subtitle>
            <CodeForms
                form
                resend
                redirect_url
                identifier=attempt.identifier.clone()
                back=attempt.start()
                resend_at
                strategy
            />
            <OtherMethods attempt besides=strategy/>
        </Card>
    }
}
