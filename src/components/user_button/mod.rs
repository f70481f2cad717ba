mod item;
mod menu;

use leptos::prelude::*;

pub use self::item::UserButtonItem;
use self::menu::Menu;
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{AuthState, Avatar, Erase, Root, effect, live, memo, modal, platform};
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
    effect(platform::watch_menus);
    // Whoever was switched to has a menu of their own.
    let acting = memo(move |_| user.with(|user| user.as_ref().map(|user| user.id.clone())));
    let mut before = None;
    effect(move || {
        let acting = acting.get();
        if before.replace(acting.clone()).is_some_and(|before| before != acting) {
            platform::leave_menus();
        }
    });
    // Beside the button, not in what is made anew with every change: what is done over the page does not close it.
    let (modal, manage_account) = modal(user_profile_modal, locale::action::manage_account());
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
                    data-vst-popover=""
                >
                    <summary class="vst-userButtonTrigger" aria-label=locale::action::open_user_menu()>
                        {name}
                        {avatar}
                    </summary>
                    <Menu
                        items=items.get_value()
                        after_sign_out_url
                        after_switch_session_url
                        manage_account
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
