use leptos::prelude::*;
use leptos_meta::Title;
use stylers_macro::style_sheet;

use crate::components::{SignIn, SignUp, Waitlist};
use crate::elements::{AuthState, Content, Erase};
use crate::locale;
use crate::site::mark::MARK;

/// The page with the sign-in card.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <Title text=locale::action::sign_in()/>
        <AuthPlace>
            <SignIn/>
        </AuthPlace>
    }
    .erase()
}

/// The page with the sign-up card.
#[component]
pub fn SignUpPage() -> impl IntoView {
    view! {
        <Title text=locale::action::sign_up()/>
        <AuthPlace>
            <SignUp/>
        </AuthPlace>
    }
    .erase()
}

/// The page with the waitlist card.
#[component]
pub fn WaitlistPage() -> impl IntoView {
    view! {
        <Title text=locale::waitlist::title()/>
        <AuthPlace>
            <Waitlist/>
        </AuthPlace>
    }
    .erase()
}

/// Where a card stands: alone, below the mark.
#[component]
fn AuthPlace(children: Content) -> impl IntoView {
    let class = style_sheet!("./style/pages/auth.css");
    let home = AuthState::current().settings.with_value(|settings| locale::site_header::home(&settings.app_name));
    view! { class = class,
        <main class="auth">
            <a class="auth-home" href="/" aria-label=home>
                <svg class="auth-mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
                    <path d=MARK></path>
                </svg>
            </a>
            <div class="auth-place">{children.render()}</div>
        </main>
    }
    .erase()
}
