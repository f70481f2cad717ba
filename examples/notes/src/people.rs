//! Who belongs to the organization that the page's address names, on a page of the app's own: made with `use_organization`.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use vestibule::components::{use_auth, use_organization};
use vestibule::model::{ApiErrors, ErrorCode, Has, PublicUserData};

use crate::team::{Team, TeamLinks};

/// As many as one sees at once.
const PART: i64 = 10;

#[component]
pub fn PeoplePage() -> impl IntoView {
    let auth = use_auth();
    let may_invite = Memo::new(move |_| auth.has(&Has::permission("org:sys_memberships:manage")));
    view! {
        <Team>
            <Title text="People · Notes"/>
            <h1>"People of " {move || auth.organization().map(|it| it.name)}</h1>
            <TeamLinks/>
            <Show when=move || may_invite.get()>
                <Invite/>
            </Show>
            <Members/>
        </Team>
    }
}

/// By name, a part at a time. Which part the address says: that goes without JavaScript, too.
#[component]
fn Members() -> impl IntoView {
    let team = use_organization();
    let query = use_query_map();
    let passed = Memo::new(move |_| query.read().get("after").and_then(|after| after.parse::<u16>().ok()).unwrap_or(0));
    let members = Resource::new(
        move || (team.id(), passed.get()),
        move |(_, passed)| async move {
            let page = team.memberships("", None, PART, passed.into()).await?;
            Ok::<_, ApiErrors>((page, i64::from(passed)))
        },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let Ok((members, passed)) = members.await else {
                    return view! { <p class="problem">"They cannot be shown."</p> }.into_any();
                };
                let shown = (passed + members.data.len() as i64).min(members.total_count);
                let more = shown < members.total_count;
                let people = members.data.into_iter().map(|it| {
                    view! {
                        <li>
                            <p>{name(it.public_user_data)} " " <span class="role">{it.role_name}</span></p>
                        </li>
                    }
                });
                view! {
                    <ul class="notes people">{people.collect_view()}</ul>
                    <p class="parts">
                        <span>{shown} " of " {members.total_count}</span>
                        {(passed > 0).then(|| view! { <a href="?after=0">"From the start"</a> })}
                        {more.then(|| view! { <a href=format!("?after={shown}")>"More"</a> })}
                    </p>
                }
                .into_any()
            })}
        </Transition>
    }
}

fn name(person: PublicUserData) -> String {
    let names: Vec<_> = person.first_name.into_iter().chain(person.last_name).collect();
    if names.is_empty() { person.identifier } else { names.join(" ") }
}

/// Asks somebody in. Without JavaScript the form leads to where Vestibule's own page does that.
#[component]
fn Invite() -> impl IntoView {
    let team = use_organization();
    let address = NodeRef::<html::Input>::new();
    let invite = Action::new_local(move |to: &String| {
        let to = to.clone();
        async move { team.invite(&[&to], None).await.map(|()| to) }
    });
    let waiting = Resource::new(move || (team.id(), invite.version().get()), move |_| team.invitations(PART, 0));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(address) = address.get_untracked() {
            invite.dispatch_local(address.value());
        }
    };
    Effect::new(move |_| {
        if let (Some(Ok(_)), Some(address)) = (invite.value().get(), address.get_untracked()) {
            address.set_value("");
        }
    });
    let error = move || invite.value().get().and_then(Result::err).map(|errors| refusal(&errors));
    let page = move || format!("/orgs/{}/settings/invitations", team.id().unwrap_or_default());
    view! {
        <form class="invite" action=page on:submit=send>
            <label for="invite">"Invite somebody"</label>
            <input id="invite" type="email" autocomplete="off" aria-describedby="invite-error" node_ref=address/>
            <p class="problem" id="invite-error" role="alert">
                {error}
            </p>
            <button type="submit" class="go">
                "Invite"
            </button>
            <Transition>
                {move || Suspend::new(async move {
                    let waiting = waiting.await.unwrap_or_default();
                    let addresses: Vec<_> = waiting.data.into_iter().map(|it| it.email_address).collect();
                    (waiting.total_count > 0)
                        .then(|| {
                            view! {
                                <p class="waiting" role="status">
                                    {waiting.total_count} " invited: " {addresses.join(", ")}
                                </p>
                            }
                        })
                })}
            </Transition>
        </form>
    }
}

fn refusal(errors: &ApiErrors) -> &'static str {
    if errors.has(ErrorCode::FormParamFormatInvalid) || errors.has(ErrorCode::FormParamMissing) {
        "This is no email address."
    } else if errors.has(ErrorCode::AlreadyAMemberInOrganization) {
        "They belong to it already."
    } else if errors.has(ErrorCode::DuplicateRecord) {
        "They are invited already."
    } else {
        "That did not work. Load the page anew."
    }
}
