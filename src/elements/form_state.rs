use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

use super::{AuthState, effect, memo, platform, with_look, with_reverification};
use crate::api::{self, Reply};
use crate::locale;
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, Flash, Notice};

/// With what a form of whoever came by a link is refused when that is not good any more.
const OVER: [ErrorCode; 3] =
    [ErrorCode::TicketInvalid, ErrorCode::SignUpModeRestricted, ErrorCode::SignUpRestrictedWaitlist];

/// What a form is called in a [`Flash`]: its address below the prefix of the server functions.
pub fn form_name<S: ServerFn>() -> &'static str {
    S::PATH.strip_prefix("/vestibule/api/").unwrap_or(S::PATH)
}

/// A form that posts to a server function: what was typed into it before, what was wrong with it, whether it is being
/// sent. It begins with what the server has to say about a form that was sent without JavaScript. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct FormState {
    pub state: AuthState,
    pub action: &'static str,
    pub errors: RwSignal<ApiErrors>,
    pub notice: RwSignal<Option<Notice>>,
    pub pending: RwSignal<bool>,
    pub node: NodeRef<html::Form>,
    id: StoredValue<String>,
    fields: &'static [Field],
    values: StoredValue<Vec<(Field, String)>>,
    success: Option<Notice>,
    name: &'static str,
}

impl FormState {
    /// A form for the server function `S`. `id` begins the ids of its fields. `also` names other forms whose outcome
    /// it has to tell, because a later step can lead back to this one.
    pub fn new<S>(id: &str, fields: &'static [Field], also: &[&str]) -> Self
    where
        S: ServerFn<Output = Reply, Error = ApiErrors>,
    {
        Self::posting_to(S::PATH, form_name::<S>(), id, fields, also)
    }

    /// A form for the server function at an address.
    pub fn posting(path: &'static str, id: &str, fields: &'static [Field]) -> Self {
        Self::posting_to(path, path.strip_prefix("/vestibule/api/").unwrap_or(path), id, fields, &[])
    }

    fn posting_to(action: &'static str, name: &'static str, id: &str, fields: &'static [Field], also: &[&str]) -> Self {
        let state = AuthState::current();
        let told = state.flash(&[&[name], also].concat());
        if told.is_some() {
            // Told once: not again when a person comes back to this page without loading it.
            effect(move || state.forget_flash());
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            state.note_teller(true);
        }
        let Flash { errors, values, notice, .. } = told.unwrap_or_default();
        Self {
            state,
            action,
            errors: RwSignal::new(errors),
            notice: RwSignal::new(notice),
            pending: RwSignal::new(false),
            node: NodeRef::new(),
            id: StoredValue::new(id.to_owned()),
            fields,
            values: StoredValue::new(values),
            success: None,
            name,
        }
    }

    /// What to say when it went well.
    pub fn with_success(mut self, notice: Notice) -> Self {
        self.success = Some(notice);
        self
    }

    /// What is wrong with forms that are told of together.
    pub fn telling_of(state: AuthState, forms: &[&str]) -> RwSignal<ApiErrors> {
        let told = state.flash(forms);
        if told.is_some() {
            effect(move || state.forget_flash());
        }
        RwSignal::new(told.map(|flash| flash.errors).unwrap_or_default())
    }

    /// What is wrong with it is told together with what is wrong with others.
    pub fn with_errors(mut self, errors: RwSignal<ApiErrors>) -> Self {
        self.errors = errors;
        self
    }

    /// Whether it asks for a password alone.
    pub fn has_password(self) -> bool {
        matches!(self.fields, [Field::Password | Field::NewPassword])
    }

    /// One of several forms to the same server function: what is told of another is not told of this one. `field` has a
    /// value of its own in each.
    pub fn about(self, field: Field, value: &str) -> Self {
        if self.value(field).is_some_and(|told| told != value) {
            self.errors.set(ApiErrors::default());
            self.notice.set(None);
            self.values.set_value(Vec::new());
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            self.state.note_teller(false);
        }
        self
    }

    /// Sends the form from the browser: the same fields to the same address as without JavaScript, in the background.
    pub fn send(self, event: SubmitEvent) {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if self.pending.get_untracked() {
            return;
        }
        let Some(body) = platform::form_body(self.node) else {
            self.errors.set(ApiError::new(ErrorCode::RequestBodyInvalid).into());
            return;
        };
        self.pending.set(true);
        self.notice.set(None);
        self.state.forget_flash();
        // An alert that is taken away and put back is read out again.
        self.errors.update(|errors| errors.errors.retain(|error| self.has_field(error)));
        spawn_local(async move {
            let outcome = with_reverification(|body| api::post_form(self.action, body), body).await;
            self.settle(outcome).await;
        });
    }

    /// The id of a field's input.
    pub fn field_id(self, field: Field) -> String {
        self.id.with_value(|id| format!("{id}-{}", field.name().replace('_', "-")))
    }

    /// The id of what is said about a field.
    pub fn error_id(self, field: Field) -> String {
        self.field_id(field) + "-error"
    }

    /// What had been typed into a field when the page was made.
    pub fn value(self, field: Field) -> Option<String> {
        self.values
            .with_value(|values| values.iter().find(|(known, _)| *known == field).map(|(_, value)| value.clone()))
    }

    /// What is wrong with a field.
    pub fn error(self, field: Field) -> Memo<Option<String>> {
        memo(move |_| self.errors.with(|errors| errors.of(field).map(locale::error_text)))
    }

    /// The value of an attribute that is there while a field is wrong. A signal and no closure, as below: what an element
    /// does with a closure is in a bundle once for each of them.
    pub fn while_wrong(self, field: Field, value: &'static str) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.errors.with(|errors| errors.of(field).is_some()).then_some(value))
    }

    /// The ids of what is said about a field: what helps with it, and what is wrong while something is.
    pub fn described_by(self, field: Field, hint: Option<String>) -> Signal<Option<String>> {
        Signal::derive(move || {
            let error = self.errors.with(|errors| errors.of(field).is_some()).then(|| self.error_id(field));
            match (hint.clone(), error) {
                (Some(hint), Some(error)) => Some(hint + " " + &error),
                (hint, error) => hint.or(error),
            }
        })
    }

    /// The value of an attribute that is there while the form is on its way.
    pub fn while_pending(self, value: &'static str) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.pending.get().then_some(value))
    }

    /// What is wrong with the form, or with something that has no field in it.
    pub fn global_error(self) -> Memo<Option<String>> {
        memo(move |_| {
            self.errors.with(|errors| errors.errors.iter().find(|error| !self.has_field(error)).map(locale::error_text))
        })
    }

    /// A field has been changed: what was said about it no longer holds.
    pub fn changed(self, field: Field) {
        if self.errors.with_untracked(|errors| errors.of(field).is_some()) {
            self.errors.update(|errors| errors.errors.retain(|error| error.meta.param_name != Some(field)));
        }
    }

    /// Whether a field has the focus first: the topmost that is wrong, else the one that asks for it.
    pub fn has_first_focus(self, field: Field, asked: bool) -> bool {
        let asked = asked && !with_look(|look| look.without_auto_focus);
        self.errors.with_untracked(|errors| {
            let wrong = self.fields.iter().find(|field| errors.of(**field).is_some());
            wrong.map_or(asked, |wrong| *wrong == field)
        })
    }

    /// Whether there is something to tell of what was sent.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub fn has_news(self) -> bool {
        let reverified = self.notice.get_untracked() == Some(Notice::Reverified);
        reverified || self.errors.with_untracked(|errors| !errors.is_empty())
    }

    /// What stands in a field now.
    pub fn typed(self, field: Field) -> String {
        platform::form_value(self.node, field.name())
    }

    fn has_field(self, error: &ApiError) -> bool {
        error.meta.param_name.is_some_and(|field| self.fields.contains(&field))
    }

    /// All that was typed and may be shown again.
    fn typed_values(self) -> Vec<(Field, String)> {
        let shown = self.fields.iter().filter(|field| {
            !matches!(field, Field::Password | Field::NewPassword | Field::CurrentPassword | Field::Code)
        });
        shown.map(|field| (*field, self.typed(*field))).collect()
    }

    async fn settle(self, answer: Result<Reply, ApiErrors>) {
        match answer {
            Ok(reply) => {
                self.pending.set(false);
                self.errors.set(ApiErrors::default());
                self.notice.set(self.success);
                self.state.apply(reply);
            }
            Err(errors) => {
                if errors.has(ErrorCode::ClientStateInvalid) || errors.has(ErrorCode::SessionExists) {
                    // This page is out of date. Another step takes its place, and says why.
                    let values = self.typed_values();
                    self.state.leave_flash(Flash {
                        form: self.name.into(),
                        errors: errors.clone(),
                        values,
                        ..Flash::default()
                    });
                    self.state.refresh().await;
                }
                // What the link was good for that led here may be over: then the page says that, as one that is opened now does.
                let came_by_link = self.state.client.with_untracked(|client| client.ticket.is_some());
                if came_by_link && OVER.iter().any(|code| errors.has(*code)) {
                    self.state.refresh().await;
                }
                self.pending.set(false);
                self.errors.set(errors);
                platform::focus_first_invalid(self.node);
            }
        }
    }
}
