//! A sign-in of the app's own markup, made of Vestibule's elements. The app uses it instead of the card where Leptos.toml says
//! `sign_in = "/custom-sign-in"`.

use leptos::prelude::*;
use vestibule::components::SignIn;
use vestibule::elements::{
    Field, FieldError, Form, GlobalError, IdentityPreview, Input, Label, Loading, PasskeyButton, ProviderButton,
    Resend, ResendCountdown, ResendStatus, ShowPassword, SignInLink, SignInRoot, SignInStep, SignInStepName, Strategy,
    Submit, SupportedStrategy, providers,
};

/// The page.
#[component]
pub fn CustomSignIn() -> impl IntoView {
    view! {
        <SignInRoot class="entrance" fallback_redirect_url="/notes">
            <SignInStep name=SignInStepName::Start>
                <h1>"Open your notebook"</h1>
                <GlobalError class="problem"/>
                <Form class="entrance-form">
                    <OneField name=Field::Identifier/>
                    <GoOn/>
                </Form>
                <PasskeyButton class="quiet"/>
                {providers()
                    .into_iter()
                    .map(|provider| view! { <ProviderButton provider=provider.key class="quiet"/> })
                    .collect_view()}
            </SignInStep>
            <SignInStep name=SignInStepName::Verifications>
                <Strategy name=Strategy::Password>
                    <h1>"Your password"</h1>
                    <Who/>
                    <Form class="entrance-form">
                        <OneField name=Field::Password/>
                        <GoOn/>
                    </Form>
                    <SignInLink to=SignInStepName::ForgotPassword/>
                </Strategy>
                <Strategy name=Strategy::EmailCode>
                    <CodeForm/>
                </Strategy>
                <Strategy name=Strategy::ResetPasswordEmailCode>
                    <CodeForm/>
                </Strategy>
                <SignInLink to=SignInStepName::ChooseStrategy>"Sign in another way"</SignInLink>
            </SignInStep>
            <SignInStep name=SignInStepName::ChooseStrategy>
                <h1>"Another way"</h1>
                <Who/>
                <SupportedStrategy name=Strategy::Password class="quiet"/>
                <SupportedStrategy name=Strategy::EmailCode class="quiet" attr:data-way="code">
                    "Mail me a code"
                    <Loading>" …"</Loading>
                </SupportedStrategy>
                <SignInLink to=SignInStepName::Verifications/>
            </SignInStep>
            <SignInStep name=SignInStepName::ForgotPassword>
                <h1>"A new password"</h1>
                <Who/>
                <SupportedStrategy name=Strategy::ResetPasswordEmailCode class="quiet"/>
                <SignInLink to=SignInStepName::Verifications/>
            </SignInStep>
            <SignInStep name=SignInStepName::ResetPassword>
                <h1>"A new password"</h1>
                <Who/>
                <Form class="entrance-form">
                    <OneField name=Field::NewPassword/>
                    <GoOn/>
                </Form>
            </SignInStep>
            <SignInStep name=SignInStepName::SecondFactor>
                <h1>"One thing more"</h1>
                <Who/>
                <Form class="entrance-form">
                    <OneField name=Field::Code/>
                    <GoOn/>
                </Form>
                <SupportedStrategy name=Strategy::Totp class="quiet"/>
                <SupportedStrategy name=Strategy::BackupCode class="quiet"/>
            </SignInStep>
            <SignInStep name=SignInStepName::AlreadySignedIn>
                <h1>"You are in"</h1>
                <a class="go" href="/notes" rel="external">
                    "Open my notes"
                </a>
            </SignInStep>
            // What has no markup of its own here: the card knows these steps as well.
            <SignInStep name=SignInStepName::SetupMfa>
                <SignIn/>
            </SignInStep>
            <SignInStep name=SignInStepName::Ticket>
                <SignIn/>
            </SignInStep>
        </SignInRoot>
    }
}

/// Who the step is about, and what is wrong with it.
#[component]
fn Who() -> impl IntoView {
    view! {
        <p class="who">
            <IdentityPreview/>
            " "
            <SignInLink to=SignInStepName::Start>"Someone else?"</SignInLink>
        </p>
        <GlobalError class="problem"/>
    }
}

#[component]
fn OneField(name: Field) -> impl IntoView {
    view! {
        <Field name class="entrance-field">
            <Label/>
            <Input/>
            {matches!(name, Field::Password | Field::NewPassword).then(|| view! { <ShowPassword class="quiet"/> })}
            <FieldError class="problem"/>
        </Field>
    }
}

/// The code that was sent, and the way to another one.
#[component]
fn CodeForm() -> impl IntoView {
    view! {
        <h1>"Look into your mail"</h1>
        <Who/>
        <Form class="entrance-form">
            <OneField name=Field::Code/>
            <GoOn/>
        </Form>
        <Resend class="quiet">"Send another code" <ResendCountdown class="countdown"/></Resend>
        <ResendStatus/>
    }
}

#[component]
fn GoOn() -> impl IntoView {
    view! {
        <Submit class="go">"Go on" <Loading>" …"</Loading></Submit>
    }
}
