use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use vestibule::components::use_reverification; // proof
use vestibule::components::{Protect, RedirectToSignIn, use_auth}; // auth
use vestibule::model::{ApiErrors, ErrorCode}; // proof

use crate::api::{
    AddNote, DeleteAllNotes, DeleteNote, LONGEST, Note, NoteError, delete_all_notes, list_notes, take_back,
};

/// One's own. Everyone who is not signed in is sent to do that, and comes back here.
#[component]
pub fn NotesPage() -> impl IntoView {
    let auth = use_auth(); // auth
    // Where nobody acts outside of an organization this page acts in one, whose notes have an address of their own.
    #[cfg(feature = "ssr")]
    if let Some(team) = auth.organization() {
        leptos_axum::redirect(&format!("/orgs/{}", team.slug.unwrap_or(team.id)));
    }
    view! {
        <Title text="My notes · Notes"/>
        <h1>"My notes"</h1>
        <Protect fallback=|| view! { <RedirectToSignIn/> }> // auth
            <Notes owner=auth.user_id may_write=true may_clear=true/>
        </Protect> // auth
    }
}

/// Somebody's notes, with what whoever sees them may do there. The server checks it again.
#[component]
pub fn Notes(
    /// Whose they are: the id of a person or an organization.
    owner: Signal<Option<String>>,
    #[prop(into)] may_write: Signal<bool>,
    #[prop(into)] may_clear: Signal<bool>,
) -> impl IntoView {
    let owner = Memo::new(move |_| owner.get().unwrap_or_default());
    let add = ServerAction::<AddNote>::new();
    let delete = ServerAction::<DeleteNote>::new();
    let delete_all = use_reverification(delete_all_notes); // proof
    let delete_all: DeleteAll = Action::new_local(move |owner: &String| delete_all(owner.clone()));
    // Asked for again after every change, and when they are somebody else's.
    let changes =
        move || (owner.get(), add.version().get(), delete.version().get(), delete_all.version().get(), may_write.get());
    let notes = Resource::new(changes, |(owner, ..)| list_notes(owner));
    let unkept = SharedValue::new(|| take_back(use_auth().user_id.get_untracked())).into_inner();
    let is_refused = move || add.value().with(is_error) || delete.value().with(is_error);
    view! {
        <Show when=move || may_write.get() fallback=|| view! { <p class="empty">{NoteError::ReadOnly.text()}</p> }>
            <NewNote add owner/>
        </Show>
        {unkept.map(|text| view! { <Unkept text/> })}
        <Problem id="delete-error" error=Signal::derive(move || delete.value().get().and_then(Result::err))/>
        <Transition>
            {move || Suspend::new(async move {
                match notes.await {
                    Ok(notes) if notes.is_empty() => view! { <EmptyPage/> }.into_any(),
                    Ok(notes) => {
                        view! {
                            <NoteList notes delete owner may_write/>
                            <Show when=move || may_clear.get()>
                                <DeleteAllForm delete_all owner/>
                            </Show>
                        }
                        .into_any()
                    }
                    // Where a change was refused it is said already.
                    Err(error) => {
                        let error = Signal::derive(move || Some(error).filter(|_| !is_refused()));
                        view! { <Problem id="list-error" error/> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// The form for a note. Like every form here it is a real one: it is posted where there is no JavaScript, and sent in
/// the background where there is. It says whose note it will be: meanwhile one may act elsewhere in another tab.
#[component]
fn NewNote(add: ServerAction<AddNote>, owner: Memo<String>) -> impl IntoView {
    let text = NodeRef::<html::Textarea>::new();
    let error = Signal::derive(move || add.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if let (Some(Ok(())), Some(text)) = (add.value().get(), text.get()) {
            text.set_value("");
        }
    });
    view! {
        <ActionForm action=add attr:class="new-note">
            <input type="hidden" name="owner" value=owner/>
            <label for="text">"A new note"</label>
            <textarea
                id="text"
                name="text"
                rows="3"
                maxlength=LONGEST
                required
                aria-describedby="text-error"
                node_ref=text
            ></textarea>
            <Problem id="text-error" error/>
            <button type="submit" class="go">
                "Keep it"
            </button>
        </ActionForm>
    }
}

/// What somebody wrote and what was not kept: theirs to take along.
#[component]
fn Unkept(text: String) -> impl IntoView {
    view! {
        <section class="unkept" aria-labelledby="unkept-title">
            <h2 id="unkept-title">"This was not kept"</h2>
            <p>{text}</p>
        </section>
    }
}

#[component]
fn NoteList(
    notes: Vec<Note>,
    delete: ServerAction<DeleteNote>,
    owner: Memo<String>,
    may_write: Signal<bool>,
) -> impl IntoView {
    let items = notes.into_iter().map(move |note| {
        view! {
            <li>
                <p>{note.text}</p>
                <Show when=move || may_write.get()>
                    <ActionForm action=delete>
                        <input type="hidden" name="owner" value=owner/>
                        <input type="hidden" name="id" value=note.id/>
                        <button type="submit">"Delete"</button>
                    </ActionForm>
                </Show>
            </li>
        }
    });
    view! { <ul class="notes">{items.collect_view()}</ul> }
}

fn is_error<T, E>(outcome: &Option<Result<T, E>>) -> bool {
    matches!(outcome, Some(Err(_)))
}

/// What throws all notes of somebody away.
type DeleteAll = Action<String, Result<(), ApiErrors>>;

/// The form that does. Whoever signed in a while ago proves once more who they are: in a dialog, or without JavaScript on a
/// page from which they come back here.
#[component]
fn DeleteAllForm(delete_all: DeleteAll, owner: Memo<String>) -> impl IntoView {
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        delete_all.dispatch_local(owner.get_untracked());
    };
    // Without JavaScript what went wrong comes with the page.
    let posted = ServerAction::<DeleteAllNotes>::new();
    let error = Signal::derive(move || {
        let errors = delete_all.value().get().or_else(|| posted.value().get()).and_then(Result::err)?;
        let is_unproven = errors.has(ErrorCode::ReverificationCancelled); // proof
        Some(match errors.has(ErrorCode::ResourceNotFound) {
            true => NoteError::Elsewhere,
            false if is_unproven => NoteError::Unproven,
            false => NoteError::Unavailable,
        })
    });
    view! {
        <form class="delete-all" method="post" action=DeleteAllNotes::PATH on:submit=send>
            <input type="hidden" name="owner" value=owner/>
            <button type="submit">"Delete all notes"</button>
            <Problem id="delete-all-error" error/>
        </form>
    }
}

#[component]
fn EmptyPage() -> impl IntoView {
    view! { <p class="empty">"Nothing here yet. What you write above stays here until you delete it."</p> }
}

/// What went wrong, where it went wrong.
#[component]
fn Problem(id: &'static str, #[prop(into)] error: Signal<Option<NoteError>>) -> impl IntoView {
    view! {
        <p class="problem" id=id role="alert">
            {move || error.get().map(NoteError::text)}
        </p>
    }
}
