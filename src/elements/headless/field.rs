use leptos::prelude::*;

use super::scope::{StepScope, content_or, with_attributes, within};
use crate::elements::{Content, Erase, FormState, RepeatedContent, live};
use crate::locale;
use crate::model::{Field, FieldRule, PublicSettings};

/// The field around a part. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct FieldScope {
    pub form: FormState,
    pub field: Field,
    /// Whether a password is shown as it was typed.
    pub shown: RwSignal<bool>,
}

impl FieldScope {
    /// The field around a part.
    pub fn current() -> Self {
        use_context().expect("Label, Input, ShowPassword and FieldError work inside <Field> only")
    }
}

/// What belongs to one field of a form: its [`Label`], its [`Input`](super::Input) and its [`FieldError`] find each other in
/// it. It has `data-error` while the field is wrong.
#[component]
pub fn Field(
    /// Which one.
    name: Field,
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands in it.
    children: Content,
) -> impl IntoView {
    let form = StepScope::current().form;
    let scope = FieldScope { form, field: name, shown: RwSignal::new(false) };
    within(scope, move || field_element(form, name, class, children.render()))
}

/// What is around a field.
pub fn field_element(form: FormState, field: Field, class: String, content: AnyView) -> AnyView {
    view! {
        <div class=class data-error=form.while_wrong(field, "")>
            {content}
        </div>
    }
    .erase()
}

/// What belongs into a field; its usual name where nothing else is put there.
#[component]
pub fn Label(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands in it.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let FieldScope { form, field, .. } = FieldScope::current();
    let text = || field_label(form, field).to_owned();
    label_element(form, field, class, content_or(children.as_ref(), text))
}

/// The label of a field.
pub fn label_element(form: FormState, field: Field, class: String, content: AnyView) -> AnyView {
    view! {
        <label class=class for=form.field_id(field)>
            {content}
        </label>
    }
    .erase()
}

/// What is wrong with a field; nothing while nothing is. The [`Input`](super::Input) points to it.
#[component]
pub fn FieldError(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let FieldScope { form, field, .. } = FieldScope::current();
    let error = form.error(field);
    with_attributes(move |attributes| {
        let class = class.clone();
        live(move || error.get().map(|text| error_line(form, field, &class, text).add_any_attr(attributes.clone())))
    })
}

/// The line that says what is wrong with a field. What is wrong with another field is read out when that takes the focus; the
/// field of a code has it all along, because its last digit sends the form.
pub fn error_line(form: FormState, field: Field, class: &str, text: String) -> AnyView {
    let role = (field == Field::Code).then_some("alert");
    view! {
        <p class=class.to_owned() id=form.error_id(field) role=role>
            {text}
        </p>
    }
    .erase()
}

/// What a field is called.
pub fn field_label(form: FormState, field: Field) -> &'static str {
    match field {
        Field::Identifier => form.state.settings.with_value(identifier).0,
        Field::EmailAddress => locale::field::email_address(),
        Field::PhoneNumber => locale::field::phone_number(),
        Field::Username => locale::field::username(),
        Field::NewPassword => locale::field::new_password(),
        Field::CurrentPassword => locale::field::current_password(),
        Field::Password => locale::field::password(),
        Field::FirstName => locale::field::first_name(),
        Field::LastName => locale::field::last_name(),
        Field::Code => locale::field::code(),
        _ => "",
    }
}

/// What people are known by: what that is called, and the type of its input.
pub fn identifier(settings: &PublicSettings) -> (&'static str, &'static str) {
    let is_on = |rule: FieldRule| rule != FieldRule::Off;
    match (is_on(settings.email_address), is_on(settings.phone_number), is_on(settings.username)) {
        (_, false, false) => (locale::field::email_address(), "email"),
        (true, true, false) => (locale::field::email_or_phone(), "text"),
        (true, false, true) => (locale::field::email_or_username(), "text"),
        (true, true, true) => (locale::field::email_phone_or_username(), "text"),
        (false, true, false) => (locale::field::phone_number(), "tel"),
        (false, false, true) => (locale::field::username(), "text"),
        (false, true, true) => (locale::field::phone_or_username(), "text"),
    }
}
