use leptos::prelude::*;

use super::attempt::Attempt;
use super::scope::{StepKind, StepScope, content_or, with_attributes, within};
use super::sign_in_flow::SignInFlow;
use crate::elements::{Content, Erase, RepeatedContent, live};
use crate::locale::{self, words};
use crate::model::Strategy;

/// The steps of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInStepName {
    /// Who one is.
    Start,
    /// The first proof: [`Strategy`](fn@super::Strategy) says what of it is for which strategy.
    Verifications,
    /// The choice of another strategy.
    ChooseStrategy,
    /// The same for whoever has forgotten a password.
    ForgotPassword,
    /// A new password in the place of a forgotten one.
    ResetPassword,
    /// The second proof.
    SecondFactor,
    /// A second factor has to be set up before anyone is let in.
    SetupMfa,
    /// An organization has to be chosen before anyone is let in.
    ChooseOrganization,
    /// Who of those that are signed in to go on as, where several can be.
    ChooseAccount,
    /// A link that signs in was opened.
    Ticket,
    /// An invitation to an organization was opened by someone who is signed in.
    Invitation,
    /// There is nothing to do.
    AlreadySignedIn,
}

/// A sign-in of one's own markup: it knows at which step the sign-in stands. It stands on the route that the settings name
/// (`paths.sign_in`), which takes one more segment, and renders a `<div>` in the language of the page.
///
/// **On the server** the step that the address names is rendered. **Without JavaScript** its forms are posted, and the server
/// leads to the next page. **In the browser** they are sent in the background.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::elements::{
///     Field, FieldError, Form, GlobalError, Input, Label, SignInRoot, SignInStep, SignInStepName, Strategy, Submit,
/// };
///
/// #[component]
/// fn OwnSignIn() -> impl IntoView {
///     view! {
///         <SignInRoot class="entrance">
///             <SignInStep name=SignInStepName::Start>
///                 <h1>"Who are you?"</h1>
///                 <Form>
///                     <GlobalError class="problem"/>
///                     <Field name=Field::Identifier>
///                         <Label/>
///                         <Input/>
///                         <FieldError class="problem"/>
///                     </Field>
///                     <Submit>"Go on"</Submit>
///                 </Form>
///             </SignInStep>
///             <SignInStep name=SignInStepName::Verifications>
///                 <Strategy name=Strategy::Password>
///                     <Form>
///                         <GlobalError class="problem"/>
///                         <Field name=Field::Password>
///                             <Label/>
///                             <Input/>
///                             <FieldError class="problem"/>
///                         </Field>
///                         <Submit>"Sign in"</Submit>
///                     </Form>
///                 </Strategy>
///             </SignInStep>
///         </SignInRoot>
///     }
/// }
/// ```
#[component]
pub fn SignInRoot(
    /// Where to go when it is done, whatever the address says.
    #[prop(optional, into)]
    force_redirect_url: Option<String>,
    /// Where to go when it is done, if the address has no `redirect_url`. Left out for where the settings say.
    #[prop(optional, into)]
    fallback_redirect_url: Option<String>,
    /// What the ids of the fields begin with.
    #[prop(default = "sign-in".into(), into)]
    id: String,
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands in it.
    children: Content,
) -> impl IntoView {
    let flow = SignInFlow::new(force_redirect_url, fallback_redirect_url, id);
    within(flow, move || root_element(class, children.render()))
}

/// What is around a sign-in or a sign-up, in the language that it is in.
pub fn root_element(class: String, content: AnyView) -> AnyView {
    view! {
        <div class=class lang=words::tag() dir=words::direction()>
            {content}
        </div>
    }
    .erase()
}

/// What is shown while the sign-in stands at a step. It is made anew whenever it comes to it.
#[component]
pub fn SignInStep(
    /// Which one.
    name: SignInStepName,
    /// What stands in it.
    children: RepeatedContent,
) -> impl IntoView {
    let flow: SignInFlow = use_context().expect("<SignInStep> works inside <SignInRoot> only");
    live(move || {
        let step = flow.step.get();
        (step.name() == name).then(|| {
            let children = children.clone();
            within(flow.scope(step), move || children.render())
        })
    })
}

/// What is shown while a step is about a strategy: the form that proves it.
#[component]
pub fn Strategy(
    /// Which one.
    name: Strategy,
    /// What stands in it.
    children: RepeatedContent,
) -> impl IntoView {
    let strategy = StepScope::current().strategy;
    (strategy == Some(name)).then(|| children.render())
}

/// Who the step is about: the identifier that was given, or the address or number that something was sent to. A `<span>`.
#[component]
pub fn IdentityPreview(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let identifier = StepScope::current().identifier.get_value();
    (!identifier.is_empty()).then(|| view! { <span class=class>{identifier}</span> }.erase())
}

/// A link to another step, where it can be gone to: to who one is, to another strategy if there is one, to what helps whoever
/// has forgotten a password, and back to the proof.
#[component]
pub fn SignInLink(
    /// Which step.
    to: SignInStepName,
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands in it.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let scope = StepScope::current();
    let attempt = Attempt::under_way(scope.redirect_url);
    let is_first = matches!(
        scope.kind,
        StepKind::SignIn(
            SignInStepName::Verifications | SignInStepName::ChooseStrategy | SignInStepName::ForgotPassword
        )
    );
    let link = match to {
        SignInStepName::Start => Some((attempt.start(), locale::action::edit())),
        SignInStepName::Verifications if is_first => Some((attempt.page("/factor-one"), locale::action::back())),
        SignInStepName::ChooseStrategy if is_first && attempt.has_others(scope.strategy) => {
            Some((attempt.page("/choose"), locale::sign_in::use_another_method()))
        }
        SignInStepName::ForgotPassword if is_first && attempt.can_reset() => {
            Some((attempt.page("/forgot-password"), locale::sign_in::forgot_password()))
        }
        _ => None,
    };
    with_attributes(move |attributes| {
        let Some((href, label)) = link else { return ().into_any() };
        let content = content_or(children.as_ref(), || label.to_owned());
        let link = view! {
            <a class=class.clone() href=href>
                {content}
            </a>
        };
        link.erase().add_any_attr(attributes).into_any()
    })
}
