use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{AuthState, Erase, Icon, IconName, effect, live, memo, platform};
use crate::locale::{self, words};

/// Something over the page, and what opens it; neither where it is a page of its own. What is in it is there only while it is
/// open. It closes when someone goes to another page, and when someone else is signed in, or acts in another organization: what it
/// is about is not there any more then.
pub fn modal(content: Option<ViewFn>, label: &'static str) -> (Option<AnyView>, Option<Callback<()>>) {
    let Some(content) = content else { return (None, None) };
    let node = NodeRef::<html::Dialog>::new();
    let open = RwSignal::new(false);
    let show = Callback::new(move |()| {
        open.set(true);
        // What had the focus before gets it back when it closes.
        platform::leave_menus();
        if let Some(dialog) = node.get_untracked() {
            // Without it the link still leads to the page.
            let _ = dialog.show_modal();
            // The button that gets the focus hangs over what is below it: browsers scroll to it all the same.
            request_animation_frame(move || dialog.set_scroll_top(0));
        }
    });
    let session = AuthState::current().session;
    let acting = memo(move |_| {
        session.with(|session| {
            let session = session.as_ref()?;
            let organization = session.organization.as_ref().map_or("", |it| &it.id);
            Some([&session.user.id, organization].concat())
        })
    });
    let path = use_location().pathname;
    effect(move || {
        // A memo that nobody reads tells nobody that it has changed.
        drop((acting.get(), path.get()));
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    });
    let closed = move |_| {
        open.set(false);
        // What it was opened by may have been made anew meanwhile.
        if let Some(dialog) = node.get_untracked() {
            platform::focus_opener(&dialog);
        }
    };
    let view = view! {
        <dialog
            class="vst-rootBox vst-modalContent"
            lang=words::tag()
            dir=words::direction()
            aria-label=label
            closedby="any"
            node_ref=node
            on:close=closed
        >
            <form method="dialog" class="vst-modalClose">
                <button class="vst-modalCloseButton" aria-label=locale::action::close()>
                    <Icon name=IconName::Close class="vst-modalCloseButtonIcon"/>
                </button>
            </form>
            {live(move || open.get().then(|| content.run()))}
        </dialog>
    }
    .erase();
    (Some(view), Some(show))
}
