use std::time::Duration;

use leptos::prelude::*;

use super::{Erase, Form, FormState, StrategyInput, effect, live};
use crate::locale;
use crate::model::{Notice, Strategy};

/// Asks for another code. It is a form of its own. Where the browser's half runs, it counts down until another code
/// may be asked for; without it the server says when it is too early.
#[component]
pub fn ResendLink(
    form: FormState,
    redirect_url: Signal<String>,
    /// When another code may be asked for, Unix milliseconds of the server.
    #[prop(into)]
    resend_at: Signal<Option<i64>>,
    /// What the code proves, where the form has to say so.
    strategy: Option<Strategy>,
    /// Whether it is a link that was sent, and not a code.
    #[prop(optional)]
    is_link: bool,
) -> impl IntoView {
    let wait = RwSignal::new(0);
    effect(move || {
        let at = resend_at.get();
        let tick = move || {
            let left = at.map_or(0, |at| whole_seconds(at - form.state.now()));
            if wait.try_get_untracked().is_some_and(|wait| wait != left) {
                wait.set(left);
            }
        };
        tick();
        if let Ok(clock) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || clock.clear());
        }
    });
    let label = move || match (wait.get(), is_link) {
        (0, false) => locale::action::resend().to_owned(),
        (0, true) => locale::action::resend_link().to_owned(),
        (seconds, false) => locale::action::resend_in(&seconds.to_string()),
        (seconds, true) => locale::action::resend_link_in(&seconds.to_string()),
    };
    let disabled = Signal::derive(move || (wait.get() > 0 || form.pending.get()).then_some("true"));
    let notice = move || {
        form.notice.get().map(|notice| {
            let text = match notice {
                Notice::Reverified => "",
                Notice::CodeSent => locale::action::resent(),
                Notice::LinkSent => locale::action::link_resent(),
                Notice::WaitlistJoined => locale::waitlist::joined_title(),
            };
            view! { <p class="vst-formFieldSuccessText">{text}</p> }
        })
    };
    view! {
        <div class="vst-resendCode">
            <Form form redirect_url class="vst-resendCodeForm">
                <StrategyInput strategy/>
                <button
                    type="submit"
                    class="vst-formResendCodeLink"
                    aria-disabled=disabled
                    on:click=move |event| {
                        if wait.get_untracked() > 0 {
                            event.prevent_default();
                        }
                    }
                >
                    {live(label)}
                </button>
            </Form>
            <div role="status">{live(notice)}</div>
        </div>
    }
    .erase()
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
