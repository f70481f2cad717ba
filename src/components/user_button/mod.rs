mod menu;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use self::menu::Menu;
use crate::elements::{AuthState, Avatar, Erase, effect, platform};
use crate::locale;

/// The picture of the person who is signed in, and behind it a menu: who that is, the account, signing out. It shows
/// nothing when nobody is signed in.
///
/// It is a `<details>`, so the menu opens **without JavaScript** as well. **In the browser** it also closes on Escape,
/// on a click elsewhere and when the focus goes elsewhere; Escape gives the focus back to the button.
///
/// "Manage account" leads where the settings say (`paths.user_profile`), and is not there when they say nothing. Where
/// several people can be signed in on one browser (`session.multi_session`), the others are in the menu to switch to, with
/// the way to one more.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::UserButton;
///
/// #[component]
/// fn Header() -> impl IntoView {
///     view! {
///         <header>
///             <a href="/">"My app"</a>
///             <UserButton show_name=true/>
///         </header>
///     }
/// }
/// ```
#[component]
pub fn UserButton(
    /// Whether the name stands beside the picture.
    #[prop(optional)]
    show_name: bool,
    /// Where to go after signing out; left out for where the settings say.
    #[prop(optional, into)]
    after_sign_out_url: Option<String>,
    /// Where to go after switching to another account; left out for where a sign-in leads.
    #[prop(optional, into)]
    after_switch_session_url: Option<String>,
) -> impl IntoView {
    let user = AuthState::current().user;
    let root = NodeRef::<html::Details>::new();
    let trigger = NodeRef::<html::Summary>::new();
    let close = move || match root.get_untracked() {
        Some(root) if root.open() => {
            root.set_open(false);
            true
        }
        _ => false,
    };
    effect(move || {
        let escape = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape"
                && close()
                && let Some(trigger) = trigger.get_untracked()
            {
                // Without the focus the page is still all there.
                let _ = trigger.focus();
            }
        });
        let elsewhere = window_event_listener(ev::pointerdown, move |event| {
            if !platform::is_inside(root, &event) {
                close();
            }
        });
        on_cleanup(move || {
            escape.remove();
            elsewhere.remove();
        });
    });
    move || {
        let after_sign_out_url = after_sign_out_url.clone();
        let after_switch_session_url = after_switch_session_url.clone();
        user.get().map(|user| {
            let name = show_name.then(|| user.display_name());
            view! {
                <details
                    class="vst-userButtonBox"
                    node_ref=root
                    on:focusout=move |event| {
                        if platform::focus_left(root, &event) {
                            close();
                        }
                    }
                >
                    <summary
                        class="vst-userButtonTrigger"
                        aria-label=locale::action::OPEN_USER_MENU
                        node_ref=trigger
                    >
                        {name.map(|name| view! { <span class="vst-userButtonOuterIdentifier">{name}</span> })}
                        <Avatar user=user.clone() class="vst-avatarBox vst-userButtonAvatarBox"/>
                    </summary>
                    <Menu
                        user
                        after_sign_out_url
                        after_switch_session_url
                        close=Callback::new(move |()| {
                            close();
                        })
                    />
                </details>
            }
            .erase()
        })
    }
}
