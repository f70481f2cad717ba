use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use vestibule::components::use_reverification; // proof
use vestibule::components::{Protect, RedirectToSignIn, use_auth}; // auth
use vestibule::model::Has; // teams
use vestibule::model::{ApiErrors, ErrorCode}; // proof

use crate::api::{AddNote, DeleteAllNotes, DeleteNote, LONGEST, Note, NoteError, delete_all_notes, list_notes};

/// The page of whoever is signed in. Everyone else is sent to sign in, and comes back here.
#[component]
pub fn NotesPage() -> impl IntoView {
    let auth = use_auth();
    let title = move || match auth.organization() {
        Some(organization) => format!("Notes of {}", organization.name), // teams
        None => "My notes".to_owned(),
    };
    view! {
        <Title text="My notes · Notes"/>
        <h1>{title}</h1>
        <Protect fallback=|| view! { <RedirectToSignIn/> }> // auth
            <Notes/>
        </Protect> // auth
    }
}

#[component]
fn Notes() -> impl IntoView {
    let add = ServerAction::<AddNote>::new();
    let delete = ServerAction::<DeleteNote>::new();
    let delete_all = use_reverification(|()| delete_all_notes()); // proof
    let delete_all: DeleteAll = Action::new_local(move |_: &()| delete_all(()));
    let auth = use_auth(); // auth
    // What someone sees who may do something: their own notes they may always change. The server checks it again.
    let may = move |permission: &str| auth.org_id().is_none() || auth.has(&Has::permission(permission)); // teams
    let may_write = Memo::new(move |_| may("org:notes:write"));
    let may_clear = Memo::new(move |_| may("org:notes:clear"));
    // Asked for again after every change, when someone else signs in, and when they act in another organization.
    let changes = move || {
        let whose = (auth.user_id.get(), auth.org_id(), may_write.get());
        (add.version().get(), delete.version().get(), delete_all.version().get(), whose)
    };
    let notes = Resource::new(changes, |_| list_notes());
    view! {
        <Show when=move || may_write.get() fallback=|| view! { <p class="empty">{NoteError::ReadOnly.text()}</p> }>
            <NewNote add/>
        </Show>
        <Problem id="delete-error" error=Signal::derive(move || delete.value().get().and_then(Result::err))/>
        <Transition>
            {move || Suspend::new(async move {
                match notes.await {
                    Ok(notes) if notes.is_empty() => view! { <EmptyPage/> }.into_any(),
                    Ok(notes) => {
                        view! {
                            <NoteList notes delete may_write=may_write.get()/>
                            {may_clear.get().then(|| view! { <DeleteAllForm delete_all/> })}
                        }
                        .into_any()
                    }
                    Err(error) => view! { <Problem id="list-error" error=Some(error)/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// The form for a note. Like every form here it is a real one: it is posted where there is no JavaScript, and sent in
/// the background where there is.
#[component]
fn NewNote(add: ServerAction<AddNote>) -> impl IntoView {
    let text = NodeRef::<html::Textarea>::new();
    let error = Signal::derive(move || add.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if let (Some(Ok(())), Some(text)) = (add.value().get(), text.get()) {
            text.set_value("");
        }
    });
    view! {
        <ActionForm action=add attr:class="new-note">
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

#[component]
fn NoteList(notes: Vec<Note>, delete: ServerAction<DeleteNote>, may_write: bool) -> impl IntoView {
    let items = notes.into_iter().map(move |note| {
        let form = may_write.then(|| {
            view! {
                <ActionForm action=delete>
                    <input type="hidden" name="id" value=note.id/>
                    <button type="submit">"Delete"</button>
                </ActionForm>
            }
        });
        view! {
            <li>
                <p>{note.text}</p>
                {form}
            </li>
        }
    });
    view! { <ul class="notes">{items.collect_view()}</ul> }
}

/// What throws all notes away.
type DeleteAll = Action<(), Result<(), ApiErrors>>;

/// The form that does. Whoever signed in a while ago proves once more who they are: in a dialog, or without JavaScript on a
/// page from which they come back here.
#[component]
fn DeleteAllForm(delete_all: DeleteAll) -> impl IntoView {
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        delete_all.dispatch_local(());
    };
    let error = Signal::derive(move || {
        let errors = delete_all.value().get().and_then(Result::err)?;
        let is_unproven = errors.has(ErrorCode::ReverificationCancelled); // proof
        Some(if is_unproven { NoteError::Unproven } else { NoteError::Unavailable })
    });
    view! {
        <form class="delete-all" method="post" action=DeleteAllNotes::PATH on:submit=send>
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
