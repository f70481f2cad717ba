use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::form_element;
use super::scope::{FormScope, StepScope, with_attributes, within};
use crate::elements::{Erase, FormState, RepeatedContent, StrategyInput, effect, live, platform};
use crate::locale;
use crate::model::{Field, Notice, Strategy, Verification, VerificationStatus};

const IS_BROWSER: bool = cfg!(all(feature = "hydrate", not(feature = "ssr")));

/// How often it is asked whether a link has been opened.
const ROUND: Duration = Duration::from_secs(2);

/// What a browser counts from before it has looked: what stands on the page meanwhile is what the server has said.
const NOT_YET: i64 = -1;

/// How long it takes until another code or link may be asked for, in seconds. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct Wait {
    left: RwSignal<i64>,
    /// What it is when the server makes the page.
    at_first: i64,
}

/// A button that asks for another code or link, where one was sent: a `<button>` in a form of its own, which has
/// `aria-disabled` while it is too early. Classes and attributes are the button's. Put a [`ResendCountdown`] into it, and a
/// [`ResendStatus`] beside it.
#[component]
pub fn Resend(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// What stands on it. Left out, a text that counts down.
    #[prop(optional)]
    children: Option<RepeatedContent>,
) -> impl IntoView {
    let scope = StepScope::current();
    let proof = scope.proof;
    let resend_at = Signal::derive(move || proof.with(|proof| proof.as_ref().and_then(|proof| proof.resend_at)));
    let is_link = scope.strategy.is_none_or(Strategy::is_link);
    let parts = scope.resend.map(|form| {
        empties_field(scope.form, form);
        (form, Wait::until(form, resend_at))
    });
    with_attributes(move |attributes| {
        let Some((form, wait)) = parts else { return ().into_any() };
        let (class, children) = (class.clone(), children.clone());
        let content = within(FormScope(form), move || {
            provide_context(wait);
            match &children {
                Some(children) => children.render(),
                None => live(move || wait.text(is_link)),
            }
        });
        let button = resend_element(form, wait, class, content).add_any_attr(attributes);
        let content = view! {
            <StrategyInput strategy=scope.said_strategy()/>
            {button}
        };
        form_element(form, scope.redirect_url, String::new(), content.erase())
    })
}

/// The seconds until another code may be asked for; nothing once it may. Inside of [`Resend`].
#[component]
pub fn ResendCountdown(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let Wait { left: wait, .. } = use_context().expect("<ResendCountdown> works inside <Resend> only");
    with_attributes(move |attributes| {
        let class = class.clone();
        live(move || {
            let seconds = wait.get();
            let count = || view! { <span class=class.clone()>{seconds.to_string()}</span> }.erase();
            (seconds > 0).then(|| count().add_any_attr(attributes.clone()))
        })
    })
}

/// That another code or link was sent: a `<div role="status">`, which is empty until then.
#[component]
pub fn ResendStatus(
    /// Its classes.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    StepScope::current().resend.map(|form| {
        view! {
            <div class=class role="status">
                {live(move || form.notice.get().map(notice_text))}
            </div>
        }
        .erase()
    })
}

/// What is said when something was sent.
pub fn notice_text(notice: Notice) -> &'static str {
    match notice {
        // The server alone draws where that is said.
        Notice::Reverified | Notice::InvitationSent | Notice::OrganizationJoined | Notice::OrganizationRequested => "",
        Notice::CodeSent => locale::action::resent(),
        Notice::LinkSent => locale::action::link_resent(),
        Notice::WaitlistJoined => locale::waitlist::joined_title(),
    }
}

/// The button of a form that asks for another code. Where the browser's half runs, it does nothing while it is too early;
/// without it the server says so.
pub fn resend_element(form: FormState, Wait { left: wait, .. }: Wait, class: String, content: AnyView) -> AnyView {
    let disabled = Signal::derive(move || (wait.get() > 0 || form.pending.get()).then_some("true"));
    view! {
        <button
            type="submit"
            class=class
            aria-disabled=disabled
            on:click=move |event| {
                if wait.get_untracked() > 0 {
                    event.prevent_default();
                }
            }
        >
            {content}
        </button>
    }
    .erase()
}

impl Wait {
    /// Until another code may be asked for, Unix milliseconds of the server. It counts in a browser only; what the server says
    /// once is for those who have no script.
    pub fn until(form: FormState, resend_at: Signal<Option<i64>>) -> Self {
        let left_of = move |at: Option<i64>| at.map_or(0, |at| whole_seconds(at - form.state.now()));
        let at_first = if IS_BROWSER { 0 } else { left_of(resend_at.get_untracked()) };
        let wait = RwSignal::new(if IS_BROWSER && !form.state.is_hydrated() { NOT_YET } else { 0 });
        effect(move || {
            let at = resend_at.get();
            let tick = move || {
                let left = left_of(at);
                if wait.try_get_untracked().is_some_and(|wait| wait != left) {
                    wait.set(left);
                }
            };
            tick();
            if let Ok(clock) = set_interval_with_handle(tick, Duration::from_secs(1)) {
                on_cleanup(move || clock.clear());
            }
        });
        Self { left: wait, at_first }
    }

    /// What the button says.
    pub fn text(self, is_link: bool) -> String {
        let seconds = if IS_BROWSER { self.left.get() } else { self.at_first };
        match (seconds, is_link) {
            (0, false) => locale::action::resend().to_owned(),
            (0, true) => locale::action::resend_link().to_owned(),
            (seconds, false) => locale::action::resend_in(&seconds.to_string()),
            (seconds, true) => locale::action::resend_link_in(&seconds.to_string()),
        }
    }
}

/// When another code was sent, what was typed and said about the one before goes with it.
pub fn empties_field(form: FormState, resend: FormState) {
    effect(move || {
        if resend.notice.get() == Some(Notice::CodeSent) {
            form.changed(Field::Code);
            platform::empty_field(form.node, Field::Code.name());
        }
    });
}

/// Sends a form as soon as the link that was sent has been opened anywhere.
pub fn goes_on_when_opened(form: FormState, proof: Signal<Option<Verification>>) {
    let asked = StoredValue::new(false);
    effect(move || {
        let ask = move || {
            spawn_local(async move {
                form.state.refresh().await;
                // One that is gone was opened in this browser: the server is asked once what came of that.
                let is_done = match proof.try_get_untracked() {
                    Some(Some(proof)) => proof.status == VerificationStatus::Verified,
                    Some(None) => asked.try_update_value(|asked| !std::mem::replace(asked, true)).unwrap_or_default(),
                    None => false,
                };
                if is_done && let Some(node) = form.node.try_get_untracked().flatten() {
                    // The button is still there to send it.
                    let _ = node.request_submit();
                }
            });
        };
        if let Ok(clock) = set_interval_with_handle(ask, ROUND) {
            on_cleanup(move || clock.clear());
        }
    });
}

fn whole_seconds(milliseconds: i64) -> i64 {
    (milliseconds.max(0) + 999) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_over_only_when_it_is() {
        assert_eq!(whole_seconds(1), 1);
        assert_eq!(whole_seconds(30_000), 30);
        assert_eq!(whole_seconds(0), 0);
        assert_eq!(whole_seconds(-5), 0);
    }
}
