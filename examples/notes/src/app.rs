use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};
use vestibule::components::{AuthProvider, SignIn, SignUp}; // auth
use vestibule::components::{SignInButton, SignUpButton, SignedIn, SignedOut, UserButton}; // auth

use crate::account::{AccountPage, account_modal, menu_items};
use crate::custom_sign_in::CustomSignIn; // elements
use crate::notes_page::NotesPage;
use crate::people::PeoplePage; // teams
use crate::team::{NewTeamPage, Switcher, TeamNotesPage, TeamPage}; // teams
use crate::teams::TeamsPage; // teams

/// The document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/style/notes.css"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The app.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Notes"/>
        <AuthProvider> // auth
            <Router>
                <Header/>
                <main>
                    <Routes fallback=NotFoundPage>
                        <Route path=path!("/") view=StartPage/>
                        <Route path=path!("/sign-in/:step?") view=|| view! { <SignIn/> }/> // auth
                        <Route path=path!("/custom-sign-in/:step?") view=CustomSignIn/> // elements
                        <Route path=path!("/sign-up/:step?") view=|| view! { <SignUp/> }/> // auth
                        // `Async` sends the page when all of it is there: it reads well without JavaScript.
                        <Route path=path!("/notes") view=NotesPage ssr=SsrMode::Async/>
                        <Route path=path!("/user/:step?") view=AccountPage ssr=SsrMode::Async/>
                        <Route path=path!("/orgs") view=TeamsPage ssr=SsrMode::Async/> // teams
                        <Route path=path!("/orgs/:organization") view=TeamNotesPage ssr=SsrMode::Async/> // teams
                        <Route path=path!("/orgs/:organization/people") view=PeoplePage ssr=SsrMode::Async/> // teams
                        <Route path=path!("/orgs/:organization/settings/:step?") view=TeamPage ssr=SsrMode::Async/> // teams
                        <Route path=path!("/create-organization") view=NewTeamPage ssr=SsrMode::Async/> // teams
                    </Routes>
                </main>
            </Router>
        </AuthProvider> // auth
    }
}

#[component]
fn Header() -> impl IntoView {
    view! {
        <header>
            // From the server, as every link to a page on which one may act for somebody else.
            <a class="brand" href="/" rel="external">
                "Notes"
            </a>
            <nav>
                <Switcher/> // teams
                <SignedIn><UserButton items=menu_items() user_profile_modal=account_modal/></SignedIn> // auth
                <SignedOut><SignInButton/><SignUpButton/></SignedOut> // auth
            </nav>
        </header>
    }
}

#[component]
fn StartPage() -> impl IntoView {
    view! {
        <h1>"Write it down, and let go of it."</h1>
        <p class="lead">"A page of notes that nobody reads but you."</p>
        <p>
            <a class="go" href="/notes" rel="external">
                "Open my notes"
            </a>
        </p>
    }
}

#[component]
fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text="Not found"/>
        <h1>"There is no page here."</h1>
        <p>
            <a class="go" href="/" rel="external">
                "To the start"
            </a>
        </p>
    }
}
