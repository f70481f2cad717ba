use leptos::prelude::*;

use super::field::input_with_focus;
use super::{Erase, FieldError, FieldLabel, FormState};
use crate::locale;
use crate::model::Field;

/// How many digits a code has.
const DIGITS: usize = 6;

/// A field for a code: one input, so that it can be pasted, filled in by the system, and read out. Where the browser's
/// half runs, what is not a digit falls away, and the last digit sends the form.
#[component]
pub fn CodeField(form: FormState) -> impl IntoView {
    let field = Field::Code;
    let sent = StoredValue::new(String::new());
    let input = input_with_focus(form, field, true);
    let on_input = move |_| {
        form.changed(field);
        let Some(input) = input.get_untracked() else { return };
        let typed = input.value();
        let code = digits(&typed);
        if code != typed {
            input.set_value(&code);
        }
        if code.len() == DIGITS && sent.with_value(|sent| *sent != code) {
            sent.set_value(code);
            if let Some(form) = form.node.get_untracked() {
                // The button is still there to send it.
                let _ = form.request_submit();
            }
        }
    };
    view! {
        <div class="vst-otpCodeField" data-error=form.while_wrong(field, "")>
            <FieldLabel form field label=locale::field::code() required=true/>
            <input
                class="vst-otpCodeFieldInput"
                id=form.field_id(field)
                name=field.name()
                type="text"
                inputmode="numeric"
                autocomplete="one-time-code"
                spellcheck="false"
                placeholder=locale::field::code_placeholder()
                required=true
                autofocus=form.has_first_focus(field, true)
                aria-invalid=form.while_wrong(field, "true")
                aria-describedby=form.described_by(field)
                node_ref=input
                on:input=on_input
            />
            <FieldError form field class="vst-otpCodeFieldErrorText"/>
        </div>
    }
    .erase()
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
