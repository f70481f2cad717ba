//! In the browser.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use js_sys::futures::JsFuture;
use js_sys::{Function, Promise, Reflect};
use leptos::ev::{self, MouseEvent};
use leptos::html::Form;
use leptos::prelude::*;
use leptos::server_fn::redirect::{call_redirect_hook, set_redirect_hook};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    BroadcastChannel, Element, EventTarget, FormData, HtmlDialogElement, HtmlElement, HtmlInputElement, Node,
    UrlSearchParams, VisibilityState,
};

/// Path and query of the page.
pub fn current_path() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// The browser's time, Unix milliseconds.
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// A moment as programs read it, and what stands in its place until `moments.js` shows it; from Unix milliseconds. In what came
/// with the page stands what the server has written.
#[cfg(feature = "site")]
pub fn moment(at: i64) -> (String, String) {
    let datetime = String::from(js_sys::Date::new(&JsValue::from_f64(at as f64)).to_iso_string());
    (datetime.clone(), datetime)
}

/// When the page began to arrive, by the browser's clock, Unix milliseconds. What came after that, the wasm above all,
/// took as long as it took.
pub fn page_arrived_at() -> i64 {
    let Some(performance) = window().performance() else { return now() };
    let navigation = performance.get_entries_by_type("navigation").get(0);
    let start = Reflect::get(&navigation, &JsValue::from_str("responseStart")).ok().and_then(|start| start.as_f64());
    start.map_or_else(now, |start| (performance.time_origin() + start) as i64)
}

/// Goes to another page by loading it.
pub fn load(to: &str) {
    let _ = window().location().set_href(to);
}

/// Loads another page in the place of this one: nobody comes back to it.
pub fn load_instead(to: &str) {
    let _ = window().location().replace(to);
}

/// Goes to another page: through the router where there is one, else by loading it.
pub fn navigate(to: &str) {
    // Only the first hook counts. A router has set its own long before anyone navigates; it must not find this one.
    let _ = set_redirect_hook(load);
    call_redirect_hook(to);
}

/// Asks whoever is signed in to prove once more who they are, and says whether they did.
pub async fn reverify(level: &str) -> bool {
    load_script(super::REVERIFICATION).await;
    let ask = Reflect::get(&window(), &JsValue::from_str("vestibuleReverify"));
    let ask = ask.and_then(|ask| ask.dyn_into::<Function>());
    let asked = ask.and_then(|ask| ask.call1(&JsValue::NULL, &JsValue::from_str(level)));
    let Ok(asked) = asked else { return false };
    JsFuture::from(Promise::resolve(&asked)).await.is_ok_and(|proven| proven.is_truthy())
}

/// Has a script of ours run, if it was not loaded before, and waits for it. What is on the page already does no harm if it
/// runs again.
pub async fn load_script(src: &str) {
    let document = document();
    let Some(head) = document.head() else { return };
    if matches!(head.query_selector(&format!("script[src='{src}']")), Ok(Some(_))) {
        return;
    }
    let Ok(script) = document.create_element("script") else { return };
    let _ = script.set_attribute("src", src);
    let loaded = Promise::new(&mut |loaded, failed| {
        let _ = script.add_event_listener_with_callback("load", &loaded);
        let _ = script.add_event_listener_with_callback("error", &failed);
        let _ = head.append_child(&script);
    });
    if JsFuture::from(loaded).await.is_err() {
        // Whoever needs it next tries again.
        script.remove();
    }
}

/// Runs something later.
pub fn later(milliseconds: u64, then: impl FnOnce() + 'static) {
    set_timeout(then, Duration::from_millis(milliseconds));
}

const CHANNEL_NAME: &str = "vestibule";
const LONG_OUT_OF_SIGHT: i64 = 30_000;

thread_local! {
    // A channel does not hear itself: the one that speaks has to be the one that listens.
    static CHANNEL: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

/// Hears of what other tabs changed, until it is dropped.
pub struct TabWatch {
    _on_message: Closure<dyn FnMut(JsValue)>,
    on_visibility: Closure<dyn FnMut(JsValue)>,
}

impl Drop for TabWatch {
    fn drop(&mut self) {
        if let Some(channel) = CHANNEL.take() {
            channel.close();
        }
        let _ = document()
            .remove_event_listener_with_callback("visibilitychange", self.on_visibility.as_ref().unchecked_ref());
    }
}

/// Calls back when another tab says that it changed something, and when this one was out of sight for a while.
pub fn watch_other_tabs(changed: impl Fn() + Clone + 'static) -> TabWatch {
    let on_message = Closure::new({
        let changed = changed.clone();
        move |_: JsValue| changed()
    });
    if let Ok(channel) = BroadcastChannel::new(CHANNEL_NAME) {
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        CHANNEL.set(Some(channel));
    }
    let hidden_at = Cell::new(None);
    let on_visibility = Closure::new(move |_: JsValue| match document().visibility_state() {
        VisibilityState::Hidden => hidden_at.set(Some(now())),
        _ => {
            if hidden_at.take().is_some_and(|then| now() - then > LONG_OUT_OF_SIGHT) {
                changed();
            }
        }
    });
    let _ = document().add_event_listener_with_callback("visibilitychange", on_visibility.as_ref().unchecked_ref());
    TabWatch { _on_message: on_message, on_visibility }
}

/// Tells the other tabs that something changed.
pub fn tell_other_tabs() {
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            let _ = channel.post_message(&JsValue::from_str("changed"));
        }
    });
}

/// Gives the focus to what stands before a dialog and opens it, where nothing has it.
pub fn focus_opener(dialog: &HtmlDialogElement) {
    // What has it in a closed dialog loses it in a moment.
    let is_lost = |active: Element| active.tag_name() == "BODY" || dialog.contains(Some(&active));
    let mut before = dialog.previous_element_sibling();
    before.take_if(|_| !document().active_element().is_none_or(is_lost));
    while let Some(element) = before {
        if let Ok(Some(summary)) = element.query_selector("summary")
            && let Some(summary) = summary.dyn_ref::<HtmlElement>()
        {
            let _ = summary.focus();
            return;
        }
        before = element.previous_element_sibling();
    }
}

/// Moves the focus to the first field of a form that is marked as wrong, once it is.
pub fn focus_first_invalid(form: NodeRef<Form>) {
    request_animation_frame(move || {
        let Some(form) = form.try_get_untracked().flatten() else { return };
        if let Ok(Some(field)) = form.query_selector("[aria-invalid=true]")
            && let Some(field) = field.dyn_ref::<HtmlElement>()
        {
            let _ = field.focus();
            // A code is typed anew, not corrected.
            if let Some(input) = field.dyn_ref::<HtmlInputElement>().filter(|it| it.autocomplete() == "one-time-code") {
                input.select();
            }
        }
    });
}

/// Takes away what stands in a form's field.
pub fn empty_field(form: NodeRef<Form>, name: &str) {
    let field = form.try_get_untracked().flatten().and_then(|form| form.elements().named_item(name));
    if let Some(input) = field.as_ref().and_then(|field| field.dyn_ref::<HtmlInputElement>()) {
        input.set_value("");
    }
}

/// All that stands in a form's fields, as a browser without JavaScript would send it.
pub fn form_body(form: NodeRef<Form>) -> Option<String> {
    let form = form.try_get_untracked().flatten()?;
    let data = FormData::new_with_form(&form).ok()?;
    Some(UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?.to_string().into())
}

/// What stands in a form's field.
pub fn form_value(form: NodeRef<Form>, name: &str) -> String {
    let form = form.try_get_untracked().flatten();
    let data = form.and_then(|form| FormData::new_with_form(&form).ok());
    data.and_then(|data| data.get(name).as_string()).unwrap_or_default()
}

/// Closes the dialog in which something was clicked.
pub fn close_dialog(event: &MouseEvent) {
    let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let dialog = clicked.and_then(|clicked| clicked.closest("dialog").ok().flatten());
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// A menu that is open.
const OPEN_MENU: &str = "details[data-vst-popover][open]";

/// Closes the menus of this page on Escape, and when something is clicked or gets the focus elsewhere.
pub fn watch_menus() {
    thread_local! {
        static WATCHED: Cell<bool> = const { Cell::new(false) };
    }
    if WATCHED.replace(true) {
        return;
    }
    // They stay for as long as the page.
    window_event_listener(ev::keydown, |event| {
        if event.key() == "Escape" {
            leave_menus();
        }
    });
    window_event_listener(ev::pointerdown, |event| close_others(event.target()));
    window_event_listener(ev::focusin, |event| close_others(event.target()));
}

fn close_others(target: Option<EventTarget>) {
    let target = target.as_ref().and_then(|target| target.dyn_ref::<Node>());
    each_menu(|menu| {
        if !menu.contains(target) {
            let _ = menu.remove_attribute("open");
        }
    });
}

/// Closes what is open, and gives the focus back to what had opened it: what had it in there is not seen any more.
pub fn leave_menus() {
    each_menu(|menu| {
        let _ = menu.remove_attribute("open");
        let trigger = menu.query_selector("summary").ok().flatten();
        if let Some(trigger) = trigger.and_then(|trigger| trigger.dyn_into::<HtmlElement>().ok()) {
            // Without the focus the page is still all there.
            let _ = trigger.focus();
        }
    });
}

fn each_menu(act: impl Fn(&Element)) {
    let Ok(menus) = document().query_selector_all(OPEN_MENU) else { return };
    for at in 0..menus.length() {
        if let Some(menu) = menus.item(at).and_then(|menu| menu.dyn_into::<Element>().ok()) {
            act(&menu);
        }
    }
}

/// What a link that was clicked opens over the page, if it says so.
pub fn opened_by(event: &MouseEvent) -> Option<String> {
    // With a key held it opens a page of its own.
    if event.button() != 0 || event.meta_key() || event.ctrl_key() || event.shift_key() {
        return None;
    }
    let clicked: Element = event.target()?.dyn_into().ok()?;
    clicked.closest("[data-vst-opens]").ok().flatten()?.get_attribute("data-vst-opens")
}
