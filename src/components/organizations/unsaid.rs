//! What was wrong with something that is not there any more: the form that would tell it is gone with it, and the section in which
//! it stood tells it.

use leptos::prelude::*;

use crate::api::{
    AcceptOrganizationInvitation, AcceptOrganizationSuggestion, CreateOrganization, SetActiveOrganization,
};
use crate::elements::{Alert, AuthState, Erase, form_name};
use crate::locale::{self, organizations as text};
use crate::model::ErrorCode;

/// How far a section has come with telling what a form has left to be told.
#[derive(Clone, Copy)]
pub struct Unsaid {
    state: AuthState,
    /// How many forms tell it that stand elsewhere.
    elsewhere: usize,
}

impl Unsaid {
    /// Before a section makes its forms.
    pub fn begin() -> Self {
        let state = AuthState::current();
        Self { state, elsewhere: state.flash_tellers() }
    }

    /// Once they are made: what none of them tells, where one chooses an organization or comes into one.
    pub fn of_choices(self) -> Option<AnyView> {
        self.of(is_choice)
    }

    /// The same of what is done with an organization.
    pub fn of_profile(self) -> Option<AnyView> {
        self.of(|form| form.starts_with("organization") && !is_choice(form) && !creates(form))
    }

    /// The same where what there is to choose from may have taken the place of the organization: then all of it.
    pub fn of_all(self) -> Option<AnyView> {
        let acts = self.state.session.with_untracked(|it| it.as_ref().is_some_and(|it| it.organization.is_some()));
        self.of(|form| is_choice(form) || creates(form) || (!acts && form.starts_with("organization")))
    }

    /// The same of what is done with API keys.
    pub fn of_keys(self) -> Option<AnyView> {
        self.of(|form| form.starts_with("api_key/"))
    }

    fn of(self, is_ours: impl Fn(&str) -> bool) -> Option<AnyView> {
        if self.state.flash_tellers() > self.elsewhere {
            return None;
        }
        let errors = self.state.flash_of(is_ours)?.errors;
        // Whoever may do nothing until they have chosen an organization was in one when they sent the form.
        let is_held_up = !self.state.signed_in.get_untracked() && errors.has(ErrorCode::AuthenticationInvalid);
        let text = match is_held_up || errors.has(ErrorCode::ResourceNotFound) {
            true => text::gone().to_owned(),
            false => locale::error_text(errors.errors.first()?),
        };
        Some(view! { <Alert text/> }.erase())
    }
}

fn is_choice(form: &str) -> bool {
    [
        form_name::<SetActiveOrganization>(),
        form_name::<AcceptOrganizationInvitation>(),
        form_name::<AcceptOrganizationSuggestion>(),
    ]
    .contains(&form)
}

fn creates(form: &str) -> bool {
    form == form_name::<CreateOrganization>()
}
