#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
mod section;

use leptos::prelude::*;

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use self::section::ApiKeySection;
use super::drawn::{Drawn, Section, with_option};
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{AuthState, Erase, Root, live, memo};
use crate::locale::words;
use crate::model::permission;

/// The API keys by which programs come to the app in the place of whoever is signed in, or of the organization in which they
/// act: a list of them to look through, a form that makes one, and what revokes each. What a program shows of a new one is there
/// once, right after it was made.
///
/// It shows nothing when nobody is signed in, where the settings let nobody have any (`api_keys.users`,
/// `api_keys.organizations`), and of an organization to whoever may not see its keys (`org:sys_api_keys:read`; whoever has
/// `org:sys_api_keys:manage` makes and revokes them). [`UserProfile`](super::UserProfile) and
/// [`OrganizationProfile`](super::OrganizationProfile) have a page with the same; say in `paths.api_keys` where this one is: what it
/// shows is in the first HTML there only.
///
/// **Without JavaScript** all of it works; a new key is copied from its field by hand.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::ApiKeys;
///
/// #[component]
/// fn Keys() -> impl IntoView {
///     view! {
///         <main>
///             <ApiKeys show_description=true/>
///         </main>
///     }
/// }
/// ```
#[component]
pub fn ApiKeys(
    /// Whether a new key is described besides being named.
    #[prop(optional)]
    show_description: bool,
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids of the fields begin with.
    #[prop(default = "vst-api-keys".into(), into)]
    id: String,
) -> impl IntoView {
    let state = AuthState::current();
    let root = Root::new(Component::ApiKeys, appearance);
    let mut options = String::new();
    with_option(&mut options, "show_description", if show_description { "1" } else { "" });
    let (own, of_organizations) =
        state.settings.with_value(|settings| (settings.user_api_keys, settings.organization_api_keys));
    // Made anew when they act for somebody else.
    let of = memo(move |_| {
        state.session.with(|session| {
            let session = session.as_ref()?;
            let organization = session.organization.as_ref().filter(|_| of_organizations);
            match organization {
                Some(organization) => {
                    let sees = session.grants.permissions.iter().any(|it| it == permission::READ_API_KEYS);
                    sees.then(|| organization.id.clone())
                }
                None => own.then(String::new),
            }
        })
    });
    let keys = move || {
        of.get().map(|organization_id| {
            root.enter();
            let (id, options) = (id.clone(), options.clone());
            let section = if organization_id.is_empty() { Section::ApiKeys } else { Section::OrganizationApiKeys };
            let all = view! {
                <div
                    class=root.class("vst-rootBox vst-profilePage vst-apiKeys")
                    lang=words::tag()
                    dir=words::direction()
                    data-vst-elements=root.element_classes()
                >
                    {root.style()}
                    <Drawn section id options/>
                </div>
            };
            root.dress(all.erase())
        })
    };
    live(keys).into_any()
}
