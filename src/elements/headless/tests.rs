//! The first HTML of markup that is made of elements.

use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;

use super::*;
use crate::elements::AuthState;
use crate::model::{
    ApiError, Client, ErrorCode, Field as Name, FieldRule, Flash, PageState, ProviderInfo, PublicSettings, SignIn,
    SignInStatus, SignUp, SignUpStatus, Strategy as Way, Verification, VerificationStatus,
};

fn render<V: IntoView + 'static>(path: &str, page: PageState, view: impl FnOnce() -> V + Send + 'static) -> String {
    Owner::new().with(|| {
        provide_context(RequestUrl::new(path));
        provide_context(AuthState::new(page));
        view! { <Router>{view()}</Router> }.to_html()
    })
}

fn page() -> PageState {
    let settings = PublicSettings {
        app_name: "Notes".into(),
        password: FieldRule::Required,
        email_address: FieldRule::Required,
        providers: vec![ProviderInfo { key: "google".into(), name: "Google".into() }],
        ..Default::default()
    };
    PageState { settings, now: 1_000_000, ..Default::default() }
}

fn at(first_factor: Way) -> PageState {
    let proof = first_factor.is_sent().then(|| Verification {
        status: VerificationStatus::Unverified,
        strategy: first_factor.as_str().into(),
        attempts: 0,
        expire_at: None,
        resend_at: Some(1_030_000),
    });
    let sign_in = SignIn {
        id: "sia_1".into(),
        status: SignInStatus::NeedsFirstFactor,
        identifier: Some("ada@example.com".into()),
        supported_first_factors: vec![Way::Password, Way::EmailCode],
        first_factor: Some(first_factor),
        first_factor_verification: proof,
        supported_second_factors: vec![],
        second_factor: None,
        second_factor_verification: None,
        created_session_id: None,
    };
    PageState { client: Client { sign_in: Some(sign_in), ..Default::default() }, ..page() }
}

fn refused(form: &str, error: ApiError) -> Option<Flash> {
    Some(Flash { form: form.into(), errors: error.into(), ..Flash::default() })
}

#[component]
fn OneField(name: Name) -> impl IntoView {
    view! {
        <Field name class="field">
            <Label/>
            <Input class="box" attr:data-mine="yes"/>
            <ShowPassword/>
            <FieldError class="wrong" attr:data-tells="yes"/>
        </Field>
    }
}

#[component]
fn Example() -> impl IntoView {
    view! {
        <SignInRoot class="entrance">
            <SignInStep name=SignInStepName::Start>
                <GlobalError class="alert"/>
                <Form class="form">
                    <OneField name=Name::Identifier/>
                    <Submit class="go" attr:data-mine="yes">
                        "Go on"
                    </Submit>
                </Form>
                <ProviderButton provider="google" class="provider" attr:data-mine="yes"/>
                <ProviderButton provider="github"/>
            </SignInStep>
            <SignInStep name=SignInStepName::Verifications>
                <Strategy name=Way::Password>
                    <Form>
                        <OneField name=Name::Password/>
                        <Submit/>
                        <Loading>"on its way"</Loading>
                    </Form>
                </Strategy>
                <Strategy name=Way::EmailCode>
                    <IdentityPreview class="who"/>
                    <Form>
                        <OneField name=Name::Code/>
                        <Submit/>
                    </Form>
                    <Resend class="again" attr:data-mine="yes">
                        "Again"
                        <ResendCountdown/>
                    </Resend>
                    <ResendStatus/>
                </Strategy>
                <GlobalError class="alert"/>
                <SignInLink to=SignInStepName::ChooseStrategy/>
                <SignInLink to=SignInStepName::ForgotPassword/>
            </SignInStep>
            <SignInStep name=SignInStepName::ChooseStrategy>
                <SupportedStrategy name=Way::EmailCode class="way">
                    "A code"
                </SupportedStrategy>
                <SupportedStrategy name=Way::PhoneCode/>
            </SignInStep>
        </SignInRoot>
    }
}

/// The start tag that has something in it.
fn tag<'a>(html: &'a str, name: &str, with: &str) -> &'a str {
    let mut tags = html.split('<').filter(|tag| tag.starts_with(name) && tag.contains(with));
    tags.next().and_then(|tag| tag.split('>').next()).unwrap_or_else(|| panic!("no <{name} {with}> in {html}"))
}

fn has(tag: &str, parts: &[&str]) {
    for part in parts {
        assert!(tag.contains(part), "{part}: {tag}");
    }
}

#[test]
fn the_first_step_asks_who_one_is() {
    let html = render("/sign-in?redirect_url=%2Fnotes", page(), Example);
    has(tag(&html, "div", "entrance"), &["lang=\"en\"", "dir=\"ltr\""]);
    has(tag(&html, "form", "class=\"form\""), &["method=\"post\"", "action=\"/vestibule/api/sign_in/create\""]);
    has(tag(&html, "input", "redirect_url"), &["type=\"hidden\"", "value=\"/notes\""]);
    has(tag(&html, "label", "for"), &["for=\"sign-in-identifier\""]);
    let parts =
        ["id=\"sign-in-identifier\"", "type=\"email\"", "autocomplete=\"username\"", "class=\"box\"", "autofocus"];
    has(tag(&html, "input", "name=\"identifier\""), &parts);
    has(tag(&html, "input", "name=\"identifier\""), &["data-mine=\"yes\"", "required"]);
    has(tag(&html, "button", "class=\"go\""), &["type=\"submit\"", "data-mine=\"yes\""]);
    assert!(html.contains("Email address") && html.contains("Go on"), "{html}");
    has(tag(&html, "button", "provider"), &["name=\"strategy\"", "value=\"oauth_google\"", "data-mine=\"yes\""]);
    assert!(html.contains("sign_in/oauth") && !html.contains("oauth_github"), "{html}");
    for none in ["vst-", "style=", "aria-invalid", "role=\"alert\"", "name=\"password\"", "name=\"code\""] {
        assert!(!html.contains(none), "{none}: {html}");
    }
}

#[test]
fn what_is_wrong_with_a_field_is_tied_to_it() {
    let error = ApiError::of(ErrorCode::FormPasswordIncorrect, Name::Password);
    let page = PageState { flash: refused("sign_in/attempt_first_factor", error), ..at(Way::Password) };
    let html = render("/sign-in/factor-one", page, Example);
    has(tag(&html, "div", "class=\"field\""), &["data-error"]);
    let parts = ["aria-invalid=\"true\"", "aria-describedby=\"sign-in-password-error\"", "type=\"password\""];
    has(tag(&html, "input", "name=\"password\""), &parts);
    has(tag(&html, "p", "wrong"), &["id=\"sign-in-password-error\"", "data-tells=\"yes\""]);
    has(tag(&html, "input", "autocomplete=\"username\""), &["value=\"ada@example.com\"", "hidden"]);
    assert!(html.contains("href=\"/sign-in/choose\"") && !html.contains("forgot-password"), "{html}");
    assert!(
        !html.contains("on its way") && !html.contains("role=\"alert\"") && !html.contains("Show password"),
        "{html}"
    );
}

#[test]
fn a_code_is_proven_by_its_strategy() {
    let error = ApiError::new(ErrorCode::TooManyRequests);
    let page = PageState { flash: refused("sign_in/prepare_first_factor", error), ..at(Way::EmailCode) };
    let html = render("/sign-in/factor-one", page, Example);
    has(tag(&html, "form", "attempt_first_factor"), &["method=\"post\""]);
    assert_eq!(html.matches("name=\"strategy\" value=\"email_code\"").count(), 2, "{html}");
    has(tag(&html, "input", "name=\"code\""), &["inputmode=\"numeric\"", "autocomplete=\"one-time-code\""]);
    has(tag(&html, "button", "class=\"again\""), &["type=\"submit\"", "data-mine=\"yes\""]);
    assert!(html.contains("prepare_first_factor") && html.contains("ada@example.com"), "{html}");
    assert_eq!(html.matches("role=\"alert\"").count(), 1, "{html}");
    has(tag(&html, "div", "role=\"status\""), &[]);
}

#[test]
fn only_what_is_on_offer_can_be_chosen() {
    let html = render("/sign-in/choose", at(Way::Password), Example);
    has(tag(&html, "form", "prepare_first_factor"), &["method=\"post\""]);
    has(tag(&html, "button", "class=\"way\""), &["type=\"submit\""]);
    assert!(html.contains("A code") && !html.contains("phone_code"), "{html}");
}

#[test]
fn a_sign_up_goes_by_the_same_parts() {
    let example = || {
        view! {
            <SignUpRoot>
                <SignUpStep name=SignUpStepName::Start>
                    <Form>
                        <OneField name=Name::EmailAddress/>
                        <OneField name=Name::Password/>
                    </Form>
                    <ProviderButton provider="google"/>
                </SignUpStep>
                <SignUpStep name=SignUpStepName::Verifications>
                    <IdentityPreview/>
                    <SignUpLink/>
                    <Form>
                        <OneField name=Name::Code/>
                    </Form>
                    <Resend/>
                </SignUpStep>
            </SignUpRoot>
        }
    };
    let html = render("/sign-up", page(), example);
    has(tag(&html, "form", "sign_up/create"), &["method=\"post\""]);
    has(tag(&html, "input", "name=\"email_address\""), &["id=\"sign-up-email-address\"", "type=\"email\""]);
    has(tag(&html, "input", "name=\"password\""), &["autocomplete=\"new-password\""]);
    assert!(html.contains("sign_up/oauth") && !html.contains("name=\"code\""), "{html}");
    let sign_up = SignUp {
        id: "sua_1".into(),
        status: SignUpStatus::MissingRequirements,
        email_address: Some("ada@example.com".into()),
        phone_number: None,
        phone_number_formatted: None,
        username: None,
        first_name: None,
        last_name: None,
        has_password: true,
        external_account: None,
        missing_fields: vec![],
        unverified_fields: vec![Name::EmailAddress],
        optional_fields: vec![],
        email_address_verification: None,
        phone_number_verification: None,
        created_session_id: None,
        created_user_id: None,
    };
    let client = Client { sign_up: Some(sign_up), ..Default::default() };
    let html = render("/sign-up/verify-email-address", PageState { client, ..page() }, example);
    has(tag(&html, "form", "sign_up/attempt_verification"), &[]);
    has(tag(&html, "form", "sign_up/prepare_verification"), &[]);
    assert!(html.contains("ada@example.com") && html.contains("href=\"/sign-up\""), "{html}");
    assert!(!html.contains("name=\"strategy\"") && !html.contains("vst-"), "{html}");
}
