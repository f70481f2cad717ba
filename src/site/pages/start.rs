use crate::elements::Erase;
use leptos::prelude::*;
use leptos_meta::Title;
use stylers_macro::style_sheet;

use crate::components::{SignInButton, SignUpButton, SignedIn, SignedOut, use_auth};
use crate::locale::site::start;
use crate::site::header::SiteHeader;

/// A piece of code, and whether it is a component's name.
type Piece = (&'static str, bool);

/// What stands on the door: where something is put, and what.
const STEPS: [(&str, &[Piece]); 3] = [
    (
        start::STEP_PROVIDER,
        &[("<", false), ("AuthProvider", true), ("> … </", false), ("AuthProvider", true), (">", false)],
    ),
    (start::STEP_ROUTES, &[("<", false), ("SignIn", true), ("/> <", false), ("SignUp", true), ("/>", false)]),
    (
        start::STEP_ANYWHERE,
        &[
            ("<", false),
            ("SignedIn", true),
            ("><", false),
            ("UserButton", true),
            ("/></", false),
            ("SignedIn", true),
            (">", false),
        ],
    ),
];

/// The lines of the icons in the list, in a square of 24.
const ICONS: [&str; 8] = [
    "M4 6h16v12H4zM4 7l8 6 8-6",
    "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5zM12 15v2",
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.500 2",
    "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
    "M4 20V6h9v14M13 10h7v10M2 20h20M7 9h3M7 13h3M16 14h1",
    "M14.500 9.500a4 4 0 1 0-3 3L4 20M4 20h3M7 17l2 2",
    "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
    "M4 5h16v14H4zM4 9h16M8 13h5M8 16h8",
];

/// What Vestibule is, and the way in. For developers, so in English whatever the language of the page is.
#[component]
pub fn StartPage() -> impl IntoView {
    let class = style_sheet!("./style/pages/start.css");
    view! { class = class,
        <Title text=start::PAGE_TITLE/>
        <SiteHeader/>
        <main class="start" lang="en" dir="ltr">
            <section class="hero">
                <Welcome class/>
                <Door class/>
            </section>
            <Works class/>
        </main>
    }
    .erase()
}

/// What it is, in words.
#[component]
fn Welcome(
    /// The scope of the page's stylesheet.
    class: &'static str,
) -> impl IntoView {
    let development = use_auth().settings().development;
    view! { class = class,
        <div>
            <p class="running">
                <span class="running-dot"></span>
                {start::RUNNING}
            </p>
            <h1 class="title">{start::TITLE}</h1>
            <p class="lead">{start::LEAD}</p>
            <div class="actions">
                <SignedOut>
                    <GuestActions/>
                </SignedOut>
                <SignedIn>
                    <MemberActions class/>
                </SignedIn>
            </div>
            {development.then(|| view! { <MailboxHint class/> })}
        </div>
    }
    .erase()
}

/// What whoever is not signed in can do.
#[component]
fn GuestActions() -> impl IntoView {
    view! {
        <SignUpButton class="site-button" attr:data-kind="primary">
            {start::SIGN_UP}
        </SignUpButton>
        <SignInButton class="site-button">{start::SIGN_IN}</SignInButton>
    }
    .erase()
}

/// What whoever is signed in can do.
#[component]
fn MemberActions(
    /// The scope of the page's stylesheet.
    class: &'static str,
) -> impl IntoView {
    view! { class = class,
        <a class="site-button" data-kind="primary" href="/dashboard">
            {start::DASHBOARD}
        </a>
    }
    .erase()
}

/// Where the codes are. The mailbox is a page of the server, not one of these: the router must not take the link.
#[component]
fn MailboxHint(
    /// The scope of the page's stylesheet.
    class: &'static str,
) -> impl IntoView {
    view! { class = class,
        <p class="hint">
            {start::MAILBOX_HINT} " "
            <a class="site-text-link" href="/dev/mailbox" rel="external">
                {start::MAILBOX}
            </a> "."
        </p>
    }
    .erase()
}

/// What there is.
#[component]
fn Works(
    /// The scope of the page's stylesheet.
    class: &'static str,
) -> impl IntoView {
    let development = use_auth().settings().development;
    let works = start::WORKS.into_iter().zip(ICONS).map(|((name, text), icon)| {
        view! { class = class,
            <li>
                <svg class="works-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                    <path d=icon></path>
                </svg>
                <p class="works-name">{name}</p>
                <p class="works-text">{text}</p>
            </li>
        }
        .erase()
    });
    // Whoever comes from another page goes on from where that was taken away: behind this one. Browsers begin with it from its top
    // then, but not where its last element is a link. So the full stop is an element of its own.
    view! { class = class,
        <section class="works">
            <h2 class="works-title">{start::WORKS_TITLE}</h2>
            <ul class="works-list">{works.collect_view()}</ul>
            {development
                .then(|| {
                    view! { class = class,
                        <p class="hint">
                            {start::PLAYGROUND_HINT} " "
                            <a class="site-text-link" href="/playground" rel="external">
                                {start::PLAYGROUND}
                            </a> <span>"."</span>
                        </p>
                    }
                })}
        </section>
    }
    .erase()
}

/// The door: an arch with what an app does to have one.
#[component]
fn Door(
    /// The scope of the page's stylesheet.
    class: &'static str,
) -> impl IntoView {
    let steps = STEPS.into_iter().map(|(what, code)| {
        let code = code.iter().map(|&(text, is_name)| match is_name {
            true => view! { class = class, <span class="step-name">{text}</span> }.erase(),
            false => text.erase(),
        });
        let code = code.collect_view();
        view! { class = class,
            <li class="step">
                <p class="step-what">{what}</p>
                <code class="step-code">{code}</code>
            </li>
        }
        .erase()
    });
    view! { class = class,
        <div class="door">
            <svg class="door-arch" viewBox="0 0 400 440" preserveAspectRatio="none" aria-hidden="true">
                <path class="door-light" d="M28 440V200a172 172 0 0 1 344 0v240Z"></path>
                <path d="M1 440V200a199 199 0 0 1 398 0v240" vector-effect="non-scaling-stroke"></path>
                <path d="M28 440V200a172 172 0 0 1 344 0v240" vector-effect="non-scaling-stroke"></path>
            </svg>
            <ol class="steps">{steps.collect_view()}</ol>
        </div>
    }
    .erase()
}
