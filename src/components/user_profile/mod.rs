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

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::account::Account;
pub use self::page::UserProfilePage;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::picture::PROFILE_IMAGE;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::security::Security;
use super::drawn::{Drawn, Section};
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{AuthState, Erase, Icon, IconName, Root, last_step, live, memo, platform};
use crate::locale::{user_profile as text, words};

/// The account of the person who is signed in: name, username, addresses, numbers and connected accounts on one page,
/// password, passkeys, devices and the end of it all on another. It shows nothing when nobody is signed in.
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
    let pages = StoredValue::new(page::in_order(pages));
    let location = use_location().pathname;
    let page = base.clone();
    // Without an address the modal begins where the page does that has one.
    let chosen = RwSignal::new(is_modal.then(|| pages.with_value(|all| page::at(all, ""))));
    let shown = memo(move |_| {
        let named = || location.with(|path| pages.with_value(|all| page::at(all, last_step(path, &page))));
        chosen.get().unwrap_or_else(named)
    });
    let signed_in = state.signed_in;
    live(move || {
        let (id, base) = (id.clone(), base.clone());
        root.enter();
        signed_in.get().then(|| {
            let all = pages.get_value();
            let button = |(at, page)| button(page, &base, shown, at, is_modal.then_some(chosen));
            let buttons = all.iter().enumerate().map(button).collect::<Vec<_>>();
            let content = live(move || {
                let id = id.clone();
                match pages.with_value(|all| all.get(shown.get()).cloned()) {
                    Some(UserProfilePage::Security) => view! { <Drawn section=Section::Security id/> }.erase(),
                    Some(UserProfilePage::Page { label, content, .. }) => view! {
                        <h1 class="vst-headerTitle" dir="auto">
                            {label}
                        </h1>
                        <div dir="auto">{content.run()}</div>
                    }
                    .erase(),
                    _ => view! { <Drawn section=Section::Account id/> }.erase(),
                }
            });
            let all = view! {
                <div
                    class=root.class("vst-rootBox vst-userProfile")
                    lang=words::tag()
                    dir=words::direction()
                    data-vst-elements=root.element_classes()
                >
                    {root.style()}
                    <nav class="vst-navbar" aria-label=text::navigation()>
                        <p class="vst-navbarTitle">{text::title()}</p>
                        <p class="vst-navbarSubtitle">{text::subtitle()}</p>
                        <div class="vst-navbarButtons">{buttons}</div>
                    </nav>
                    <div class="vst-profilePage">{content}</div>
                </div>
            };
            root.dress(all.erase())
        })
    })
}

/// What leads to the page that is the `at`th. `choice` is where it is noted which one is shown, in the place of the
/// address.
fn button(
    page: &UserProfilePage,
    base: &str,
    shown: Memo<usize>,
    at: usize,
    choice: Option<RwSignal<Option<usize>>>,
) -> AnyView {
    let is_link = matches!(page, UserProfilePage::Link { .. });
    let choose = move |event: MouseEvent| match choice {
        // Even where it leads to the page that is below.
        Some(_) if is_link => platform::close_dialog(&event),
        Some(chosen) => {
            event.prevent_default();
            chosen.set(Some(at));
        }
        None => (),
    };
    let icon = |name| view! { <Icon name class="vst-navbarButtonIcon"/> }.erase();
    let (label, href, icon) = match page {
        UserProfilePage::Account => (text::account().to_owned(), base.to_owned(), icon(IconName::User)),
        UserProfilePage::Security => (text::security().to_owned(), format!("{base}/security"), icon(IconName::Shield)),
        UserProfilePage::Page { label, url, icon, .. } => (label.clone(), format!("{base}/{url}"), icon.run()),
        UserProfilePage::Link { label, href, icon } => (label.clone(), href.clone(), icon.run()),
    };
    let current = Signal::derive(move || (shown.get() == at).then_some("page"));
    view! {
        <a
            class="vst-navbarButton"
            href=href
            aria-current=current
            on:click=choose
        >
            {icon}
            <span class="vst-navbarButtonText">{label}</span>
        </a>
    }
    .erase()
}
