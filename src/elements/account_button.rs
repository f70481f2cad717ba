use leptos::prelude::*;

use super::{CardForm, Erase, FormState, Icon, IconName, SessionInput, UserPreview};
use crate::api::SetActiveSession;
use crate::model::{Field, Session};

/// Someone who is signed in on this browser, as a button that lets them act.
#[component]
pub fn AccountButton(
    session: Session,
    /// Where to go then; empty for where the settings say.
    #[prop(into)]
    redirect_url: Signal<String>,
    /// Of the button.
    class: &'static str,
) -> impl IntoView {
    let form = FormState::new::<SetActiveSession>("", &[], &[]).about(Field::SessionId, &session.id);
    view! {
        <CardForm form redirect_url>
            <SessionInput id=session.id/>
            <button
                type="submit"
                class=class
                aria-disabled=form.while_pending("true")
                data-loading=form.while_pending("")
            >
                <UserPreview user=session.user/>
                <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
            </button>
        </CardForm>
    }
    .erase()
}
