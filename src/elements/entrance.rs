//! What the sign-in and the sign-up are given besides what is theirs alone: what is known already, and the page of the other
//! one.

use leptos::prelude::*;

use super::{ADD_ACCOUNT, AuthState, use_redirect_url, with_redirect};

/// What the fields of a sign-in or sign-up hold when nothing has been typed yet: what a host app knows already. A sign-in
/// takes the first of address, phone number and username that is there. Nothing is proven by it.
///
/// ```
/// use vestibule::components::InitialValues;
///
/// let known = InitialValues { email_address: Some("ada@example.com".into()), ..InitialValues::default() };
/// # let _ = known;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InitialValues {
    /// The e-mail address.
    pub email_address: Option<String>,
    /// The phone number, as people write it.
    pub phone_number: Option<String>,
    /// The username.
    pub username: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
}

impl InitialValues {
    /// Who it is, for a field that takes any of the three.
    pub(crate) fn identifier(self) -> Option<String> {
        self.email_address.or(self.phone_number).or(self.username)
    }
}

/// The page of the other one: to the sign-in that of the sign-up, and the other way round. Known to all steps.
#[derive(Clone, Default)]
pub struct OtherFlow {
    page: Option<String>,
    redirect_url: Option<Signal<String>>,
}

impl OtherFlow {
    /// Of what a component is given; `name` is what its own parameters in an address begin with.
    pub fn new(name: &'static str, page: Option<String>, force: Option<String>, fallback: Option<String>) -> Self {
        let given = force.is_some() || fallback.is_some();
        Self { page, redirect_url: given.then(|| use_redirect_url(name, force, fallback)) }
    }

    /// Makes it known to the steps below.
    pub fn provide(self) {
        provide_context(self);
    }

    /// The link to it: to `page`, unless another was given, and from there to where this one would go, unless that has a
    /// place of its own. Whoever adds an account goes on adding one there.
    pub fn link(page: String, redirect_url: Signal<String>) -> Signal<String> {
        let other = use_context::<Self>().unwrap_or_default();
        let state = AuthState::current();
        let adds = state.client.with_untracked(|client| !client.sessions.is_empty())
            && state
                .settings
                .with_value(|it| it.multi_session && (page == it.paths.sign_in || page == it.paths.sign_up));
        let page = other.page.unwrap_or_else(|| if adds { format!("{page}/{ADD_ACCOUNT}") } else { page });
        let redirect_url = other.redirect_url.unwrap_or(redirect_url);
        Signal::derive(move || redirect_url.with(|url| with_redirect(&page, url)))
    }
}
