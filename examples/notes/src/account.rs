//! The account of whoever is signed in, with a page and a link of the app's own between those that Vestibule brings along, and
//! what the app adds to their menu. All of it is an extra: `<UserButton/>` alone is a menu, too.

use leptos::prelude::*;
use leptos_meta::Title;
use vestibule::components::{UserButtonItem, UserProfile, UserProfilePage, use_auth};

use crate::api::{Note, list_notes};

/// The account as a page.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! {
        <Title text="My account · Notes"/>
        <UserProfile pages=pages()/>
    }
}

/// The same over whichever page it is asked for on. Without JavaScript the menu leads to the page instead.
pub fn account_modal() -> impl IntoView {
    view! { <UserProfile pages=pages() is_modal=true/> }
}

/// In the order in which they stand.
fn pages() -> Vec<UserProfilePage> {
    vec![
        UserProfilePage::link("Back to my notes", "/notes").with_icon(|| view! { <Icon path="M19 12H5m6-6-6 6 6 6"/> }),
        UserProfilePage::Account,
        UserProfilePage::page("Export", "export", Export)
            .with_icon(|| view! { <Icon path="M12 4v11m-5-5 5 5 5-5M5 20h14"/> }),
        UserProfilePage::Security,
    ]
}

/// What is not named here stands where it always does: signing out at the end.
pub fn menu_items() -> Vec<UserButtonItem> {
    vec![
        UserButtonItem::link("Export my notes", "/user/export")
            .with_icon(|| view! { <Icon path="M12 4v11m-5-5 5 5 5-5M5 20h14"/> }),
        UserButtonItem::ManageAccount,
        UserButtonItem::action("Print this page", print)
            .with_icon(|| view! { <Icon path="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/> }),
    ]
}

fn print() {
    // Where a browser cannot print there is nothing to be done about it.
    let _ = window().print();
}

/// All notes of one's own as one text, to take along.
#[component]
fn Export() -> impl IntoView {
    let auth = use_auth();
    let notes = Resource::new(move || auth.user_id.get(), |owner| list_notes(owner.unwrap_or_default()));
    view! {
        <p>"All that you have written, as plain text. Copy it to wherever you want to keep it."</p>
        <Suspense>
            {move || Suspend::new(async move {
                match notes.await {
                    Ok(notes) if notes.is_empty() => view! { <p class="empty">"Nothing here yet."</p> }.into_any(),
                    Ok(notes) => view! { <pre class="export">{as_text(notes)}</pre> }.into_any(),
                    Err(error) => view! { <p class="problem" role="alert">{error.text()}</p> }.into_any(),
                }
            })}
        </Suspense>
        <BackupToken/>
    }
}

/// What a program shows that keeps copies elsewhere: a token by the JWT template `backup`, which says whose notes they are.
#[component]
fn BackupToken() -> impl IntoView {
    let auth = use_auth();
    let token = Action::new_local(move |_: &()| async move { auth.get_token("backup").await });
    // Without JavaScript nothing would come of it.
    let works = RwSignal::new(false);
    Effect::new(move |_| works.set(true));
    let answer = token.value();
    view! {
        <Show when=move || works.get()>
            <button type="button" on:click=move |_| drop(token.dispatch_local(()))>
                "Token for my backup program"
            </button>
        </Show>
        {move || {
            answer.get().map(|answer| match answer {
                Ok(token) => view! { <pre class="token">{token}</pre> }.into_any(),
                Err(_) => view! { <p class="problem" role="alert">"Nothing is kept elsewhere here."</p> }.into_any(),
            })
        }}
    }
}

fn as_text(notes: Vec<Note>) -> String {
    let texts: Vec<_> = notes.into_iter().map(|note| note.text).collect();
    texts.join("\n\n* * *\n\n")
}

/// A line drawing beside a word.
#[component]
fn Icon(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}
