mod item;
mod menu;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use self::item::UserButtonItem;
use self::menu::Menu;
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{AuthState, Avatar, Erase, Icon, IconName, Root, effect, live, memo, platform};
use crate::locale::{self, words};
use crate::model::User;

/// The picture of the person who is signed in, and behind it a menu: who that is, the account, signing out. It shows
/// nothing when nobody is signed in.
///
/// It is a `<details>`, so the menu opens **without JavaScript** as well. **In the browser** it also closes on Escape,
/// on a click elsewhere and when the focus goes elsewhere; Escape, and whatever is chosen in it, gives the focus back to the
/// button.
///
/// "Manage account" leads where the settings say (`paths.user_profile`), and is not there when they say nothing. With
/// `user_profile_modal` it opens over the page, in the browser, and closes when someone goes to another; without JavaScript
/// it leads there all the same. Where several people can be signed in on one browser (`session.multi_session`), the others
/// are in the menu to switch to, with the way to one more. Links and actions of the app's own stand between the account and
/// the end of the session, or in the order that `items` names.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::{UserButton, UserButtonItem, UserProfile};
///
/// #[component]
/// fn Header() -> impl IntoView {
///     let items = vec![
///         UserButtonItem::link("Help", "/help"),
///         UserButtonItem::action("Keyboard shortcuts", || { /* opens a list of them */ }),
///     ];
///     view! {
///         <header>
///             <a href="/">"My app"</a>
///             <UserButton show_name=true items user_profile_modal=|| view! { <UserProfile is_modal=true/> }/>
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
    /// What "Manage account" opens over the page: `<UserProfile is_modal=true/>`. Left out, it leads to the page.
    #[prop(optional, into)]
    user_profile_modal: Option<ViewFn>,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// Links and actions of the app's own, and in which order all of them stand.
    #[prop(optional)]
    items: Vec<UserButtonItem>,
) -> impl IntoView {
    let root_box = Root::new(Component::UserButton, appearance);
    let items = StoredValue::new(item::in_order(items));
    let user = AuthState::current().user;
    // What is made anew closes the menu: a name that changes is no reason for that.
    let has_user = memo(move |_| user.with(Option::is_some));
    let root = NodeRef::<html::Details>::new();
    let trigger = NodeRef::<html::Summary>::new();
    let close = move || match root.get_untracked() {
        Some(root) if root.open() => {
            root.set_open(false);
            true
        }
        _ => false,
    };
    // What had the focus in it is not seen any more.
    let leave = move || {
        if close()
            && let Some(trigger) = trigger.get_untracked()
        {
            // Without the focus the page is still all there.
            let _ = trigger.focus();
        }
    };
    effect(move || {
        let escape = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" {
                leave();
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
    // Whoever was switched to has a menu of their own.
    let acting = memo(move |_| user.with(|user| user.as_ref().map(|user| user.id.clone())));
    let mut before = None;
    effect(move || {
        let acting = acting.get();
        if before.replace(acting.clone()).is_some_and(|before| before != acting) {
            leave();
        }
    });
    // Beside the button, not in what is made anew with every change: what is done over the page does not close it.
    let (modal, manage_account) = profile_modal(user_profile_modal, trigger);
    let button = move || {
        let after_sign_out_url = after_sign_out_url.clone();
        let after_switch_session_url = after_switch_session_url.clone();
        has_user.get().then(|| {
            let name = show_name.then(|| {
                let name = live(move || user.with(|user| user.as_ref().map(User::display_name)));
                view! { <span class="vst-userButtonOuterIdentifier">{name}</span> }
            });
            let avatar = live(move || {
                user.get().map(|user| view! { <Avatar user class="vst-avatarBox vst-userButtonAvatarBox"/> })
            });
            root_box.enter();
            let all = view! {
                <details
                    class=root_box.class("vst-userButtonBox")
                    lang=words::tag()
                    dir=words::direction()
                    data-vst-elements=root_box.element_classes()
                    node_ref=root
                    on:focusout=move |event| {
                        if platform::focus_left(root, &event) {
                            close();
                        }
                    }
                >
                    <summary
                        class="vst-userButtonTrigger"
                        aria-label=locale::action::open_user_menu()
                        node_ref=trigger
                    >
                        {name}
                        {avatar}
                    </summary>
                    <Menu
                        items=items.get_value()
                        after_sign_out_url
                        after_switch_session_url
                        manage_account
                        close=Callback::new(move |()| leave())
                    />
                    {root_box.style()}
                </details>
            };
            root_box.dress(all.erase())
        })
    };
    view! {
        {live(button)}
        {modal}
    }
}

/// The account over the page, and what opens it; neither where it is a page of its own. What is in it is there only while it
/// is open.
fn profile_modal(content: Option<ViewFn>, trigger: NodeRef<html::Summary>) -> (Option<AnyView>, Option<Callback<()>>) {
    let Some(content) = content else { return (None, None) };
    let node = NodeRef::<html::Dialog>::new();
    let open = RwSignal::new(false);
    let show = Callback::new(move |()| {
        open.set(true);
        if let Some(trigger) = trigger.get_untracked() {
            // What had the focus before gets it back when it closes.
            let _ = trigger.focus();
        }
        if let Some(dialog) = node.get_untracked() {
            // Without it the link still leads to the page.
            let _ = dialog.show_modal();
            // The button that gets the focus hangs over what is below it: browsers scroll to it all the same.
            request_animation_frame(move || dialog.set_scroll_top(0));
        }
    });
    let signed_in = AuthState::current().signed_in;
    let path = use_location().pathname;
    let close = move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    };
    effect(move || {
        if !signed_in.get() {
            close();
        }
    });
    // Whoever goes elsewhere has left the page that it stands over.
    effect(move || {
        path.track();
        close();
    });
    let view = view! {
        <dialog
            class="vst-rootBox vst-modalContent"
            lang=words::tag()
            dir=words::direction()
            aria-label=locale::action::manage_account()
            closedby="any"
            node_ref=node
            on:close=move |_| open.set(false)
        >
            <form method="dialog" class="vst-modalClose">
                <button class="vst-modalCloseButton" aria-label=locale::action::close()>
                    <Icon name=IconName::Close class="vst-modalCloseButtonIcon"/>
                </button>
            </form>
            {live(move || open.get().then(|| content.run()))}
        </dialog>
    }
    .erase();
    (Some(view), Some(show))
}
