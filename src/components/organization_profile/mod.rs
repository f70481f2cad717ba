mod page;

use leptos::prelude::*;

pub use self::page::OrganizationProfilePage;
use super::drawn::with_option;
use super::profile::{Profile, profile};
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{AuthState, Root, memo};
use crate::locale::organization_profile as text;
use crate::model::fill;

/// The organization in which whoever is signed in acts: its logo, name and slug, leaving and deleting it on one page, its members
/// and the invitations to it on others, for whoever may see them, and its API keys where the settings let organizations have some.
/// It shows nothing while nobody acts in an organization:
/// [`OrganizationList`](super::OrganizationList) lets them choose one.
///
/// Each of its pages has an address below its own, so it stands on a route that takes one more segment. Say in
/// `paths.organization_profile` where that is: the organization switcher leads there, and what it shows is in the first HTML
/// there only. Where organizations are in addresses, `:slug` or `:id` may be in that path.
///
/// **Without JavaScript** everything works. **In the browser** nothing is loaded anew, and members are looked for while one
/// types.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::{OrganizationList, OrganizationProfile, OrganizationProfilePage, use_auth};
///
/// #[component]
/// fn OrganizationPage() -> impl IntoView {
///     let pages = vec![OrganizationProfilePage::page("Billing", "billing", || view! { <p>"Everything is paid."</p> })];
///     let auth = use_auth();
///     let acts = Memo::new(move |_| auth.org_id().is_some());
///     view! { <Show when=move || acts.get() fallback=|| view! { <OrganizationList/> }><OrganizationProfile pages=pages.clone()/></Show> }
/// }
/// ```
#[component]
pub fn OrganizationProfile(
    /// The page that it stands on. Left out for where the settings say (`paths.organization_profile`).
    #[prop(optional, into)]
    path: Option<String>,
    /// Where to go after leaving or deleting it; left out for where a sign-in leads.
    #[prop(optional, into)]
    after_leave_organization_url: String,
    /// Pages and links of the app's own, and in which order all of them stand. Those of its own that are not among them
    /// stand in front.
    #[prop(optional)]
    pages: Vec<OrganizationProfilePage>,
    /// Whether it stands over a page, in [`OrganizationSwitcher`](super::OrganizationSwitcher): its pages have no addresses
    /// then.
    #[prop(optional)]
    is_modal: bool,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids of the fields begin with.
    #[prop(default = "vst-organization-profile".into(), into)]
    id: String,
) -> impl IntoView {
    // Over the page that has it, too, nothing is there twice.
    let id = if is_modal { id + "-modal" } else { id };
    let state = AuthState::current();
    let root = Root::new(Component::OrganizationProfile, appearance);
    let base = path.unwrap_or_else(|| state.settings.with_value(|all| all.paths.organization_profile.clone()));
    let has_slug = base.contains(':');
    // In addresses with organizations in them it is another page for each.
    let base = Signal::derive(move || {
        let here = state.session.with(|session| session.as_ref().and_then(|session| session.organization.clone()));
        here.map_or_else(|| base.clone(), |it| fill(&base, &it.id, it.slug.as_deref()))
    });
    let pages = page::in_order(pages);
    let mut options = String::new();
    with_option(&mut options, "after_leave_url", &after_leave_organization_url);
    let shell = Profile {
        root,
        class: "vst-rootBox vst-organizationProfile",
        id,
        base,
        is_modal,
        title: text::title(),
        subtitle: text::subtitle(),
        navigation: text::navigation(),
        options,
    };
    // What a role does not allow is not there.
    let of = memo(move |_| {
        state.session.with(|session| {
            let session = session.as_ref()?;
            let here = session.organization.as_ref()?;
            // Where the slug is in its address it has another one with another slug.
            let slug = here.slug.as_deref().filter(|_| has_slug).unwrap_or_default();
            Some([&here.id, slug].concat() + &session.grants.permissions.concat())
        })
    });
    let entries = move |base: &str| {
        let may = |permission: &str| {
            state.session.with_untracked(|session| {
                session.as_ref().is_some_and(|session| session.grants.permissions.iter().any(|it| it == permission))
            })
        };
        let is_there = |page: &&OrganizationProfilePage| state.settings.with_value(|settings| page.is_there(settings));
        let shown = pages.iter().filter(is_there).filter(|page| page.permission().is_none_or(may));
        shown.map(|page| page.entry(base)).collect()
    };
    profile(shell, of, entries)
}
