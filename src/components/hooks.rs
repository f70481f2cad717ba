use leptos::prelude::*;

use std::pin::Pin;

use crate::api::{self, Reply};
use crate::elements::reverification::ReverificationError;
use crate::elements::{AuthState, with_reverification};
use crate::model::{ActiveOrganization, Actor, ApiErrors, Has, Metadata, PublicSettings, Session, User};

/// What [`use_auth`] gives. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct UseAuth {
    state: AuthState,
    /// Whether someone is signed in.
    pub is_signed_in: Signal<bool>,
    /// Who is: the id of the user.
    pub user_id: Signal<Option<String>>,
    /// In which session.
    pub session_id: Signal<Option<String>>,
    /// What the settings add to the session's tokens (`session_token.claims`).
    pub session_claims: Signal<Option<Metadata>>,
    /// Who acts in the person's place, if somebody does: for what is shown to the person alone.
    pub actor: Signal<Option<Actor>>,
}

/// Whether someone is signed in, who, and how to change that.
///
/// Reading works everywhere: while the server renders, while the browser hydrates, and after. It panics outside
/// [`AuthProvider`](super::AuthProvider).
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::use_auth;
///
/// #[component]
/// fn Greeting() -> impl IntoView {
///     let auth = use_auth();
///     move || if auth.is_signed_in.get() { "Welcome back" } else { "Welcome" }
/// }
/// ```
pub fn use_auth() -> UseAuth {
    let state = AuthState::current();
    UseAuth {
        state,
        is_signed_in: state.signed_in.into(),
        user_id: Signal::derive(move || state.user.with(|user| user.as_ref().map(|user| user.id.clone()))),
        session_id: Signal::derive(move || {
            state.session.with(|session| session.as_ref().map(|session| session.id.clone()))
        }),
        session_claims: Signal::derive(move || {
            state.session.with(|session| session.as_ref().and_then(|session| session.claims.clone()))
        }),
        actor: Signal::derive(move || {
            state.session.with(|session| session.as_ref().and_then(|session| session.actor.clone()))
        }),
    }
}

impl UseAuth {
    /// Whether someone is signed in of whom a condition holds: for what is shown. What is done is checked on the server. Where
    /// it is asked reactively, the answer follows.
    pub fn has(self, condition: &Has) -> bool {
        self.state.session.with(|session| session.as_ref().is_some_and(|session| session.has(condition)))
    }

    /// The organization in which the person acts; `None` when nobody is signed in, or they act for themselves. Where it is
    /// asked reactively, the answer follows: of this and of what is read out of it below.
    pub fn organization(self) -> Option<ActiveOrganization> {
        self.state.session.with(|session| session.as_ref().and_then(|session| session.organization.clone()))
    }

    /// Its id: `org_…`.
    pub fn org_id(self) -> Option<String> {
        self.organization().map(|organization| organization.id)
    }

    /// Its name in addresses, if it has one.
    pub fn org_slug(self) -> Option<String> {
        self.organization().and_then(|organization| organization.slug)
    }

    /// The key of the person's role there, such as `org:admin`.
    pub fn org_role(self) -> Option<String> {
        self.organization().map(|organization| organization.role)
    }

    /// What the person may do there: the app's own permissions and the system's.
    pub fn org_permissions(self) -> Vec<String> {
        self.state
            .session
            .with(|session| session.as_ref().map(|session| session.grants.permissions.clone()).unwrap_or_default())
    }

    /// Lets the session act in an organization, by its id or slug, or in none. From the browser only.
    ///
    /// # Errors
    /// `resource_not_found` when the person does not belong to such an organization; `action_not_allowed` when nobody acts
    /// outside of one here.
    pub async fn set_active_organization(self, organization: Option<String>) -> Result<(), ApiErrors> {
        let reply =
            api::set_active_organization(organization.unwrap_or_default(), String::new(), String::new()).await?;
        self.state.apply(Reply { redirect_to: None, ..reply });
        Ok(())
    }

    /// What this Vestibule offers.
    pub fn settings(self) -> PublicSettings {
        self.state.settings.get_value()
    }

    /// Asks the server who is signed in: for an app that has reason to think that it has changed. From the browser only.
    pub async fn refresh(self) {
        self.state.refresh().await;
    }

    /// Ends the session that this browser acts in, and goes where the settings say. From the browser only: a button
    /// that works without JavaScript as well is [`SignOutButton`](super::SignOutButton).
    pub async fn sign_out(self) -> Result<(), ApiErrors> {
        self.state.apply(api::sign_out(String::new(), String::new()).await?);
        Ok(())
    }

    /// Ends one of this browser's sessions, whether or not it is the one that it acts in. From the browser only.
    pub async fn sign_out_session(self, session_id: String) -> Result<(), ApiErrors> {
        self.state.apply(api::sign_out(session_id, String::new()).await?);
        Ok(())
    }

    /// Lets this browser act in another one of its sessions, and goes where a sign-in leads. From the browser only: in the
    /// menu of [`UserButton`](super::UserButton) it works without JavaScript as well.
    pub async fn set_active(self, session_id: String) -> Result<(), ApiErrors> {
        self.state.apply(api::set_active_session(session_id, String::new()).await?);
        Ok(())
    }

    /// Ends every session of the person who is signed in, on every browser, and goes where the settings say. From the
    /// browser only.
    pub async fn sign_out_everywhere(self) -> Result<(), ApiErrors> {
        self.state.apply(api::sign_out_everywhere(String::new()).await?);
        Ok(())
    }

    /// A token for calls to another service, by the JWT template with this name, or with `None` a session token of 60 seconds;
    /// nothing when nobody is signed in. Ask each time: one by a template is held in memory until shortly before it runs out,
    /// and whoever asks at the same time gets the same.
    ///
    /// ```
    /// use leptos::prelude::*;
    /// use vestibule::components::use_auth;
    ///
    /// #[component]
    /// fn Bills() -> impl IntoView {
    ///     let auth = use_auth();
    ///     let load = Action::new_local(move |_: &()| async move {
    ///         let token = auth.get_token("billing").await.ok().flatten();
    ///         // A request to the other service, with the header `Authorization: Bearer …`.
    ///         token.is_some()
    ///     });
    ///     view! { <button on:click=move |_| drop(load.dispatch_local(()))>"Show my bills"</button> }
    /// }
    /// ```
    ///
    /// # Errors
    /// `resource_not_found` when there is no such template; what else the server says.
    pub async fn get_token<'a>(self, template: impl Into<Option<&'a str>>) -> Result<Option<String>, ApiErrors> {
        self.token(template.into(), false).await
    }

    /// The same, of what is so now: whatever the page holds is not looked at. For what an app has just changed of the person.
    ///
    /// # Errors
    /// As [`get_token`](Self::get_token).
    pub async fn get_token_anew<'a>(self, template: impl Into<Option<&'a str>>) -> Result<Option<String>, ApiErrors> {
        self.token(template.into(), true).await
    }

    async fn token(self, template: Option<&str>, anew: bool) -> Result<Option<String>, ApiErrors> {
        let template = template.map(str::to_owned);
        #[cfg(all(feature = "hydrate", not(feature = "ssr")))]
        return browser_tokens::get(self.state, template, anew).await;
        #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
        {
            // Nothing is held here.
            let _ = anew;
            api::get_token(template.unwrap_or_default(), String::new(), String::new()).await
        }
    }
}

/// The tokens of this page.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(super) mod browser_tokens {
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::held_tokens::{Answer, HeldTokens, Key};
    use crate::api;
    use crate::elements::{AuthState, memo};
    use crate::model::ErrorCode;

    thread_local! {
        /// One page runs in a browser's thread: on a server there is no such thing.
        static HELD: HeldTokens = HeldTokens::default();
    }

    pub async fn get(state: AuthState, template: Option<String>, anew: bool) -> Answer {
        match ask(state, template.clone(), anew).await {
            // Another tab has gone on meanwhile: with what is so by now it is asked for once more.
            Err(errors) if errors.has(ErrorCode::ClientStateInvalid) => {
                state.refresh().await;
                ask(state, template, anew).await
            }
            answer => answer,
        }
    }

    /// Keeps nothing of a person who is not there any more.
    pub fn follow(state: AuthState) {
        let session_id =
            memo(move |_| state.session.with(|session| session.as_ref().map(|session| session.id.clone())));
        Effect::new(move |_| session_id.with(|id| HELD.with(|held| held.leave(id.as_deref()))));
    }

    async fn ask(state: AuthState, template: Option<String>, anew: bool) -> Answer {
        let session = state.session.get_untracked();
        let key = Key {
            session_id: session.as_ref().map(|session| session.id.clone()),
            template: template.clone(),
            known: session.as_ref().map_or((None, 0), |it| (it.grants.role.clone(), it.user.updated_at)),
            organization_id: session.and_then(|session| session.organization).map(|organization| organization.id),
        };
        let template = template.unwrap_or_default();
        let [session_id, organization_id] =
            [&key.session_id, &key.organization_id].map(|id| id.clone().unwrap_or_default());
        let request = async move { api::fetch_token(&template, &session_id, &organization_id).await };
        let held = HELD.with(HeldTokens::clone);
        if anew {
            held.forget(&key);
        }
        held.get(key, state.now(), request, api::token_expires_at, spawn_local).await
    }
}

/// Something that is refused until its person has proven once more who they are, and is then done again: a server function that
/// begins with [`Protected::require_reverification`](crate::server::Protected::require_reverification), as a rule. What this
/// gives is called as what it was given; where its person has to prove who they are a dialog asks them. Whoever does not want
/// to gets `reverification_cancelled`.
///
/// In the browser only, in an [`Action::new_local`] or with `spawn_local`.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::use_reverification;
/// use vestibule::model::ApiErrors;
///
/// #[server(endpoint = "project/delete")]
/// async fn delete_project(id: String) -> Result<(), ApiErrors> {
///     let auth = vestibule::server::protect()?;
///     auth.require_reverification(vestibule::model::ReverificationLevel::Strict).await?;
///     println!("{} deletes {id}", auth.user_id());
///     Ok(())
/// }
///
/// #[component]
/// fn DeleteProject(id: String) -> impl IntoView {
///     let delete = use_reverification(delete_project);
///     let delete = Action::new_local(move |id: &String| delete(id.clone()));
///     view! { <button on:click=move |_| drop(delete.dispatch_local(id.clone()))>"Delete"</button> }
/// }
/// ```
pub fn use_reverification<A, T, E, F, Fut>(
    action: F,
) -> impl Fn(A) -> Pin<Box<dyn Future<Output = Result<T, E>>>> + Clone + 'static
where
    A: Clone + 'static,
    T: 'static,
    E: ReverificationError + 'static,
    F: Fn(A) -> Fut + Clone + 'static,
    Fut: Future<Output = Result<T, E>> + 'static,
{
    move |argument| Box::pin(with_reverification(action.clone(), argument))
}

/// The user who is signed in. Works where [`use_auth`] does.
pub fn use_user() -> Signal<Option<User>> {
    AuthState::current().user.into()
}

/// The sessions of this browser, newest first: more than one only where several people can be signed in at a time
/// (`session.multi_session`). Works where [`use_auth`] does.
pub fn use_session_list() -> Signal<Vec<Session>> {
    let client = AuthState::current().client;
    Signal::derive(move || client.with(|client| client.sessions.clone()))
}

/// The session that this browser acts in. Works where [`use_auth`] does.
pub fn use_session() -> Signal<Option<Session>> {
    AuthState::current().session.into()
}
