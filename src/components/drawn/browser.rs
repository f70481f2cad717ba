//! The browser's half: what the server has drawn is left as it is until something changes, and its forms are sent in the
//! background.

use std::sync::Arc;

use leptos::ev::{self, Event, MouseEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos::web_sys::Element;

use super::{Section, Told, with_option};
use crate::api::{self, Reply};
use crate::elements::platform::drawn::{self, SentForm};
use crate::elements::{AuthState, Erase, LivePassword, effect, platform, with_reverification};
use crate::locale;
use crate::model::{ApiError, ApiErrors, Client, ErrorCode};

/// A section, and how far the browser has come with it. A handle, so `Copy`.
#[derive(Clone, Copy)]
struct Drawing {
    state: AuthState,
    section: Section,
    id: StoredValue<String>,
    at: Signal<String>,
    /// What the component around it was given.
    options: StoredValue<String>,
    /// Which part of its lists is shown: the query that someone asked for.
    asked_for: StoredValue<Option<String>>,
    /// The address of the page before another part was asked for.
    came_at: StoredValue<String>,
    node: NodeRef<html::Div>,
    told: Told,
    /// What the section is drawn for.
    drawn_for: StoredValue<Option<Arc<Client>>>,
    /// Where its forms lead back to.
    drawn_at: StoredValue<String>,
    /// The HTML as the server made it.
    html: StoredValue<String>,
    /// Whether a form is on its way.
    sending: StoredValue<bool>,
    /// The fields for passwords in it.
    passwords: StoredValue<Vec<LivePassword>, LocalStorage>,
    owner: StoredValue<Option<Owner>>,
    /// The last code that was sent by itself.
    sent_code: StoredValue<String>,
    /// Counts what was asked, so that a late answer does not take the place of a newer one.
    asked: StoredValue<u32>,
}

pub fn body(section: Section, id: String, at: Signal<String>, options: String, told: Told) -> AnyView {
    let state = AuthState::current();
    let drawing = Drawing {
        state,
        section,
        id: StoredValue::new(id),
        at,
        options: StoredValue::new(options),
        asked_for: StoredValue::new(None),
        came_at: StoredValue::new(platform::current_path()),
        node: NodeRef::new(),
        told,
        drawn_for: StoredValue::new(None),
        drawn_at: StoredValue::new(at.get_untracked()),
        html: StoredValue::new(String::new()),
        sending: StoredValue::new(false),
        passwords: StoredValue::new_local(Vec::new()),
        owner: StoredValue::new(Owner::current()),
        sent_code: StoredValue::new(String::new()),
        asked: StoredValue::new(0),
    };
    let came_along = !state.is_hydrated();
    effect(move || drawing.follow(came_along));
    let comes_back = window_event_listener(ev::popstate, move |_| drawing.come_back());
    on_cleanup(move || comes_back.remove());
    view! {
        <div
            class="vst-drawn"
            node_ref=drawing.node
            on:submit=move |event| drawing.send(event)
            on:input=move |event| drawing.edited(&event)
            on:click=move |event| drawing.turn(&event)
        ></div>
    }
    .erase()
}

impl Drawing {
    /// Draws it anew when the browser's state is another than it was drawn for.
    fn follow(self, came_along: bool) {
        let client = self.state.client.get();
        let Some(node) = self.node.get() else { return };
        let is_first = self.drawn_for.with_value(Option::is_none);
        if is_first && drawn::takes_over(&node, self.section.name(), came_along, self.html) {
            self.drawn_for.set_value(Some(client));
            self.enliven(&node);
            return;
        }
        if !self.sending.get_value() {
            spawn_local(self.catch_up());
        }
    }

    /// Draws it anew if it was drawn for another state.
    async fn catch_up(self) {
        if !self.is_allowed() {
            return;
        }
        let client = self.state.client.try_get_untracked();
        let is_old = self.drawn_for.try_with_value(|drawn_for| *drawn_for != client);
        let is_nothing = is_old == Some(true) && self.draw(None).await.is_none();
        // Whoever has been taken out of what it shows, or may not see it any more, sees that with the new state.
        if is_nothing && self.state.client.try_get_untracked() == client {
            self.told.failed.try_set(Some(locale::error_text(&ApiError::new(ErrorCode::ServiceUnavailable))));
        }
    }

    /// Whether the server would draw it.
    fn is_allowed(self) -> bool {
        self.state.client.with_untracked(|client| self.section.is_for(client))
    }

    fn send(self, event: SubmitEvent) {
        let Some(form) = SentForm::of(&event) else { return };
        event.prevent_default();
        if form.is_question() {
            return self.ask(form.body(), false);
        }
        if self.sending.get_value() {
            return;
        }
        // It may stand on another page by now.
        form.lead_back(&self.drawn_at.get_value(), &self.here());
        // Now: what a script has put into it for this is gone in a moment.
        let (action, body) = (form.action(), form.body());
        self.sending.set_value(true);
        self.told.failed.set(None);
        self.told.said.set(String::new());
        form.set_pending(true);
        form.say(None);
        self.passwords.with_value(|all| all.iter().for_each(LivePassword::hide));
        spawn_local(async move {
            let answer = with_reverification(|body| api::post_drawn_form(&action, body), body).await;
            self.settle(answer, &form).await;
            form.set_pending(false);
            self.sending.try_set_value(false);
            self.catch_up().await;
        });
    }

    /// Shows another part of its lists: as a page of its own to which one comes back, or in the place of what is shown.
    fn ask(self, query: String, is_page: bool) {
        if self.is_of_page() {
            // The browser is told the address to which a link has led only when what is shown there has been made.
            if self.asked_for.with_value(Option::is_none) {
                self.came_at.set_value(platform::current_path());
            }
            drawn::keep_in_address(&query, is_page);
        }
        self.show(query);
    }

    /// Whether what it shows stands in the address: the switcher's menu may be on every page, and is closed when one comes back.
    fn is_of_page(self) -> bool {
        let node = self.node.try_get_untracked().flatten();
        self.section != Section::OrganizationSwitcher && node.is_some_and(|node| !drawn::is_over_page(&node))
    }

    /// Shows what the address says to which somebody has come back, where that is of the same page.
    fn come_back(self) {
        let Some(came_at) = self.came_at.try_get_value().filter(|_| self.is_of_page()) else { return };
        let now = platform::current_path();
        let parts = |address: &str| {
            let (path, query) = address.split_once('?').unwrap_or((address, ""));
            (path.to_owned(), query.to_owned())
        };
        let ((path_before, query_before), (path, query)) = (parts(&came_at), parts(&now));
        if path == path_before && query != self.asked_for.get_value().unwrap_or(query_before) {
            self.show(query);
        }
    }

    /// Draws what is asked for by a query.
    fn show(self, query: String) {
        self.asked_for.set_value(Some(query.clone()));
        self.told.said.set(String::new());
        spawn_local(async move {
            let mine = self.asked.get_value() + 1;
            self.draw(None).await;
            // Whatever was done since is told of instead.
            let is_last = self.asked.try_get_value() == Some(mine);
            if let Some(node) = self.node.try_get_untracked().flatten().filter(|_| is_last) {
                self.told.said.try_set(drawn::said(&node, &query));
            }
        });
    }

    /// Follows a link to another part of its lists.
    fn turn(self, event: &MouseEvent) {
        if let Some(query) = drawn::part_of_list(event) {
            event.prevent_default();
            self.ask(query, true);
        }
    }

    /// The address of the page, with the part of the lists that is shown.
    fn here(self) -> String {
        let at = self.at.get_untracked();
        match self.asked_for.get_value() {
            Some(query) => {
                let path = at.split('?').next().unwrap_or_default();
                if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
            }
            None => at,
        }
    }

    /// Takes an answer in, and has the section drawn with what there is to tell of it.
    async fn settle(self, answer: Result<Reply, ApiErrors>, form: &SentForm) {
        let errors = match answer {
            Ok(mut reply) => {
                // It stays where it is, with the part of the lists that it shows.
                reply.redirect_to.take_if(|to| *to == self.here());
                if self.section == Section::OrganizationSwitcher {
                    // What was looked for was found.
                    self.asked_for.set_value(None);
                }
                let is_over = reply.loads && reply.redirect_to.is_some();
                self.state.apply(reply);
                if is_over {
                    return;
                }
                None
            }
            Err(errors) if errors.has(ErrorCode::ReverificationCancelled) => {
                form.say(errors.errors.first().map(locale::error_text).as_deref());
                return;
            }
            Err(errors) => Some(errors),
        };
        // What stands around it may make it anew with the new state: then that draws it.
        tick().await;
        if self.node.try_get_untracked().flatten().is_none() || !self.is_allowed() {
            return;
        }
        let told = self.draw(Some((form, errors.is_some()))).await;
        match errors {
            Some(errors) if told != Some(true) => {
                self.told.failed.try_set(errors.errors.first().map(locale::error_text));
            }
            Some(_) => (),
            None => drop(self.told.said.try_set(locale::user_profile::done().to_owned())),
        }
    }

    /// Asks the server for the section. `sent` is the form that was sent and whether it was refused. Returns whether the
    /// section says that something is wrong; nothing if there is none to be had.
    async fn draw(self, sent: Option<(&SentForm, bool)>) -> Option<bool> {
        let asked = self.asked.get_value() + 1;
        self.asked.set_value(asked);
        self.drawn_for.set_value(self.state.client.try_get_untracked());
        let mut place = String::new();
        with_option(&mut place, "id", &self.id.get_value());
        let here = self.here();
        with_option(&mut place, "at", &here);
        self.drawn_at.set_value(here);
        with_option(&mut place, "options", &self.options.get_value());
        let html = api::fetch_drawn(self.section.name(), &place).await;
        if let Some(html) = &html {
            drawn::load_scripts(html).await;
        }
        if self.asked.try_get_value() != Some(asked) {
            return Some(true);
        }
        let Some(html) = html else {
            // Whoever is not signed in any more has none, nor whoever may not see it any more.
            self.state.refresh().await;
            return None;
        };
        let node = self.node.try_get_untracked().flatten()?;
        let is_new = node.first_element_child().is_none();
        drawn::draw(&node, &self.html.get_value(), &html, sent);
        if is_new && (self.section.is_card() || drawn::is_nowhere()) {
            drawn::focus_start(&node);
        }
        self.html.set_value(html);
        self.enliven(&node);
        Some(drawn::has_errors(&node))
    }

    /// Adds to what was drawn what only a browser can do.
    fn enliven(self, node: &Element) {
        let update = || self.passwords.update_value(|all| LivePassword::update(all, node));
        if let Some(owner) = self.owner.get_value() {
            owner.with(update);
        }
    }

    fn edited(self, event: &Event) {
        drawn::edited(event, self.sent_code);
        self.passwords.update_value(|all| all.iter_mut().for_each(LivePassword::edited));
    }
}
