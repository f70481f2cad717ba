use leptos::prelude::*;

use super::{Erase, FormState, platform};
use crate::locale;
use crate::model::Field;

/// In a form: what shows that no program sits at the browser, where the settings ask for that. A script fills it in while a
/// person types, with and without the browser's half of the app. What for, it knows from where the form is sent to.
#[component]
pub fn BotCheck(form: FormState) -> impl IntoView {
    let (script, needs_script) =
        form.state.settings.with_value(|settings| (settings.captcha_script.clone(), settings.captcha_needs_script));
    (!script.is_empty())
        .then(|| {
            let without = match needs_script {
                true => format!("<noscript>{}</noscript>", locale::form::needs_javascript()),
                false => String::new(),
            };
            view! {
                <input type="hidden" name=Field::CaptchaToken.name() value=""/>
                <div class="vst-captcha" inner_html=without></div>
                <script async src=script nonce=platform::nonce()></script>
            }
        })
        .erase()
}
