use leptos::prelude::*;

use super::attempt::{Attempt, OtherMethods};
use crate::api::{AttemptFirstFactor, PrepareFirstFactor};
use crate::elements::{Card, FormState, LinkStep as LinkForms};
use crate::locale;
use crate::model::{Notice, Strategy};

/// The link that was sent to whoever has said who they are.
#[component]
pub fn LinkStep(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = FormState::new::<AttemptFirstFactor>(&id, &[], &[]);
    let resend = FormState::new::<PrepareFirstFactor>(&id, &[], &[]).with_success(Notice::LinkSent);
    let attempt = Attempt::under_way(redirect_url);
    view! {
        <Card title=locale::sign_in::code_title() subtitle=locale::sign_in::link_subtitle() focus_title=true>
            <LinkForms
                form
                resend
                redirect_url
                identifier=attempt.identifier.clone()
                back=attempt.start()
                proof=attempt.proof()
                strategy=Strategy::EmailLink
            />
            <OtherMethods attempt besides=Strategy::EmailLink/>
        </Card>
    }
}
