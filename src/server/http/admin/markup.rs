//! HTML in which text cannot be mistaken for markup: whatever becomes part of it is escaped, unless it is markup already.
//!
//! The pages of the dashboard are made on the server alone, many of them and of what people have typed: so what is safe is a type
//! here, and not a habit.

use crate::server::html::escape;

/// HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// As it is sent.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an element in it has an attribute. A text cannot look as if it had one: its quotes are escaped.
    pub fn has(&self, attribute: &str) -> bool {
        self.0.contains(&format!(" {attribute}=\""))
    }

    /// The same, with something behind it.
    #[must_use]
    pub fn and(mut self, more: impl Into<Self>) -> Self {
        self.0.push_str(&more.into().0);
        self
    }
}

impl From<&str> for Markup {
    fn from(text: &str) -> Self {
        Self(escape(text))
    }
}

impl From<String> for Markup {
    fn from(text: String) -> Self {
        Self(escape(&text))
    }
}

impl From<&String> for Markup {
    fn from(text: &String) -> Self {
        Self(escape(text))
    }
}

impl From<i64> for Markup {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<()> for Markup {
    fn from((): ()) -> Self {
        Self::default()
    }
}

impl<T: Into<Self>> From<Option<T>> for Markup {
    fn from(some: Option<T>) -> Self {
        some.map(Into::into).unwrap_or_default()
    }
}

impl From<Vec<Self>> for Markup {
    fn from(parts: Vec<Self>) -> Self {
        parts.into_iter().collect()
    }
}

impl<const N: usize> From<[Self; N]> for Markup {
    fn from(parts: [Self; N]) -> Self {
        parts.into_iter().collect()
    }
}

impl FromIterator<Self> for Markup {
    fn from_iter<I: IntoIterator<Item = Self>>(parts: I) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect())
    }
}

/// The beginning of an element.
#[derive(Clone, Debug)]
pub struct Tag {
    name: &'static str,
    html: String,
}

/// Begins an element.
pub fn tag(name: &'static str) -> Tag {
    Tag { name, html: format!("<{name}") }
}

impl Tag {
    /// With an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.html.push_str(&format!(" {name}=\"{}\"", escape(value.as_ref())));
        self
    }

    /// With an attribute that has no value, or without it.
    #[must_use]
    pub fn when(mut self, name: &'static str, on: bool) -> Self {
        if on {
            self.html.push(' ');
            self.html.push_str(name);
        }
        self
    }

    /// With classes.
    #[must_use]
    pub fn class(self, names: &str) -> Self {
        self.with("class", names)
    }

    /// Around something.
    pub fn holds(self, content: impl Into<Markup>) -> Markup {
        Markup(format!("{}>{}</{}>", self.html, content.into().0, self.name))
    }

    /// Around nothing, and without an end: `input`, `link`.
    pub fn alone(self) -> Markup {
        Markup(format!("{}>", self.html))
    }
}

/// A link.
pub fn link(to: impl AsRef<str>, text: impl Into<Markup>) -> Markup {
    tag("a").with("href", to).holds(text)
}

/// A code such as `organizationMembership.created` or `org:invoices:create`, which breaks between its words where a line is too short
/// for it.
pub fn broken(code: &str) -> Markup {
    let mut html = String::with_capacity(code.len());
    let mut before = None;
    for letter in code.chars() {
        if matches!(before, Some('.' | ':')) || before.is_some() && letter.is_uppercase() {
            html.push_str("<wbr>");
        }
        html.push_str(&escape(letter.encode_utf8(&mut [0; 4])));
        before = Some(letter);
    }
    Markup(html)
}

/// A text in a paragraph.
pub fn paragraph(text: impl Into<Markup>) -> Markup {
    tag("p").holds(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_wherever_it_stands() {
        let typed = "\"><script>alert(1)</script>";
        let html = tag("p").class("note").with("title", typed).holds([typed.into(), link(typed, typed)]).into_string();
        assert_eq!(html.matches('<').count(), 4, "{html}");
        assert!(!html.contains("<script") && !html.contains("\">\""), "{html}");
    }

    #[test]
    fn an_attribute_is_none_in_a_text() {
        let typed = "a data-live=\"b\"";
        assert!(!paragraph(typed).has("data-live") && !tag("p").with("title", typed).holds(()).has("data-live"));
        assert!(tag("div").holds(tag("p").with("data-live", "b").holds(())).has("data-live"));
    }

    #[test]
    fn codes_break_between_their_words() {
        for (code, html) in [
            ("organizationMembership.created", "organization<wbr>Membership.<wbr>created"),
            ("User.Created", "User.<wbr>Created"),
            ("org:sys_profile:manage", "org:<wbr>sys_profile:<wbr>manage"),
            ("<B>.&", "&lt;<wbr>B&gt;.<wbr>&amp;"),
            ("user.", "user."),
            ("", ""),
        ] {
            assert_eq!(broken(code), Markup(html.to_owned()));
        }
    }

    #[test]
    fn parts_stand_one_after_the_other() {
        let parts: Markup = vec![Markup::from("a & b"), Markup::from(3), Markup::from(None::<&str>)].into();
        assert_eq!(
            tag("b").when("hidden", true).when("inert", false).holds(parts).into_string(),
            "<b hidden>a &amp; b3</b>"
        );
        assert_eq!(tag("input").with("name", "q").alone().into_string(), "<input name=\"q\">");
        assert_eq!(tag("i").holds(()).and("</i>").into_string(), "<i></i>&lt;/i&gt;");
    }
}
