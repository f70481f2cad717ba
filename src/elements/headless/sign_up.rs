use leptos::prelude::*;

use super::scope::{StepScope, content_or, with_attributes, within};
use super::sign_in::root_element;
use super::sign_up_flow::{SignUpFlow, start_page};
use crate::elements::{Content, Erase, FormState, RepeatedContent, live, platform, with_redirect};
use crate::locale;
use crate::model::Field;

/// The steps of a sign-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpStepName {
    /// The details of the account.
    Start,
    /// What a provider did not know.
    Continue,
    /// The code or link that was sent to the email address, then the code that was sent to the phone number.
    Verifications,
    /// Nobody may sign up without an invitation, or the one that was brought is not good.
    Restricted,
    /// There is a waitlist in the place of the sign-up.
    Waitlist,
    /// There is nothing to do.
    AlreadySignedIn,
    /// An invitation to an organization was opened by someone who is signed in.
    Invitation,
    /// Who of those that are signed in to go on as, where several can be.
    ChooseAccount,
}

/// A sign-up of one's own markup: it knows at which step the sign-up stands. It stands on the route that the settings name
/// (`paths.sign_up`), which takes one more segment, and renders a `<div>` in the language of the page. Which fields an account
/// needs is in the settings; what is missing, the server says at the field.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::elements::{
///     Field, FieldError, Form, GlobalError, IdentityPreview, Input, Label, Resend, SignUpRoot, SignUpStep, SignUpStepName,
///     Submit,
/// };
///
/// #[component]
/// fn OwnSignUp() -> impl IntoView {
///     let field = |name| {
///         view! {
///             <Field name>
///                 <Label/>
///                 <Input/>
///                 <FieldError/>
///             </Field>
///         }
///     };
///     view! {
///         <SignUpRoot>
///             <SignUpStep name=SignUpStepName::Start>
///                 <GlobalError/>
///                 <Form>
///                     {field(Field::EmailAddress)}
///                     {field(Field::Password)}
///                     <Submit/>
///                 </Form>
///             </SignUpStep>
///             <SignUpStep name=SignUpStepName::Verifications>
///                 <IdentityPreview/>
///                 <GlobalError/>
///                 <Form>
///                     {field(Field::Code)}
///                     <Submit/>
///                 </Form>
///                 <Resend/>
///             </SignUpStep>
///         </SignUpRoot>
///     }
/// }
/// ```
#[component]
pub fn SignUpRoot(
    /// Where to go when it is done, whatever the address says.
    #[prop(optional, into)]
    force_redirect_url: Option<String>,
    /// Where to go when it is done, if the address has no `redirect_url`. Left out for where the settings say.
    #[prop(optional, into)]
    fallback_redirect_url: Option<String>,
    /// What the ids of the fields begin with.
    #[prop(default = "sign-up".into(), into)]
    id: String,
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands in it.
    children: Content,
) -> impl IntoView {
    let flow = SignUpFlow::new(force_redirect_url, fallback_redirect_url, id);
    within(flow, move || root_element(class, children.render()))
}

/// What is shown while the sign-up stands at a step. It is made anew whenever it comes to it.
#[component]
pub fn SignUpStep(
    /// Which one.
    name: SignUpStepName,
    /// What stands in it.
    children: RepeatedContent,
) -> impl IntoView {
    let flow: SignUpFlow = use_context().expect("<SignUpStep> works inside <SignUpRoot> only");
    live(move || {
        let step = flow.step.get();
        (step.name() == name).then(|| {
            let children = children.clone();
            within(flow.scope(step), move || children.render())
        })
    })
}

/// A link to the first step of the sign-up, where what was typed can be changed.
#[component]
pub fn SignUpLink(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands in it.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let StepScope { form, redirect_url, .. } = StepScope::current();
    let sign_up = form.state.settings.with_value(|settings| settings.paths.sign_up.clone());
    let page = form.state.client.with_untracked(|client| start_page(client, &sign_up));
    let href = Signal::derive(move || redirect_url.with(|url| with_redirect(&page, url)));
    with_attributes(move |attributes| {
        let content = content_or(children.as_ref(), || locale::action::edit().to_owned());
        let link = view! {
            <a class=class.clone() href=href>
                {content}
            </a>
        };
        link.erase().add_any_attr(attributes).into_any()
    })
}

/// What shows that no program sits at the browser, where the settings ask for that: a `<div>` in the form of a sign-up.
#[component]
pub fn Captcha(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    captcha(StepScope::current().form, class)
}

/// The same for a form. A script fills it in while a person types, with and without the browser's half of the app. What for,
/// it knows from where the form is sent to.
pub fn captcha(form: FormState, class: String) -> Option<AnyView> {
    let (script, needs_script) =
        form.state.settings.with_value(|settings| (settings.captcha_script.clone(), settings.captcha_needs_script));
    (!script.is_empty()).then(|| {
        let without = match needs_script {
            true => format!("<noscript>{}</noscript>", locale::form::needs_javascript()),
            false => String::new(),
        };
        view! {
            <input type="hidden" name=Field::CaptchaToken.name() value=""/>
            <div class=class data-vst-captcha="" inner_html=without></div>
            <script async src=script nonce=platform::nonce()></script>
        }
        .erase()
    })
}
