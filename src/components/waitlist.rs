use leptos::prelude::*;

use crate::api::JoinWaitlist;
use crate::appearance::{AppearanceProp, Component};
use crate::elements::{
    AuthState, BotCheck, Card, CardForm, Erase, FooterAction, FormState, Root, SubmitButton, TextField, live, memo,
    use_redirect_url, with_redirect,
};
use crate::locale;
use crate::locale::words;
use crate::model::{Field, Notice, SignUpMode};

/// The card with which one puts oneself on the waitlist, where `sign_up.mode` is `waitlist`. `<SignUp/>` shows it, too: it
/// needs a page of its own only where the settings name one (`paths.waitlist`).
///
/// **On the server** the form is rendered, with what was wrong with it, or that one is on the list. **Without JavaScript**
/// the form is posted and the server leads to the next page. **In the browser** it is sent in the background. Whoever is on
/// the list already, or has an account, is told what everyone is told.
///
/// ```
/// use leptos::prelude::*;
/// use leptos_router::components::{Route, Router, Routes};
/// use leptos_router::path;
/// use vestibule::components::Waitlist;
///
/// #[component]
/// fn Pages() -> impl IntoView {
///     view! {
///         <Router>
///             <Routes fallback=|| "Not found">
///                 <Route path=path!("/waitlist") view=|| view! { <Waitlist/> }/>
///             </Routes>
///         </Router>
///     }
/// }
/// ```
#[component]
pub fn Waitlist(
    /// How it looks, in front of what the provider says.
    #[prop(optional, into)]
    appearance: AppearanceProp,
    /// What the ids of the fields begin with: for a page with more than one of these cards.
    #[prop(default = "vst-waitlist".into(), into)]
    id: String,
) -> impl IntoView {
    let redirect_url = use_redirect_url("sign_up", None, None);
    let root = Root::new(Component::Waitlist, appearance);
    let join = move || {
        root.enter();
        view! { <Join id=id.clone() redirect_url/> }
    };
    let all = view! {
        <div
            class=root.class("vst-rootBox")
            lang=words::tag()
            dir=words::direction()
            data-vst-elements=root.element_classes()
        >
            {root.style()}
            {join}
        </div>
    };
    root.dress(all.erase())
}

/// The card itself.
#[component]
pub(super) fn Join(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let form = FormState::new::<JoinWaitlist>(&id, &[Field::EmailAddress], &[]).with_success(Notice::WaitlistJoined);
    let (mode, sign_in) =
        AuthState::current().settings.with_value(|settings| (settings.mode, settings.paths.sign_in.clone()));
    let is_open = mode == SignUpMode::Waitlist;
    let footer_action = FooterAction {
        text: locale::waitlist::have_access(),
        link: locale::sign_up::sign_in(),
        href: Signal::derive(move || redirect_url.with(|url| with_redirect(&sign_in, url))),
        rel: None,
    };
    // What was typed stays where it is while the form is on its way.
    let has_joined = memo(move |_| form.notice.with(Option::is_some));
    live(move || {
        let joined = has_joined.get();
        let (title, subtitle) = match (is_open, joined) {
            (false, _) => (locale::waitlist::closed_title(), locale::waitlist::closed_subtitle()),
            (true, true) => (locale::waitlist::joined_title(), locale::waitlist::joined_subtitle()),
            (true, false) => (locale::waitlist::title(), locale::waitlist::subtitle()),
        };
        let fields = (is_open && !joined).then(|| {
            view! {
                <CardForm form redirect_url>
                    <TextField
                        form
                        field=Field::EmailAddress
                        label=locale::field::email_address()
                        kind="email"
                        autocomplete="email"
                        required=true
                        autofocus=true
                    />
                    <BotCheck form/>
                    <SubmitButton form label=locale::waitlist::title()/>
                </CardForm>
            }
        });
        view! {
            <Card title subtitle focus_title=joined || !is_open footer_action=footer_action.clone()>
                {fields}
            </Card>
        }
    })
}
