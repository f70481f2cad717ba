use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

use super::field::{FieldScope, identifier};
use super::scope::{StepKind, StepScope};
use crate::elements::{Erase, FormState, RepeatedContent, effect, live};
use crate::locale;
use crate::model::{Field, Strategy};

/// How many digits a code has.
const DIGITS: usize = 6;

/// The input of a field. From the field it knows its type, what a browser may fill in, and what was typed before; it has
/// `aria-invalid` and points to the [`FieldError`](super::FieldError) while something is wrong. In a new step the first one gets
/// the focus. Of a code what is no digit falls away, and the last digit sends the form.
#[component]
pub fn Input(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// The `type`, where it is not the usual one of the field.
    #[prop(optional)]
    kind: Option<&'static str>,
    /// What a browser may fill in, where it is not the usual for the field.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What stands in it while it is empty.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// Whether it gets the focus when the step is shown. Left out, the first field of the sign-in's step does.
    #[prop(optional)]
    autofocus: Option<bool>,
) -> impl IntoView {
    let FieldScope { form, field, shown } = FieldScope::current();
    let scope = StepScope::current();
    let known = Usual::of(form, field, scope);
    let kind = kind.unwrap_or(known.kind);
    let kind = match is_secret(field) {
        true => password_kind(form, shown),
        false => Signal::stored(kind),
    };
    let options = InputOptions {
        class,
        kind,
        value: known.value,
        autocomplete: autocomplete.unwrap_or(known.autocomplete),
        inputmode: known.inputmode,
        placeholder,
        is_literal: known.is_literal,
        required: !optional,
        autofocus: autofocus.unwrap_or(known.autofocus),
        hint: None,
        typed: known.inputmode.map(|_| code_typed(form)),
    };
    input_element(form, field, options)
}

/// What an input is.
pub struct InputOptions {
    pub class: String,
    pub kind: Signal<&'static str>,
    pub value: Option<String>,
    pub autocomplete: &'static str,
    pub inputmode: Option<&'static str>,
    pub placeholder: Option<&'static str>,
    /// Whether it is taken letter by letter: a name begins with a capital.
    pub is_literal: bool,
    pub required: bool,
    pub autofocus: bool,
    /// The id of what helps with it.
    pub hint: Option<String>,
    /// What to call with the input whenever something was typed.
    pub typed: Option<Typed>,
}

impl InputOptions {
    /// A text that may stay empty.
    pub fn new(class: &str) -> Self {
        Self {
            class: class.to_owned(),
            kind: Signal::stored("text"),
            value: None,
            autocomplete: "off",
            inputmode: None,
            placeholder: None,
            is_literal: false,
            required: false,
            autofocus: false,
            hint: None,
            typed: None,
        }
    }
}

/// What to call with an input in which something was typed.
pub type Typed = Box<dyn FnMut(HtmlInputElement)>;

/// The input of a field of a form.
pub fn input_element(form: FormState, field: Field, options: InputOptions) -> AnyView {
    let InputOptions {
        class,
        kind,
        value,
        autocomplete,
        inputmode,
        placeholder,
        is_literal,
        required,
        autofocus,
        hint,
        mut typed,
    } = options;
    let focused = form.has_first_focus(field, autofocus);
    let input = NodeRef::<html::Input>::new();
    // In a step that the browser makes: `autofocus` works only on the page that was loaded.
    if focused && form.state.is_hydrated() {
        input.on_load(|input| {
            request_animation_frame(move || {
                // Without the focus the page is still all there.
                let _ = input.focus();
            });
        });
    }
    view! {
        <input
            class=class
            id=form.field_id(field)
            name=field.name()
            type=kind
            value=value
            inputmode=inputmode
            autocomplete=autocomplete
            autocapitalize=is_literal.then_some("none")
            spellcheck=is_literal.then_some("false")
            placeholder=placeholder
            required=required
            autofocus=focused
            aria-invalid=form.while_wrong(field, "true")
            aria-describedby=form.described_by(field, hint)
            node_ref=input
            on:input=move |_| {
                form.changed(field);
                if let (Some(typed), Some(input)) = (&mut typed, input.get_untracked()) {
                    typed(input);
                }
            }
        />
    }
    .erase()
}

/// The type of a password's input. A password manager offers to keep only what is hidden when the form is sent.
pub fn password_kind(form: FormState, shown: RwSignal<bool>) -> Signal<&'static str> {
    effect(move || {
        if form.pending.get() {
            shown.set(false);
        }
    });
    Signal::derive(move || if shown.get() { "text" } else { "password" })
}

/// What becomes of what is typed for a code.
pub fn code_typed(form: FormState) -> Typed {
    let mut sent = String::new();
    Box::new(move |input| {
        let typed = input.value();
        let code = digits(&typed);
        if code != typed {
            input.set_value(&code);
        }
        if code.len() == DIGITS && sent != code {
            sent = code;
            if let Some(form) = form.node.get_untracked() {
                // The button is still there to send it.
                let _ = form.request_submit();
            }
        }
    })
}

/// The name that belongs to a password that is asked for alone, where a password manager looks for it.
pub fn username_hint(identifier: String) -> AnyView {
    view! { <input type="text" autocomplete="username" value=identifier readonly=true hidden=true/> }.erase()
}

/// A button that shows a password as it was typed, and hides it again. It does nothing without JavaScript, so it is there only
/// with it.
#[component]
pub fn ShowPassword(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands on it.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let FieldScope { form, field, shown } = FieldScope::current();
    let label = move || if shown.get() { locale::field::hide_password() } else { locale::field::show_password() };
    let is_named = children.is_none();
    super::scope::with_attributes(move |attributes| {
        let children = children.clone();
        let content = move || match &children {
            Some(children) => children.render(),
            None => live(label),
        };
        let button = show_password_button(form.field_id(field), shown, class.clone(), !is_named, content);
        button.add_any_attr(attributes).erase()
    })
}

/// The same. `controls` is the id of the input; it has a name of its own where what stands on it does not say it.
pub fn show_password_button(
    controls: String,
    shown: RwSignal<bool>,
    class: String,
    is_labelled: bool,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let works = RwSignal::new(false);
    effect(move || works.set(true));
    let label = Signal::derive(move || {
        is_labelled.then(|| if shown.get() { locale::field::hide_password() } else { locale::field::show_password() })
    });
    live(move || {
        works.get().then(|| {
            view! {
                <button
                    type="button"
                    class=class.clone()
                    aria-label=label
                    aria-controls=controls.clone()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {content()}
                </button>
            }
        })
    })
}

/// What an input is if nothing else is said.
struct Usual {
    kind: &'static str,
    autocomplete: &'static str,
    inputmode: Option<&'static str>,
    is_literal: bool,
    autofocus: bool,
    value: Option<String>,
}

impl Usual {
    fn of(form: FormState, field: Field, scope: StepScope) -> Self {
        let is_start = matches!(scope.kind, StepKind::SignIn(super::SignInStepName::Start));
        let is_code = field == Field::Code && scope.strategy != Some(Strategy::BackupCode);
        let (kind, autocomplete) = match field {
            Field::Identifier => form.state.settings.with_value(|settings| {
                (identifier(settings).1, if settings.passkeys() { "username webauthn" } else { "username" })
            }),
            Field::EmailAddress => ("email", "email"),
            Field::PhoneNumber => ("tel", "tel"),
            Field::Username => ("text", "username"),
            Field::FirstName => ("text", "given-name"),
            Field::LastName => ("text", "family-name"),
            Field::NewPassword => ("password", "new-password"),
            Field::Password if scope.kind == StepKind::SignUp => ("password", "new-password"),
            Field::Password | Field::CurrentPassword => ("password", "current-password"),
            Field::Code if is_code => ("text", "one-time-code"),
            _ => ("text", "off"),
        };
        let is_sign_in = scope.kind != StepKind::SignUp;
        let is_hidden = is_secret(field) || field == Field::Code;
        Self {
            kind,
            autocomplete,
            inputmode: is_code.then_some("numeric"),
            is_literal: !matches!(field, Field::FirstName | Field::LastName),
            // Where a password can be given at once, who one is comes first.
            autofocus: is_sign_in && !(is_start && field != Field::Identifier) || field == Field::Code,
            value: (!is_hidden).then(|| form.value(field).or_else(|| known_value(form, field)).unwrap_or_default()),
        }
    }
}

/// What the browser's sign-in or sign-up knows already.
fn known_value(form: FormState, field: Field) -> Option<String> {
    form.state.client.with_untracked(|client| {
        if field == Field::Identifier {
            return client.sign_in.as_ref()?.identifier.clone();
        }
        let sign_up = client.sign_up.as_ref()?;
        match field {
            Field::EmailAddress => sign_up.email_address.clone(),
            Field::PhoneNumber => sign_up.phone_number_formatted.clone(),
            Field::Username => sign_up.username.clone(),
            Field::FirstName => sign_up.first_name.clone(),
            Field::LastName => sign_up.last_name.clone(),
            _ => None,
        }
    })
}

const fn is_secret(field: Field) -> bool {
    matches!(field, Field::Password | Field::NewPassword | Field::CurrentPassword)
}

fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).take(DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_count() {
        assert_eq!(digits(" 123-456 7"), "123456");
        assert_eq!(digits("12a"), "12");
    }
}
