use leptos::prelude::*;

use crate::elements::{AuthState, Avatar, Erase, Icon, IconName, SignOutForm};
use crate::locale;
use crate::model::User;

/// What is behind the button.
#[component]
pub fn Menu(user: User, after_sign_out_url: Option<String>, close: Callback<()>) -> impl IntoView {
    let profile = AuthState::current().settings.with_value(|settings| settings.paths.user_profile.clone());
    view! {
        <div class="vst-userButtonPopoverRootBox">
            <div class="vst-userButtonPopoverCard">
                <div class="vst-userButtonPopoverMain">
                    <UserPreview user/>
                </div>
                <div class="vst-userButtonPopoverActions">
                    {(!profile.is_empty())
                        .then(|| {
                            view! {
                                <a
                                    class="vst-userButtonPopoverActionButton"
                                    href=profile
                                    on:click=move |_| close.run(())
                                >
                                    <Action icon=IconName::Settings label=locale::action::MANAGE_ACCOUNT/>
                                </a>
                            }
                        })}
                    <SignOutForm
                        redirect_url=after_sign_out_url
                        class="vst-userButtonPopoverActionButton".to_owned()
                    >
                        <Action icon=IconName::SignOut label=locale::action::SIGN_OUT/>
                    </SignOutForm>
                </div>
                <div class="vst-userButtonPopoverFooter">{locale::footer::SECURED_BY}</div>
            </div>
        </div>
    }
    .erase()
}

#[component]
fn Action(icon: IconName, label: &'static str) -> impl IntoView {
    view! {
        <span class="vst-userButtonPopoverActionButtonIconBox">
            <Icon name=icon class="vst-userButtonPopoverActionButtonIcon"/>
        </span>
        <span>{label}</span>
    }
}

/// Who is signed in: the name, and below it what one signs in with.
#[component]
fn UserPreview(user: User) -> impl IntoView {
    let name = user.display_name();
    let address = user.primary_email_address().map(str::to_owned).filter(|address| *address != name);
    view! {
        <div class="vst-userPreview">
            <div class="vst-userPreviewAvatarContainer">
                <Avatar user/>
            </div>
            <div class="vst-userPreviewTextContainer">
                <span class="vst-userPreviewMainIdentifier">{name}</span>
                {address.map(|address| view! { <span class="vst-userPreviewSecondaryIdentifier">{address}</span> })}
            </div>
        </div>
    }
    .erase()
}
