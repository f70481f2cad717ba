//! The organizations of whoever is signed in, on a page of the app's own: made with `use_organization_list`.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use vestibule::components::{Protect, RedirectToSignIn, use_auth, use_organization_list};
use vestibule::model::OrganizationMembership;

/// As many as one sees at once.
const MOST: i64 = 100;

#[component]
pub fn TeamsPage() -> impl IntoView {
    let query = use_query_map();
    let has_left = move || query.read().get("left").is_some();
    view! {
        <Title text="Organizations · Notes"/>
        <h1>"Organizations"</h1>
        <Show when=has_left>
            <p class="said" role="status">
                "You do not belong to that organization any more."
            </p>
        </Show>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <Teams/>
        </Protect>
    }
}

/// What there is to act for, and where the session acts: there it begins, and there pages act whose address says nothing.
#[component]
fn Teams() -> impl IntoView {
    let (auth, list) = (use_auth(), use_organization_list());
    let mine = Resource::new(move || auth.user_id.get(), move |_| list.memberships(MOST, 0));
    // Stored, for on the server what a local action holds must be nothing that has to be dropped: another thread would do that.
    let go = StoredValue::new(use_navigate());
    let begin = Action::new_local(move |(id, address): &(Option<String>, String)| {
        let (id, address) = (id.clone(), address.clone());
        async move {
            match id {
                Some(id) => list.set_active(Some(id)).await?,
                None => auth.set_active_organization(None).await?,
            }
            go.with_value(|go| go(&address, Default::default()));
            Ok::<_, vestibule::model::ApiErrors>(())
        }
    });
    // Without JavaScript it is a form that opens the page, which says by its address for whom one acts there.
    let row = move |name: String, role: String, id: Option<String>, address: String| {
        let (this, to) = (id.clone(), address.clone());
        let is_here = move || auth.org_id() == this;
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            begin.dispatch_local((id.clone(), to.clone()));
        };
        view! {
            <li>
                <p>
                    {name} " " <span class="role">{role}</span>
                    <Show when=is_here>
                        <span class="role">" · here you begin"</span>
                    </Show>
                </p>
                <form action=address on:submit=send>
                    <button type="submit">"Open"</button>
                </form>
            </li>
        }
    };
    let team = move |it: OrganizationMembership| {
        let organization = it.organization;
        let address = format!("/orgs/{}", organization.slug.as_ref().unwrap_or(&organization.id));
        row(organization.name, it.role_name, Some(organization.id), address)
    };
    view! {
        <p class="problem" role="alert">
            {move || begin.value().get().and_then(Result::err).map(|_| "That did not work. Load the page anew.")}
        </p>
        <Suspense>
            {move || Suspend::new(async move {
                let mine = mine.await.unwrap_or_default().data;
                view! {
                    <ul class="notes teams">
                        {row("My notes".into(), "for myself".into(), None, "/notes".into())}
                        {mine.into_iter().map(team).collect_view()}
                    </ul>
                }
            })}
        </Suspense>
    }
}
