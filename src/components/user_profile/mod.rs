#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod account;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod connected;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod contact;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod devices;
mod page;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod picture;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod security;

use leptos::prelude::*;

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::account::Account;
pub use self::page::UserProfilePage;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::picture::{PROFILE_IMAGE, Upload, upload_form};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::security::Security;
use super::profile::{Profile, profile};
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{AuthState, Root, memo};
use crate::locale::user_profile as text;

/// The account of the person who is signed in: name, username, addresses, numbers and connected accounts on one page,
/// password, passkeys, devices and the end of it all on another, API keys on a third where the settings let people have some. It
/// shows nothing when nobody is signed in.
///
/// Each of its pages has an address below its own, so it stands on a route that takes one more segment. Say in
/// `paths.user_profile` where that is: the user's menu leads there, and devices are in the first HTML there only.
///
/// **Without JavaScript** everything works but adding passkeys. **In the browser** nothing is loaded anew.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::{UserProfile, UserProfilePage};
///
/// #[component]
/// fn User() -> impl IntoView {
///     let pages = vec![
///         UserProfilePage::Account,
///         UserProfilePage::page("Terms", "terms", || view! { <p>"What we have agreed on."</p> }),
///         UserProfilePage::Security,
///         UserProfilePage::link("Back to the app", "/"),
///     ];
///     view! { <UserProfile pages/> }
/// }
/// ```
#[component]
pub fn UserProfile(
    /// The page that it stands on. Left out for where the settings say (`paths.user_profile`).
    #[prop(optional, into)]
    path: Option<String>,
    /// Pages and links of the app's own, and in which order all of them stand. Those of its own that are not among them
    /// stand in front.
    #[prop(optional)]
    pages: Vec<UserProfilePage>,
    /// Whether it stands over a page, in [`UserButton`](super::UserButton): its pages have no addresses then, and it begins
    /// with the account, wherever that stands among them.
    #[prop(optional)]
    is_modal: bool,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids of the fields begin with.
    #[prop(default = "vst-user-profile".into(), into)]
    id: String,
) -> impl IntoView {
    let state = AuthState::current();
    let root = Root::new(Component::UserProfile, appearance);
    let base = path.unwrap_or_else(|| state.settings.with_value(|settings| settings.paths.user_profile.clone()));
    let pages = page::in_order(pages);
    let user = state.signed_in;
    let shell = Profile {
        root,
        class: "vst-rootBox vst-userProfile",
        id,
        base: Signal::stored(base),
        is_modal,
        title: text::title(),
        subtitle: text::subtitle(),
        navigation: text::navigation(),
        options: String::new(),
    };
    let of = memo(move |_| user.get().then(String::new));
    let is_there = move |page: &&UserProfilePage| state.settings.with_value(|settings| page.is_there(settings));
    profile(shell, of, move |base| pages.iter().filter(is_there).map(|page| page.entry(base)).collect())
}
