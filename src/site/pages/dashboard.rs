use leptos::prelude::*;
use leptos_meta::Title;
use stylers_macro::style_sheet;

use crate::components::{
    Passkeys, Protect, RedirectToSignIn, SecondFactors, SignOutButton, UserProfile, use_auth, use_session,
};
use crate::elements::{Content, Erase, Moment, MomentScript, live, memo};
use crate::locale::site::session_status;
use crate::locale::{dashboard, field};
use crate::model::{FieldRule, Session, VerificationStatus};
use crate::site::header::SiteHeader;

/// The page behind the sign-in.
#[component]
pub fn DashboardPage() -> impl IntoView {
    view! {
        <Title text=dashboard::title()/>
        <SiteHeader user_profile_modal=|| view! { <UserProfile is_modal=true/> }/>
        <Protect fallback=|| view! { <RedirectToSignIn/> }>
            <Dashboard/>
        </Protect>
    }
    .erase()
}

#[component]
fn Dashboard() -> impl IntoView {
    let class = style_sheet!("./style/pages/dashboard.css");
    let session = use_session();
    let settings = use_auth().settings();
    let (mfa, passkeys) = (settings.mfa.is_on(), settings.passkeys());
    // What is in them is drawn anew by itself: what stands around them must not make them anew.
    let with_second_factors =
        memo(move |_| session.with(|session| mfa || session.as_ref().is_some_and(|it| it.user.two_factor_enabled)));
    let with_passkeys = memo(move |_| {
        session.with(|session| passkeys || session.as_ref().is_some_and(|it| !it.user.passkeys.is_empty()))
    });
    let welcome = live(move || session.get().map(|session| dashboard::welcome(&session.user.display_name())));
    let you = live(move || session.get().map(|session| view! { <UserFacts class session/> }));
    let facts = live(move || session.get().map(|session| view! { <SessionFacts class session/> }));
    let card = move |shown: Memo<bool>, content: fn() -> AnyView| {
        live(move || shown.get().then(|| view! { class = class, <div class="card passkeys">{content()}</div> }))
    };
    let passkeys = card(with_passkeys, || view! { <Passkeys/> }.erase());
    let second_factors = card(with_second_factors, || view! { <SecondFactors/> }.erase());
    view! { class = class,
        <main class="dashboard">
            <MomentScript/>
            <h1 class="welcome">{welcome}</h1>
            <p class="intro">{dashboard::intro()}</p>
            <div class="cards">
                <section class="card">
                    <h2 class="card-title">{dashboard::you()}</h2>
                    {you}
                </section>
                <section class="card">
                    <h2 class="card-title">{dashboard::session()}</h2>
                    {facts}
                    <div class="leave">
                        <p class="leave-text">{dashboard::leave()}</p>
                        <SignOutButton everywhere=true/>
                    </div>
                </section>
                {passkeys}
                {second_factors}
            </div>
        </main>
    }
    .erase()
}

#[component]
fn UserFacts(class: &'static str, session: Session) -> impl IntoView {
    let user = session.user;
    let addresses = user.email_addresses.iter().map(|email| {
        let verified = email.verification.status == VerificationStatus::Verified;
        let tag = verified.then(|| view! { class = class, <span class="tag">{dashboard::verified()}</span> });
        view! { class = class,
            <div class="fact-address">
                <span class="fact-text">{email.email_address.clone()}</span>
                {tag}
            </div>
        }
    });
    let addresses = addresses.collect_view();
    let full_name = user.full_name();
    let with_username = use_auth().settings().username != FieldRule::Off;
    let username = with_username.then(|| {
        view! {
            <Fact class name=field::username()>
                <Given class value=user.username/>
            </Fact>
        }
    });
    let numbers = user.phone_numbers.iter().map(|number| number.formatted.clone()).collect::<Vec<_>>().join(", ");
    let numbers = (!numbers.is_empty()).then(|| {
        view! {
            <Fact class name=field::phone_number()>
                <span class="fact-text">{numbers}</span>
            </Fact>
        }
    });
    view! { class = class,
        <dl class="facts">
            <Fact class name=dashboard::full_name()>
                <Given class value=full_name/>
            </Fact>
            <Fact class name=field::email_address()>
                {addresses}
            </Fact>
            {numbers}
            {username}
            <Fact class name=dashboard::user_id()>
                <span class="fact-id">{user.id}</span>
            </Fact>
            <Fact class name=dashboard::created_at()>
                <Moment at=user.created_at/>
            </Fact>
        </dl>
    }
    .erase()
}

#[component]
fn SessionFacts(class: &'static str, session: Session) -> impl IntoView {
    view! { class = class,
        <dl class="facts">
            <Fact class name=dashboard::session_id()>
                <span class="fact-id">{session.id}</span>
            </Fact>
            <Fact class name=dashboard::status()>
                {session_status(session.status)}
            </Fact>
            <Fact class name=dashboard::signed_in_at()>
                <Moment at=session.created_at/>
            </Fact>
            <Fact class name=dashboard::last_active_at()>
                <Moment at=session.last_active_at/>
            </Fact>
            <Fact class name=dashboard::expire_at()>
                <Moment at=session.expire_at/>
            </Fact>
        </dl>
    }
    .erase()
}

#[component]
fn Fact(class: &'static str, name: &'static str, children: Content) -> impl IntoView {
    view! { class = class,
        <div class="fact">
            <dt class="fact-name">{name}</dt>
            <dd class="fact-value">{children.render()}</dd>
        </div>
    }
    .erase()
}

/// Something that a person may leave out.
#[component]
fn Given(class: &'static str, value: Option<String>) -> impl IntoView {
    match value {
        Some(value) => value.erase(),
        None => view! { class = class, <span class="fact-none">{dashboard::none()}</span> }.erase(),
    }
}
