use leptos::prelude::*;
use leptos::task::spawn_local;

use super::impersonation_bar::impersonation_bar;
use crate::api::{self, PageStateCodec};
use crate::appearance::{Appearance, SCRIPT as APPEARANCE, Worn};
use crate::elements::platform::{self, REVERIFICATION};
use crate::elements::{AuthState, effect};

/// Where the script is that asks browsers for passkeys.
const PASSKEYS: &str = env!("VESTIBULE_PASSKEYS_JS");

/// Gives the components and hooks inside it what they know: who is signed in, what this Vestibule offers. One of them
/// stands around the whole app, outside the router.
///
/// **On the server** the state comes with the request and is in the first HTML: a page is never first shown to a
/// visitor and then to the person who is signed in. **Without JavaScript** that is all. **In the browser** the state
/// changes with every sign-in and sign-out, in this tab and in others, and everything that shows it changes along; a
/// tab that was out of sight for more than half a minute asks the server again.
///
/// Where somebody acts in a person's place (`vestibule.actor_tokens()`), a bar in front of
/// the app says so on every page, with a button to leave.
///
/// How everything looks is in one `<style>` of its own; see [`Appearance`].
///
/// It also links the components' stylesheet and, where the settings have passkeys, a small script for them. Other scripts are
/// loaded where something needs them.
///
/// ```
/// use leptos::prelude::*;
/// use leptos_router::components::{Route, Router, Routes};
/// use leptos_router::path;
/// use vestibule::components::{AuthProvider, SignIn, SignInButton, SignUp, SignedIn, SignedOut, UserButton};
///
/// #[component]
/// fn App() -> impl IntoView {
///     view! {
///         <AuthProvider>
///             <Router>
///                 <header>
///                     <SignedIn>
///                         <UserButton/>
///                     </SignedIn>
///                     <SignedOut>
///                         <SignInButton/>
///                     </SignedOut>
///                 </header>
///                 <Routes fallback=|| "Not found">
///                     <Route path=path!("/") view=|| "Home"/>
///                     <Route path=path!("/sign-in/:step?") view=|| view! { <SignIn/> }/>
///                     <Route path=path!("/sign-up/:step?") view=|| view! { <SignUp/> }/>
///                 </Routes>
///             </Router>
///         </AuthProvider>
///     }
/// }
/// ```
#[component]
pub fn AuthProvider<C: IntoView + 'static>(
    /// How the components look, in front of what the settings say.
    #[prop(optional, into)]
    appearance: Option<Appearance>,
    /// The language of all components, by its tag, such as `de` or `pt-BR`. Not given: that of the person who is signed in, or
    /// else the one that the browser asks for.
    #[prop(optional, into)]
    locale: Option<String>,
    /// The app.
    children: TypedChildren<C>,
) -> impl IntoView {
    if let Some(locale) = &locale {
        platform::speak(locale);
    }
    let worn = Worn::new(appearance);
    let (css, rules) = (worn.css(), worn.script_rules());
    #[cfg(feature = "ssr")]
    let class_rules = worn.class_rules.clone();
    let page = move || {
        let mut page = api::page_state();
        worn.tell(&mut page.settings);
        page
    };
    let page = SharedValue::<_, PageStateCodec>::new_with_encoding(page).into_inner();
    let words = page.words.clone();
    let state = AuthState::new(page);
    #[cfg(feature = "ssr")]
    state.class_rules.set_value(class_rules);
    provide_context(state);
    effect(move || {
        state.set_hydrated();
        #[cfg(all(feature = "hydrate", not(feature = "ssr")))]
        super::hooks::browser_tokens::follow(state);
        let watch = platform::watch_other_tabs(move || spawn_local(state.refresh()));
        // It ends with the app.
        StoredValue::new_local(watch);
    });
    let (stylesheet, passkeys, with_classes) = state
        .settings
        .with_value(|settings| (settings.stylesheet.clone(), settings.passkeys(), settings.look.with_classes));
    // Before the forms that are nothing without it: who is quick would send one that nobody was asked for.
    let passkeys = passkeys.then(|| {
        view! { <script src=PASSKEYS data-vst-reverification=REVERIFICATION nonce=platform::nonce()></script> }
    });
    view! {
        {(!stylesheet.is_empty()).then(|| view! { <link rel="stylesheet" href=stylesheet/> })}
        <style nonce=platform::nonce() inner_html=css></style>
        // Before everything that reads out of it.
        {(!words.is_empty()).then(|| view! { <script src=words nonce=platform::nonce()></script> })}
        {with_classes
            .then(|| view! { <script defer=true src=APPEARANCE nonce=platform::nonce() data-vst-rules=rules></script> })}
        {passkeys}
        {impersonation_bar(state)}
        {children.into_inner()()}
    }
}
