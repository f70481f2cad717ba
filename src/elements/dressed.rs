//! The host's classes on elements, in the first HTML.
//!
//! What an element is called is in its class already, so the classes are put there once the HTML is made: no part has to
//! know of it, and nothing of it is in a bundle. In the browser `platform/appearance.js` does the same to what is made there.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::{AddAnyAttr, AnyView, IntoAny, Render, RenderHtml};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::{Position, PositionState};

use crate::server::html::escape;

/// A view whose elements get classes: by their keys.
pub fn dress(view: AnyView, classes: Vec<(String, String)>) -> AnyView {
    if classes.is_empty() { view } else { Dressed { view, classes }.into_any() }
}

struct Dressed {
    view: AnyView,
    classes: Vec<(String, String)>,
}

impl Render for Dressed {
    type State = <AnyView as Render>::State;

    fn build(self) -> Self::State {
        self.view.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.view.rebuild(state);
    }
}

impl AddAnyAttr for Dressed {
    type Output<A: Attribute> = Self;

    /// Never called: an `AnyView` keeps attributes that are added to it beside its view.
    fn add_any_attr<A: Attribute>(self, _: A) -> Self
    where
        Self: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Dressed {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {
        self.view.dry_resolve();
    }

    async fn resolve(self) -> Self {
        Self { view: self.view.resolve().await, classes: self.classes }
    }

    fn html_len(&self) -> usize {
        self.view.html_len()
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        let mut html = String::with_capacity(self.view.html_len());
        self.view.to_html_with_buf(&mut html, position, escape, mark_branches, extra_attrs);
        add_classes(&html, &self.classes, buf);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        let mut before = String::new();
        buf.with_buf(|html| before.clone_from(html));
        self.view.to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, escape, mark_branches, extra_attrs);
        // Where a host's own page inside waits for something, what stands in front of it has gone already.
        buf.with_buf(|html| {
            let made = html.strip_prefix(&before).unwrap_or(html).to_owned();
            html.truncate(html.len() - made.len());
            add_classes(&made, &self.classes, html);
        });
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.view.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// Copies HTML, and adds classes where a tag's class names an element.
fn add_classes(html: &str, classes: &[(String, String)], to: &mut String) {
    const CLASS: &str = " class=\"";
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        to.push_str(text);
        if !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            to.push('<');
            rest = &tag[1..];
            continue;
        }
        let end = tag_end(tag);
        let (tag, after) = tag.split_at(end);
        match tag.find(CLASS).map(|at| at + CLASS.len()) {
            Some(start) => {
                let value = tag[start..].split('"').next().unwrap_or_default();
                to.push_str(&tag[..start + value.len()]);
                let mut there: Vec<String> = value.split_ascii_whitespace().map(str::to_owned).collect();
                for name in value.split_ascii_whitespace().filter_map(|name| name.strip_prefix("vst-")) {
                    let more = classes.iter().filter(|(key, _)| key == name);
                    for more in more.flat_map(|(_, more)| more.split_ascii_whitespace()).map(escape) {
                        if !there.contains(&more) {
                            to.push(' ');
                            to.push_str(&more);
                            there.push(more);
                        }
                    }
                }
                to.push_str(&tag[start + value.len()..]);
            }
            None => to.push_str(tag),
        }
        rest = after;
        // What stands in these is no markup.
        for raw in ["script", "style", "textarea", "title"] {
            let name = tag.get(1..=raw.len()).unwrap_or_default();
            let is_raw = name == raw && tag[1 + raw.len()..].starts_with([' ', '>']);
            if is_raw && let Some(end) = rest.find(&format!("</{raw}")) {
                let (inner, after) = rest.split_at(end);
                to.push_str(inner);
                rest = after;
            }
        }
    }
    to.push_str(rest);
}

/// Where a tag ends: after the `>` that is in no attribute's value.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dressed(html: &str, classes: &[(&str, &str)]) -> String {
        let classes: Vec<_> = classes.iter().map(|(key, more)| ((*key).to_owned(), (*more).to_owned())).collect();
        let mut to = String::new();
        add_classes(html, &classes, &mut to);
        to
    }

    #[test]
    fn classes_stand_beside_the_element_s_own() {
        let html = "<div class=\"vst-cardBox\"><p title=\"a > b\" class=\"vst-button vst-card\">x</p></div>";
        let expected =
            "<div class=\"vst-cardBox\"><p title=\"a > b\" class=\"vst-button vst-card shadow p-4\">x</p></div>";
        assert_eq!(dressed(html, &[("card", "shadow p-4"), ("main", "x")]), expected);
    }

    #[test]
    fn they_end_nothing() {
        let made = dressed("<i class=\"vst-card\"></i>", &[("card", "a\"><script>&")]);
        assert_eq!(made, "<i class=\"vst-card a&quot;&gt;&lt;script&gt;&amp;\"></i>");
    }

    #[test]
    fn what_is_no_tag_stays_as_it_is() {
        for html in [
            "<p>1 < 2 and class=\"vst-card\"</p>",
            "<script> class=\"vst-card\" <b class=\"vst-card\"></script><!-- <i -->",
            "<i data-x=\" class='vst-card'\">",
            "<!>",
            "a < ",
        ] {
            assert_eq!(dressed(html, &[("card", "x")]), html);
        }
    }
}
