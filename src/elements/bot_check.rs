use leptos::prelude::*;

use super::FormState;
use super::headless::captcha;

/// In a form: what shows that no program sits at the browser, where the settings ask for that.
#[component]
pub fn BotCheck(form: FormState) -> impl IntoView {
    captcha(form, "vst-captcha".to_owned())
}
