use leptos::prelude::*;

use super::{
    CodeField, Erase, Form, FormState, IdentityPreview, ResendLink, StrategyInput, SubmitButton, effect, platform,
};
use crate::locale;
use crate::model::{Field, Notice, Strategy};

/// Whom a code was sent to, the field for it, and the way to another one.
#[component]
pub fn CodeStep(
    form: FormState,
    resend: FormState,
    redirect_url: Signal<String>,
    /// Who is being asked.
    identifier: String,
    /// The page where they can be changed.
    back: Signal<String>,
    /// When another code may be asked for, Unix milliseconds of the server.
    resend_at: Signal<Option<i64>>,
    /// What is proven by it, where both forms have to say so.
    #[prop(optional)]
    strategy: Option<Strategy>,
) -> impl IntoView {
    effect(move || {
        if resend.notice.get() == Some(Notice::CodeSent) {
            // What was said about the code before goes with it.
            form.changed(Field::Code);
            platform::empty_field(form.node, Field::Code.name());
        }
    });
    view! {
        <IdentityPreview identifier href=back/>
        <Form form redirect_url>
            <StrategyInput strategy/>
            <CodeField form/>
            <SubmitButton form label=locale::action::continue_()/>
        </Form>
        <ResendLink form=resend redirect_url resend_at strategy/>
    }
    .erase()
}
