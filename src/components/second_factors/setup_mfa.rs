use leptos::prelude::*;

use super::backup_codes::BackupCodeList;
use super::offers::Offers;
use crate::elements::{AuthState, Card, Erase, Icon, IconName, SignOutForm, local_path, memo, redirect_url_of};
use crate::locale::{self, second_factors as text};
use crate::model::SessionTask;

/// What stands between a person and the app where nobody is let in without a second factor; and, once one is set up, the
/// backup codes and the way on.
#[component]
pub fn SetupMfa(
    id: String,
    /// The address that whatever is done here leads back to. It says where that someone wanted to go.
    here: Signal<String>,
) -> impl IntoView {
    let state = AuthState::current();
    let user = memo(move |_| {
        state.client.with(|client| {
            let is_left = client.task() == Some(SessionTask::SetupMfa);
            client.current_session().filter(|_| is_left).map(|session| session.user.clone())
        })
    });
    move || match user.get() {
        Some(user) => {
            let id = id.clone();
            view! {
                <Card title=text::task_title() subtitle=text::task_subtitle() focus_title=true>
                    <Offers id user redirect_url=here/>
                    <SignOutForm class="vst-button".to_owned()>{locale::action::sign_out()}</SignOutForm>
                </Card>
            }
            .erase()
        }
        None => {
            let wanted = here.with(|here| redirect_url_of(here));
            let onward = local_path(&wanted).map(str::to_owned);
            let onward = onward.unwrap_or_else(|| state.settings.with_value(|it| it.paths.after_sign_in.clone()));
            let codes = state.backup_codes.get().map(|codes| view! { <BackupCodeList codes/> });
            view! {
                <Card title=text::done_title() subtitle=text::done_subtitle() focus_title=true>
                    {codes}
                    <a class="vst-formButtonPrimary" rel="external" href=onward>
                        <span>{locale::action::continue_()}</span>
                        <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
                    </a>
                </Card>
            }
            .erase()
        }
    }
}
