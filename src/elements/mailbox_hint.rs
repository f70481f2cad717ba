use leptos::prelude::*;

use super::{AuthState, Erase};
use crate::locale;

/// Where what was sent is to be found in development. The mailbox is a page of the server: the router must not take the link, and
/// the step stays as it is.
pub fn mailbox_hint() -> Option<AnyView> {
    let is_development = AuthState::current().settings.with_value(|settings| settings.development);
    is_development.then(|| {
        view! {
            <p class="vst-developmentHint">
                <a class="vst-developmentHintLink" href="/dev/mailbox" target="_blank" rel="external noopener">
                    {locale::footer::open_mailbox()}
                </a>
            </p>
        }
        .erase()
    })
}
