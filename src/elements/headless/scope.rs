//! What the parts know of what they stand in: it goes by context, so that whoever writes the markup names none of it.

use leptos::attr::any_attribute::AnyAttribute;
use leptos::attribute_interceptor::{AttributeInterceptor, AttributeInterceptorProps};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

use crate::elements::{Erase, FormState, RepeatedContent};
use crate::model::{ApiErrors, Strategy, Verification};

/// A step of a sign-in or a sign-up. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct StepScope {
    /// The form that the step is there for.
    pub form: FormState,
    /// What else is under way in a sign-in.
    pub kind: StepKind,
    /// What is wrong with the forms beside it: those that lead to providers, and to other strategies.
    pub others: RwSignal<ApiErrors>,
    pub redirect_url: Signal<String>,
    /// What the ids of the fields begin with.
    pub id: StoredValue<String>,
    /// What is proven in it.
    pub strategy: Option<Strategy>,
    /// What asks for another code or link, where one was sent.
    pub resend: Option<FormState>,
    /// What was sent, as far as it has come.
    pub proof: Signal<Option<Verification>>,
    /// Who has said who they are.
    pub identifier: StoredValue<String>,
}

/// Which of the flows a step is one of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    SignIn(super::SignInStepName),
    SignUp,
}

impl StepScope {
    /// The step around a part.
    pub fn current() -> Self {
        use_context().expect("the elements of vestibule work inside <SignInStep> or <SignUpStep> only")
    }

    /// Whether forms have to say what they prove.
    pub fn said_strategy(self) -> Option<Strategy> {
        let is_sign_in = matches!(self.kind, StepKind::SignIn(_));
        self.strategy.filter(|strategy| is_sign_in && *strategy != Strategy::Password)
    }

    /// A form beside that of the step.
    pub fn other_form(self, action: &'static str) -> FormState {
        self.id.with_value(|id| FormState::posting(action, id, &[])).with_errors(self.others)
    }
}

/// The form that a part belongs to, where that is not the step's own.
#[derive(Clone, Copy)]
pub struct FormScope(pub FormState);

/// The form that a part belongs to.
pub fn current_form() -> FormState {
    use_context::<FormScope>().map_or_else(|| StepScope::current().form, |FormScope(form)| form)
}

/// Makes a view in which something is known. What stands beside it does not know it.
pub fn within<T: Send + Sync + 'static>(value: T, content: impl FnOnce() -> AnyView) -> AnyView {
    let owner = Owner::current().unwrap_or_default().child();
    let view = owner.with(|| {
        provide_context(value);
        content()
    });
    OwnedView::new_with_owner(view, owner).erase()
}

/// A part whose attributes belong to an element inside of it.
pub fn with_attributes(view: impl Fn(AnyAttribute) -> AnyView + Send + Sync + 'static) -> impl IntoView {
    AttributeInterceptor(AttributeInterceptorProps::builder().children(view).build())
}

/// What a part holds, or a text where nothing was put into it.
pub fn content_or(children: Option<&RepeatedContent>, text: impl FnOnce() -> String) -> AnyView {
    children.map_or_else(|| text().erase(), RepeatedContent::render)
}
