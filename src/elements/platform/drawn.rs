//! What the server has drawn, in the browser.

use leptos::ev::{Event, MouseEvent, SubmitEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, UrlSearchParams,
};

use super::{later, load_script};

/// How many digits a code has.
const DIGITS: usize = 6;

/// How long nobody types before it is looked for what they have typed, in milliseconds.
const SEARCH_PAUSE: u64 = 250;

/// A form that is sent in the background.
pub struct SentForm {
    form: HtmlFormElement,
    button: Option<HtmlElement>,
}

impl SentForm {
    /// Nothing where the browser is to send it as without us: someone else has it in hand, it holds files, or it leads to
    /// another site.
    pub fn of(event: &SubmitEvent) -> Option<Self> {
        let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
        if event.default_prevented() || form.has_attribute("enctype") || form.has_attribute("data-vst-leaves") {
            return None;
        }
        let button = event.submitter().or_else(|| find(&form, "[type=submit]"));
        Some(Self { form, button })
    }

    /// Whether it asks for another part of a list, and changes nothing.
    pub fn is_question(&self) -> bool {
        self.form.method() == "get"
    }

    pub fn action(&self) -> String {
        self.form.get_attribute("action").unwrap_or_default()
    }

    /// All that stands in its fields, as a browser without JavaScript would send it.
    pub fn body(&self) -> String {
        let data = FormData::new_with_form(&self.form);
        let body = data.and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data));
        body.map_or_else(|_| String::new(), |body| body.to_string().into())
    }

    /// Lets it lead back to where someone is now, if it would to where they were when it was drawn.
    pub fn lead_back(&self, from: &str, to: &str) {
        if let Some(field) = find::<HtmlInputElement>(&self.form, "[name=redirect_url]").filter(|it| it.value() == from)
        {
            field.set_value(to);
        }
    }

    /// Marks its button. It keeps the focus, so it is not disabled.
    pub fn set_pending(&self, pending: bool) {
        let Some(button) = &self.button else { return };
        for (name, value) in [("aria-disabled", "true"), ("data-loading", "")] {
            let _ = if pending { button.set_attribute(name, value) } else { button.remove_attribute(name) };
        }
    }

    /// Says above its fields why it has not been done, where nothing is drawn anew; `None` takes that away again.
    pub fn say(&self, text: Option<&str>) {
        if let Some(said) = find::<Element>(&self.form, "[data-vst-said]") {
            said.remove();
        }
        let Some(text) = text else { return };
        let alert = "<div class=\"vst-alert\" data-color=\"danger\" role=\"alert\" data-vst-said><p class=\"vst-alertText\"></p></div>";
        let _ = self.form.insert_adjacent_html("afterbegin", alert);
        if let Some(said) = find::<Element>(&self.form, "[data-vst-said] > p") {
            said.set_text_content(Some(text));
        }
    }

    /// Puts what was typed where it was typed.
    fn restore(&self, section: &Element) {
        let fields = self.form.elements();
        for at in 0..fields.length() {
            let Some(field) = fields.item(at) else { continue };
            if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>().filter(|area| !area.id().is_empty()) {
                if let Some(new) = find::<HtmlTextAreaElement>(section, &format!("#{}", area.id())) {
                    new.set_value(&area.value());
                }
                continue;
            }
            let Ok(field) = field.dyn_into::<HtmlInputElement>() else { continue };
            let id = field.id();
            if id.is_empty() {
                continue;
            }
            if let Some(new) = find::<HtmlInputElement>(section, &format!("#{id}")) {
                new.set_value(&field.value());
                new.set_checked(field.checked());
            }
        }
    }
}

fn find<T: JsCast>(within: &Element, selector: &str) -> Option<T> {
    within.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Whether a section stands there already, and need not be asked for. What stands there of another goes.
pub fn takes_over(node: &Element, name: &str, came_along: bool, html: StoredValue<String>) -> bool {
    let there = node.first_element_child().and_then(|child| child.get_attribute("data-vst-section"));
    let is_it = there.as_deref() == Some(name);
    if there.is_some() && !is_it {
        node.set_inner_html("");
    }
    html.set_value(node.inner_html());
    is_it && came_along
}

/// Loads the scripts that a piece of HTML needs: browsers run none that is put into a page with it. Before the HTML is
/// shown, so that nobody is quicker than they are.
pub async fn load_scripts(html: &str) {
    let Some(scripts) = parsed(html).and_then(|section| section.query_selector_all("script").ok()) else { return };
    for at in 0..scripts.length() {
        let src = scripts.item(at).and_then(|script| script.dyn_ref::<Element>()?.get_attribute("src"));
        // Our own: what else may ever stand there is no script of ours.
        if let Some(src) = src.filter(|src| src.starts_with("/vestibule/assets/")) {
            load_script(&src).await;
        }
    }
}

/// Puts new HTML in the place of what the server made before. Parts in which nothing has changed stay as they are, with
/// what is open and what is typed in them.
pub fn draw(node: &Element, before: &str, html: &str, sent: Option<(&SentForm, bool)>) {
    let (Some(there), Some(old), Some(new)) = (node.first_element_child(), parsed(before), parsed(html)) else {
        node.set_inner_html(html);
        return;
    };
    let parts = |of: &Element| -> Vec<Element> {
        let children = of.children();
        // What is for those who have no script is none: it may come and go.
        let is_part = |it: &Element| it.tag_name() != "NOSCRIPT";
        (0..children.length()).filter_map(|at| children.item(at)).filter(is_part).collect()
    };
    let (parts_there, old, parts_new) = (parts(&there), parts(&old), parts(&new));
    if parts_there.len() != parts_new.len() || old.len() != parts_new.len() {
        replace(&there, &new, sent);
        return;
    }
    for ((there, old), new) in parts_there.iter().zip(&old).zip(&parts_new) {
        let sent = sent.filter(|(sent, _)| there.contains(Some(&sent.form)));
        // What is shown once stays until something is done where it stands, or something else takes its place.
        let is_shown_once = |part: &Element| find::<Element>(part, ".vst-backupCodes, .vst-apiKeysCopyModal").is_some();
        let stays = is_shown_once(there) && !is_shown_once(new);
        if sent.is_some() || (!stays && !old.is_equal_node(Some(new))) {
            replace(there, new, sent);
        }
    }
}

/// The query of a link that was clicked, where it leads to another part of a list.
pub fn part_of_list(event: &MouseEvent) -> Option<String> {
    let clicked: Element = event.target()?.dyn_into().ok()?;
    let link = clicked.closest("a[href^='?']").ok().flatten()?;
    // With a key held it opens a page of its own.
    let is_plain = event.button() == 0 && !(event.meta_key() || event.ctrl_key() || event.shift_key());
    is_plain.then(|| link.get_attribute("href"))?.map(|href| href[1..].to_owned())
}

/// Has the address of the page say which part of a list it shows, for whoever loads it anew or comes back: to what it showed
/// before, too, where that `is_page`.
pub fn keep_in_address(query: &str, is_page: bool) {
    let Ok(history) = window().history() else { return };
    let (state, address) = (history.state().unwrap_or_default(), format!("?{query}"));
    let _ = match is_page {
        true => history.push_state_with_url(&state, "", Some(&address)),
        false => history.replace_state_with_url(&state, "", Some(&address)),
    };
}

/// Whether something stands over the page: that is not there for whoever comes back.
pub fn is_over_page(node: &Element) -> bool {
    !matches!(node.closest("dialog"), Ok(None))
}

/// The section in a piece of HTML.
fn parsed(html: &str) -> Option<Element> {
    let around = document().create_element("div").ok()?;
    around.set_inner_html(html);
    around.first_element_child()
}

/// Puts one thing in the place of another. The focus stays near where it was: it goes to what is wrong, to what asks for
/// it, to what opened the form, or to the title.
fn replace(there: &Element, new: &Element, sent: Option<(&SentForm, bool)>) {
    let active = document().active_element().filter(|active| there.contains(Some(active)));
    let had_focus = active.is_some();
    let opened_by = active.as_ref().and_then(|active| active.closest("details").ok().flatten());
    let is_open_menu =
        opened_by.as_ref().is_some_and(|it| it.has_attribute("data-vst-popover") && it.has_attribute("open"));
    let opened_by = opened_by.and_then(|details| find::<Element>(&details, "summary"));
    let _ = there.replace_with_with_node_1(new);
    if let Some((form, true)) = sent {
        form.restore(new);
    }
    if !had_focus && sent.is_none() {
        return;
    }
    let all = |selector: &str| {
        let found = new.query_selector_all(selector).ok();
        let found = move |at| found.as_ref()?.item(at)?.dyn_into::<HtmlElement>().ok();
        (0..).map_while(found)
    };
    let is_same = |it: &HtmlElement, before: &Element| match before.id() {
        id if id.is_empty() => label(it) == label(before),
        id => it.id() == id,
    };
    let summary = all("summary").find(|it| opened_by.as_ref().is_some_and(|before| is_same(it, before)));
    // Whoever looks for something goes on typing where they are.
    let typing = active.filter(|active| sent.is_none() && !active.id().is_empty());
    let typing = typing.and_then(|active| {
        let now = find::<HtmlElement>(new, &format!("#{}", active.id()))?;
        keep_typing(&active, &now);
        Some(now)
    });
    if typing.is_some() && is_open_menu {
        // A menu in which someone looks for something stays open.
        if let Some(menu) = find::<Element>(new.parent_element().as_ref().unwrap_or(new), "details[data-vst-popover]") {
            let _ = menu.set_attribute("open", "");
        }
    }
    // What has just come stands below others of its kind.
    let is_new = |field: &HtmlElement| find::<Element>(there, &format!("#{}", field.id())).is_none();
    let fields = all("[autofocus]").filter(is_new).chain(all("[autofocus]"));
    let mut wanted =
        typing.into_iter().chain(all("[aria-invalid=true]")).chain(fields).chain(summary).chain(all("h1, h2"));
    wanted.any(|wanted| {
        if wanted.tag_name().starts_with('H') {
            wanted.set_tab_index(-1);
        }
        // What is not shown does not take it.
        let _ = wanted.focus();
        // A code is typed anew, not corrected.
        if let Some(input) = wanted.dyn_ref::<HtmlInputElement>().filter(|it| it.autocomplete() == "one-time-code") {
            input.select();
        }
        document().active_element().as_ref() == Some(&wanted)
    });
}

/// Lets someone go on in a field where they are in one of before that it takes the place of: what they have typed since it was
/// asked for counts.
fn keep_typing(before: &Element, now: &HtmlElement) {
    let (Some(before), Some(now)) = (before.dyn_ref::<HtmlInputElement>(), now.dyn_ref::<HtmlInputElement>()) else {
        return;
    };
    let (typed, at) = (before.value(), before.selection_start().ok().flatten());
    if now.value() != typed {
        now.set_value(&typed);
        search_later(now);
    }
    let at = at.unwrap_or_default();
    // Where it cannot be set, the caret stands at the start.
    let _ = now.focus();
    let _ = now.set_selection_range(at, at);
}

/// Looks for what stands in a field, once nobody has typed for a moment.
fn search_later(input: &HtmlInputElement) {
    let (input, typed) = (input.clone(), input.value());
    later(SEARCH_PAUSE, move || {
        let form = input.form().filter(|_| input.is_connected() && input.value() == typed);
        if let Some(form) = form {
            // Enter still does it.
            let _ = form.request_submit();
        }
    });
}

/// What something that opens is called.
fn label(summary: &Element) -> String {
    summary.get_attribute("aria-label").or_else(|| summary.text_content()).unwrap_or_default()
}

/// Gives the focus to what is new: to the field that asks for it, else to the title.
pub fn focus_start(node: &Element) {
    for selector in ["[autofocus]", "h1"] {
        let Some(wanted) = find::<HtmlElement>(node, selector) else { continue };
        if selector == "h1" {
            wanted.set_tab_index(-1);
        }
        // Without the focus it is still all there; what is not shown does not take it.
        let _ = wanted.focus();
        if document().active_element().as_ref() == Some(&wanted) {
            return;
        }
    }
}

/// Whether nothing on the page has the focus.
pub fn is_nowhere() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// What a list says of itself that it shows: that nothing was found, or which part it is. Which list it is stands in the query by
/// which it was asked for: in the name of what comes last.
pub fn said(node: &Element, query: &str) -> String {
    let last = query.rsplit('&').next().unwrap_or_default();
    let list = last.split('_').next().unwrap_or_default();
    find::<Element>(node, &format!("[data-vst-says='{list}']")).and_then(|it| it.text_content()).unwrap_or_default()
}

/// Whether it says that something is wrong.
pub fn has_errors(node: &Element) -> bool {
    find::<Element>(node, "[aria-invalid=true], [role=alert]").is_some()
}

/// A field has been changed: what was said about it no longer holds; and the last digit of a code sends its form.
pub fn edited(event: &Event, sent_code: StoredValue<String>) {
    let Some(field) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if field.has_attribute("aria-invalid") {
        let _ = field.remove_attribute("aria-invalid");
        let around = field.closest("[data-error]").ok().flatten();
        if let Some(around) = around {
            let _ = around.remove_attribute("data-error");
            if let Some(error) = find::<Element>(&around, "[id$=-error]") {
                error.remove();
            }
        }
    }
    let Some(input) = field.dyn_ref::<HtmlInputElement>() else { return };
    let typed = input.value();
    if input.type_() == "search" {
        return search_later(input);
    }
    if input.autocomplete() != "one-time-code" {
        return;
    }
    let code: String = typed.chars().filter(char::is_ascii_digit).take(DIGITS).collect();
    if code != typed {
        input.set_value(&code);
    }
    if code.len() == DIGITS && sent_code.get_value() != code {
        sent_code.set_value(code);
        if let Some(form) = input.form() {
            // The button is still there to send it.
            let _ = form.request_submit();
        }
    }
}
