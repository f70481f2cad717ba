use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::attempt::Attempt;
use crate::api::{AttemptSecondFactor, PasskeySecondFactor, PreparePasskeySecondFactor, PrepareSecondFactor};
use crate::elements::{
    AuthState, Card, CodeField, Erase, Form, FormState, Icon, IconName, IdentityPreview, PasskeyForm, ResendLink,
    StrategyInput, SubmitButton, TextField, form_name,
};
use crate::locale::{self, second_factors as text};
use crate::model::{Field, Notice, SecondFactor, Strategy};

/// The second proof: a code of an app, a code that was sent, or one that was kept; or a passkey, which is among the other ways.
#[component]
pub fn SecondFactorStep(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let form = FormState::new::<AttemptSecondFactor>(&id, &[Field::Code], &[]);
    let attempt = Attempt::under_way(redirect_url);
    let sign_in = state.client.with_untracked(|client| client.sign_in.clone());
    let (offers, asked) = sign_in.map(|it| (it.supported_second_factors, it.second_factor)).unwrap_or_default();
    let strategy = asked.as_ref().map_or(Strategy::Totp, |asked| asked.strategy);
    let number = asked.as_ref().and_then(|asked| asked.safe_identifier.clone());
    let (title, subtitle) = match strategy {
        Strategy::PhoneCode => (locale::sign_in::phone_code_title(), text::phone_subtitle()),
        Strategy::BackupCode => (text::backup_code_title(), text::backup_code_subtitle()),
        _ => (text::totp_title(), text::totp_subtitle()),
    };
    let who = number.or_else(|| Some(attempt.identifier.clone()).filter(|identifier| !identifier.is_empty()));
    let who = who.map(|identifier| view! { <IdentityPreview identifier href=attempt.start()/> });
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
    let resend = (strategy == Strategy::PhoneCode).then(|| {
        let form = FormState::new::<PrepareSecondFactor>(&id, &[], &[]).with_success(Notice::CodeSent);
        let resend_at = Signal::derive(move || {
            let sign_in = state.client.with(|client| client.sign_in.clone());
            sign_in.and_then(|it| it.second_factor_verification).and_then(|sent| sent.resend_at)
        });
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
            <Form form redirect_url>
                <StrategyInput strategy=Some(strategy)/>
                {field}
                <SubmitButton form label=locale::action::continue_()/>
            </Form>
            {resend}
            {others}
        </Card>
    }
    .erase()
}

/// The way to prove it otherwise.
#[component]
fn Other(id: String, offer: SecondFactor, redirect_url: Signal<String>) -> impl IntoView {
    let SecondFactor { strategy, phone_number_id, safe_identifier } = offer;
    if strategy == Strategy::Passkey {
        let form = FormState::posting(PasskeySecondFactor::PATH, &id, &[]);
        return view! {
            <PasskeyForm
                form
                redirect_url
                question=PreparePasskeySecondFactor::PATH
                class="vst-alternativeMethodsBlockButton"
                text_class="vst-alternativeMethodsBlockButtonText"
                label=locale::method(strategy)
                needs_javascript=locale::passkeys::needs_javascript()
            />
        }
        .erase();
    }
    let form = FormState::new::<PrepareSecondFactor>(&id, &[], &[]);
    let label = match safe_identifier {
        Some(number) => text::text_to(&number),
        None => locale::method(strategy).to_owned(),
    };
    view! {
        <Form form redirect_url>
            <StrategyInput strategy=Some(strategy)/>
            {phone_number_id.map(|id| view! { <input type="hidden" name=Field::PhoneNumberId.name() value=id/> })}
            <button
                type="submit"
                class="vst-alternativeMethodsBlockButton"
                aria-disabled=form.while_pending("true")
            >
                <span class="vst-alternativeMethodsBlockButtonText">{label}</span>
                <Icon name=IconName::Arrow class="vst-alternativeMethodsBlockButtonArrow"/>
            </button>
        </Form>
    }
    .erase()
}
