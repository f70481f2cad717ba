use leptos::prelude::*;

use super::attempt::OtherMethods;
use crate::elements::{Attempt, Card, CodeStep as CodeForms, SignInStepAt};
use crate::locale;
use crate::model::Strategy;

/// The code that was sent to whoever has said who they are.
#[component]
pub fn CodeStep(id: String, redirect_url: Signal<String>, strategy: Strategy) -> impl IntoView {
    let step = SignInStepAt::Code(strategy);
    let form = step.form(&id);
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
    let resend = step.resend(&id);
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
