//! The pages of the standalone server.

mod assets;
mod header;
mod mark;
mod pages;
#[cfg(feature = "ssr")]
mod playground;
#[cfg(feature = "ssr")]
mod router;

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use self::pages::{
    CreateOrganizationPage, DashboardPage, NotFoundPage, OrganizationPage, SignInPage, SignUpPage, StartPage, UserPage,
    WaitlistPage,
};
use crate::components::AuthProvider;
use crate::elements::AuthState;
use crate::locale::words;

pub use self::assets::STYLESHEET;
#[cfg(feature = "ssr")]
pub use self::playground::PATHS as PLAYGROUND_PATHS;
#[cfg(feature = "ssr")]
pub use self::router::router;

/// The document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=words::tag() dir=words::direction()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=STYLESHEET/>
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

/// The standalone site.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <AuthProvider>
            <PageTitles/>
            <Router>
                <FlatRoutes fallback=|| view! { <NotFoundPage/> }>
                    <Route path=path!("/") view=StartPage/>
                    <Route path=path!("/sign-in/:step?") view=SignInPage/>
                    <Route path=path!("/sign-up/:step?") view=SignUpPage/>
                    <Route path=path!("/waitlist") view=WaitlistPage/>
                    <Route path=path!("/dashboard") view=DashboardPage ssr=SsrMode::Async/>
                    <Route path=path!("/user/:step?") view=UserPage ssr=SsrMode::Async/>
                    <Route path=path!("/organization/:step?") view=OrganizationPage ssr=SsrMode::Async/>
                    <Route path=path!("/create-organization") view=CreateOrganizationPage ssr=SsrMode::Async/>
                </FlatRoutes>
            </Router>
        </AuthProvider>
    }
}

/// Where the browser's half starts.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(App);
}

/// Every title ends with what the app is called.
#[component]
fn PageTitles() -> impl IntoView {
    let name = AuthState::current().settings.with_value(|settings| settings.app_name.clone());
    view! { <Title formatter=move |title: String| format!("{title} · {name}")/> }
}
