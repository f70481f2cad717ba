use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::FormState;
use crate::api;
use crate::locale;
use crate::model::{Field, PasswordStrength};

/// How long typing has to rest before the server is asked.
const REST: Duration = Duration::from_millis(300);

/// How good a new password is, while it is typed. Without JavaScript it is only the hint how long it has to be.
#[derive(Clone, Copy)]
pub struct PasswordAdvice {
    form: FormState,
    /// What else is typed that must not stand in the password.
    about: &'static [Field],
    strength: RwSignal<Option<PasswordStrength>>,
    /// Counts what was asked, so that a late answer does not speak about an earlier password.
    asked: StoredValue<u32>,
}

impl PasswordAdvice {
    pub fn new(form: FormState, about: &'static [Field]) -> Self {
        Self { form, about, strength: RwSignal::new(None), asked: StoredValue::new(0) }
    }

    /// What to call with the password whenever it has changed.
    pub fn on_change(self) -> impl FnMut(String) {
        let mut ask_later = debounce(REST, move |password: String| self.ask(password));
        move |password: String| {
            // The answers under way are about another password.
            self.asked.update_value(|asked| *asked += 1);
            if password.is_empty() {
                self.strength.set(None);
            }
            ask_later(password);
        }
    }

    fn ask(self, password: String) {
        let Some(asked) = self.asked.try_get_value().filter(|_| !password.is_empty()) else { return };
        let about = self.about.iter().map(|field| self.form.typed(*field)).filter(|typed| !typed.is_empty());
        let about: Vec<String> = about.collect();
        spawn_local(async move {
            let answer = api::fetch_password_strength(&password, &about).await;
            if self.asked.try_get_value() == Some(asked) {
                self.strength.set(answer.ok());
            }
        });
    }

    /// The bar and the advice below the field.
    pub fn view(self, field: Field, id: String) -> impl IntoView {
        let error = self.form.error(field);
        let min_length = self.form.state.settings.with_value(|settings| settings.password_min_length);
        view! {
            {move || {
                let score = self.strength.with(|strength| strength.as_ref().map(shown_score));
                score
                    .map(|score| {
                        view! {
                            <div class="vst-passwordStrength" data-score=score.to_string() aria-hidden="true">
                                <span class="vst-passwordStrengthBar"></span>
                                <span class="vst-passwordStrengthBar"></span>
                                <span class="vst-passwordStrengthBar"></span>
                                <span class="vst-passwordStrengthBar"></span>
                            </div>
                        }
                    })
            }}
            <div id=id aria-live="polite">
                {move || {
                    // What is wrong with the password says it all.
                    error
                        .with(Option::is_none)
                        .then(|| {
                            let (class, text) = self.strength.with(|strength| advice(strength.as_ref(), min_length));
                            view! { <p class=class>{text}</p> }
                        })
                }}
            </div>
        }
    }
}

/// A password that would be refused is never shown as a good one, however hard to guess.
fn shown_score(strength: &PasswordStrength) -> u8 {
    if strength.acceptable { strength.score } else { strength.score.min(2) }
}

fn advice(strength: Option<&PasswordStrength>, min_length: usize) -> (&'static str, String) {
    let Some(strength) = strength else {
        return ("vst-formFieldInfoText", locale::field::password_hint(&min_length.to_string()));
    };
    if strength.acceptable {
        return ("vst-formFieldSuccessText", locale::field::password_ok().to_owned());
    }
    let warning = strength.warning.map(locale::warning_text);
    let suggestion = strength.suggestions.first().map(|suggestion| locale::suggestion_text(*suggestion));
    let said: Vec<&str> = [warning, suggestion].into_iter().flatten().collect();
    let text = if said.is_empty() { locale::field::password_hint(&min_length.to_string()) } else { said.join(" ") };
    ("vst-formFieldWarningText", text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PasswordSuggestion, PasswordWarning};

    #[test]
    fn a_refused_password_is_not_shown_as_good() {
        let strength = PasswordStrength { score: 4, acceptable: false, ..Default::default() };
        assert_eq!(shown_score(&strength), 2);
        assert_eq!(advice(Some(&strength), 8), ("vst-formFieldWarningText", locale::field::password_hint("8")));
    }

    #[test]
    fn a_weak_password_is_told_why_and_what_helps() {
        let strength = PasswordStrength {
            score: 1,
            acceptable: false,
            warning: Some(PasswordWarning::Common),
            suggestions: vec![PasswordSuggestion::AnotherWord, PasswordSuggestion::UseWords],
        };
        let (_, text) = advice(Some(&strength), 8);
        assert_eq!(text, "This is a commonly used password. Add another, less common word.");
    }
}
