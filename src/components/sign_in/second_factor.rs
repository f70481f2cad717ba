use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::attempt::method_button;
use crate::api::{PasskeySecondFactor, PreparePasskeySecondFactor, PrepareSecondFactor};
use crate::elements::{
    Attempt, AuthState, Card, CardForm, CodeField, Erase, FormState, IdentityRow, PasskeyForm, ResendLink,
    SignInStepAt, StrategyInput, SubmitButton, TextField, form_name, offer_inputs, offer_text,
};
use crate::locale::{self, second_factors as text};
use crate::model::{Field, SecondFactor, Strategy};

/// The second proof: a code of an app, a code that was sent, or one that was kept; or a passkey, which is among the other ways.
#[component]
pub fn SecondFactorStep(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let attempt = Attempt::under_way(redirect_url);
    let (offers, asked) = (attempt.second_factors.clone(), attempt.second_factor.clone());
    let strategy = asked.as_ref().map_or(Strategy::Totp, |asked| asked.strategy);
    let step = SignInStepAt::SecondFactor { strategy, number: 0 };
    let form = step.form(&id);
    let number = asked.as_ref().and_then(|asked| asked.safe_identifier.clone());
    let (title, subtitle) = match strategy {
        Strategy::PhoneCode => (locale::sign_in::phone_code_title(), text::phone_subtitle()),
        Strategy::BackupCode => (text::backup_code_title(), text::backup_code_subtitle()),
        _ => (text::totp_title(), text::totp_subtitle()),
    };
    let who = number.or_else(|| Some(attempt.identifier.clone()).filter(|identifier| !identifier.is_empty()));
    let who = who.map(|identifier| view! { <IdentityRow identifier href=attempt.start()/> });
    let field = match strategy {
        Strategy::BackupCode => view! {
            <TextField
                form
                field=Field::Code
                label=text::backup_code()
                autocomplete="off"
                required=true
                autofocus=true
            />
        }
        .erase(),
        _ => view! { <CodeField form/> }.erase(),
    };
    let proof = attempt.second_proof();
    let resend = step.resend(&id).map(|form| {
        let resend_at = Signal::derive(move || proof.with(|proof| proof.as_ref().and_then(|proof| proof.resend_at)));
        view! { <ResendLink form redirect_url resend_at strategy=Some(strategy)/> }
    });
    // Where it could not be asked for in another way, or a passkey was refused, that is told among the other ways.
    let failed = |form: &str| state.flash(&[form]).is_some_and(|flash| !flash.errors.is_empty());
    let told = failed(form_name::<PasskeySecondFactor>())
        || (strategy != Strategy::PhoneCode && failed(form_name::<PrepareSecondFactor>()));
    let others: Vec<_> = offers
        .into_iter()
        .filter(|offer| Some(offer) != asked.as_ref())
        .map(|offer| view! { <Other id=id.clone() offer redirect_url/> })
        .collect();
    let others = (!others.is_empty()).then(|| {
        view! {
            <details class="vst-otherMethods" open=told>
                <summary class="vst-alternativeMethodsLink">{locale::sign_in::use_another_method()}</summary>
                <div class="vst-alternativeMethods">{others}</div>
            </details>
        }
    });
    view! {
        <Card title subtitle>
            {who}
            <CardForm form redirect_url>
                <StrategyInput strategy=Some(strategy)/>
                {field}
                <SubmitButton form label=locale::action::continue_()/>
            </CardForm>
            {resend}
            {others}
        </Card>
    }
    .erase()
}

/// The way to prove it otherwise.
#[component]
fn Other(id: String, offer: SecondFactor, redirect_url: Signal<String>) -> impl IntoView {
    if offer.strategy == Strategy::Passkey {
        let form = FormState::posting(PasskeySecondFactor::PATH, &id, &[]);
        return view! {
            <PasskeyForm
                form
                redirect_url
                question=PreparePasskeySecondFactor::PATH
                class="vst-alternativeMethodsBlockButton"
                text_class="vst-alternativeMethodsBlockButtonText"
                label=locale::method(offer.strategy)
                needs_javascript=locale::passkeys::needs_javascript()
            />
        }
        .erase();
    }
    let form = FormState::new::<PrepareSecondFactor>(&id, &[], &[]);
    view! {
        <CardForm form redirect_url>
            {offer_inputs(&offer)} {method_button(form, offer_text(&offer), false)}
        </CardForm>
    }
    .erase()
}
