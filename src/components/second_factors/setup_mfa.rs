use leptos::prelude::*;

use super::{BackupCodeList, Offers};
use crate::elements::{AuthState, Card, Erase, Icon, IconName, SignOutForm, local_path, memo, with_redirect};
use crate::locale::{self, second_factors as text};

/// What stands between a person and the app where nobody is let in without a second factor; and, once one is set up, the
/// backup codes and the way on.
#[component]
pub fn SetupMfa(
    id: String,
    /// Where that someone wanted to go.
    redirect_url: Signal<String>,
    /// Where to go otherwise.
    otherwise: String,
) -> impl IntoView {
    let state = AuthState::current();
    // Whatever is done here leads back here, and on from here: whichever page of the entrance it stands on.
    let page = state.settings.with_value(|settings| format!("{}/setup-mfa", settings.paths.sign_in));
    let here = Signal::derive(move || redirect_url.with(|url| with_redirect(&page, url)));
    let user = memo(move |_| {
        state.client.with(|client| client.task().and(client.current_session()).map(|session| session.user.clone()))
    });
    move || match user.get() {
        Some(user) => {
            let id = id.clone();
            view! {
                <Card title=text::TASK_TITLE subtitle=text::TASK_SUBTITLE focus_title=true>
                    <Offers id user redirect_url=here/>
                    <SignOutForm class="vst-button".to_owned()>{locale::action::SIGN_OUT}</SignOutForm>
                </Card>
            }
            .erase()
        }
        None => {
            let otherwise = otherwise.clone();
            let onward = move || redirect_url.with(|url| local_path(url).unwrap_or(&otherwise).to_owned());
            let codes = state.backup_codes.get().map(|codes| view! { <BackupCodeList codes/> });
            view! {
                <Card title=text::DONE_TITLE subtitle=text::DONE_SUBTITLE focus_title=true>
                    {codes}
                    <a class="vst-formButtonPrimary" rel="external" href=onward>
                        <span>{locale::action::CONTINUE}</span>
                        <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
                    </a>
                </Card>
            }
            .erase()
        }
    }
}
