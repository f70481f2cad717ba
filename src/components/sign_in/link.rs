use leptos::prelude::*;

use super::attempt::OtherMethods;
use crate::elements::{Attempt, Card, LinkStep as LinkForms, SignInStepAt};
use crate::locale;
use crate::model::Strategy;

/// The link that was sent to whoever has said who they are.
#[component]
pub fn LinkStep(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = SignInStepAt::Link.form(&id);
    let resend = SignInStepAt::Link.resend(&id);
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
