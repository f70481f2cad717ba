//! The organizations of whoever is signed in, and those that they are invited to, on a page of the app's own: made with
//! `use_organization_list`.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use vestibule::components::{Protect, RedirectToSignIn, use_auth, use_organization_list};
use vestibule::model::{ApiErrors, OrganizationMembership, Paginated, UserOrganizationInvitation};

use crate::api::are_personal;

/// As many as one sees at once.
const PART: i64 = 10;

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
    let accept = Action::new_local(move |id: &String| {
        let id = id.clone();
        async move { list.accept_invitation(id).await }
    });
    // Whoever accepts one belongs to it then.
    let changed = move || (auth.user_id.get(), accept.version().get());
    let (passed, passed_invited) = (passed_over("after"), passed_over("invited_after"));
    let mine = Resource::new(
        move || (changed(), passed.get()),
        move |(_, passed)| part(passed, move |passed| list.memberships(PART, passed)),
    );
    let invited = Resource::new(
        move || (changed(), passed_invited.get()),
        move |(_, passed)| part(passed, move |passed| list.invitations(PART, passed)),
    );
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
            Ok::<_, ApiErrors>(())
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
    // Without JavaScript it is sent to where Vestibule's own forms are, which leads back.
    let invitation = move |it: UserOrganizationInvitation| {
        let id = it.id.clone();
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            accept.dispatch_local(id.clone());
        };
        view! {
            <li>
                <p>{it.organization.name} " " <span class="role">{it.role_name}</span></p>
                <form method="post" action="/vestibule/api/organization_invitation/accept" on:submit=send>
                    <input type="hidden" name="organization_invitation_id" value=it.id/>
                    <input type="hidden" name="redirect_url" value="/orgs"/>
                    <button type="submit">"Accept"</button>
                </form>
            </li>
        }
    };
    let has_own = SharedValue::new(are_personal).into_inner();
    let problem = move || {
        let refused = begin.value().get().and_then(Result::err).or_else(|| accept.value().get().and_then(Result::err));
        refused.map(|_| "That did not work. Load the page anew.")
    };
    view! {
        <p class="problem" role="alert">
            {problem}
        </p>
        <Transition>
            {move || Suspend::new(async move {
                let (mine, passed) = mine.await.unwrap_or_default();
                let own = (passed == 0 && has_own).then(|| row("My notes".into(), "for myself".into(), None, "/notes".into()));
                let others = parts("Your organizations", "after", passed, &mine);
                view! {
                    <ul class="notes teams">{own} {mine.data.into_iter().map(team).collect_view()}</ul>
                    {others}
                }
            })}
        </Transition>
        <Transition>
            {move || Suspend::new(async move {
                let (invited, passed) = invited.await.unwrap_or_default();
                let others = parts("Your invitations", "invited_after", passed, &invited);
                (invited.total_count > 0)
                    .then(|| {
                        view! {
                            <h2>"Invitations"</h2>
                            <ul class="notes invited">{invited.data.into_iter().map(invitation).collect_view()}</ul>
                            {others}
                        }
                    })
            })}
        </Transition>
    }
}

/// How many of a list are passed over. The address says it: that goes without JavaScript, too.
fn passed_over(name: &'static str) -> Memo<i64> {
    let query = use_query_map();
    Memo::new(move |_| query.read().get(name).and_then(|text| text.parse::<u16>().ok()).map_or(0, i64::from))
}

/// A part of a list, and how many are passed over before it. Behind the last part is the last one: whoever accepts the only
/// invitation in it sees those that are left.
async fn part<T, F>(passed: i64, ask: impl Fn(i64) -> F) -> Result<(Paginated<T>, i64), ApiErrors>
where
    F: Future<Output = Result<Paginated<T>, ApiErrors>>,
{
    let found = ask(passed).await?;
    if !found.data.is_empty() || passed == 0 {
        return Ok((found, passed));
    }
    let last = (found.total_count - 1).max(0) / PART * PART;
    Ok((ask(last).await?, last))
}

/// Which part of a list is shown, and the ways to the others, where there are others.
fn parts<T>(label: &'static str, name: &'static str, passed: i64, part: &Paginated<T>) -> impl IntoView + use<T> {
    let (shown, total) = (passed + part.data.len() as i64, part.total_count);
    let to = move |passed: i64| format!("?{name}={passed}");
    (total > part.data.len() as i64).then(|| {
        view! {
            <nav class="parts" aria-label=label>
                <span>{passed + 1} "–" {shown} " of " {total}</span>
                {(passed > 0).then(|| view! { <a href=to((passed - PART).max(0))>"Previous"</a> })}
                {(shown < total).then(|| view! { <a href=to(shown)>"Next"</a> })}
            </nav>
        }
    })
}
