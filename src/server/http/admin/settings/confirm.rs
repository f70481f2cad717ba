//! What is asked before settings are saved with which something is lost: the form once more, as it came, with what has to be typed.

use super::super::markup::{Markup, paragraph, tag};
use super::super::page::{button, field, hidden_fields, part, what_to_type};
use super::typed::Typed;

/// What is asked.
#[derive(Debug)]
pub struct Confirmation<'a> {
    /// The id of its part of the page.
    pub id: &'static str,
    /// What the part is called.
    pub title: &'static str,
    /// What will be done.
    pub what: &'a str,
    /// The fields that are sent again as they came.
    pub sent: &'static [&'static str],
    /// A field that has to be filled in once more.
    pub again: Option<Markup>,
    /// What has to be typed.
    pub typed: &'a str,
    /// What the button says.
    pub button: &'static str,
}

impl Confirmation<'_> {
    /// Draws it. `typed` is what was sent to `path`.
    pub fn draw(self, path: &str, typed: &Typed) -> Markup {
        let form = tag("form").class("stack").with("method", "post").with("action", path).holds([
            paragraph(self.what),
            what_to_type(self.typed),
            hidden_fields(&typed.of(self.sent)),
            self.again.into(),
            field(&format!("{}-confirmation", self.id), "confirmation", "Confirmation", "text", ""),
            button(self.button, "danger"),
        ]);
        part(self.id, self.title, (), form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_sent_again_with_the_answer() {
        let fields = [("seen", "7"), ("name", "<Ada>"), ("secret", "hunter2"), ("confirmation", " ada ")];
        let typed: Typed = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec().into();
        let asked = Confirmation {
            id: "loss",
            title: "Something is lost",
            what: "It goes.",
            sent: &["seen", "name"],
            again: None,
            typed: "ada",
            button: "Lose it",
        };
        let drawn = asked.draw("/to", &typed).into_string();
        assert!(drawn.contains("Type <code>ada</code> to confirm."), "{drawn}");
        assert!(drawn.contains("name=\"seen\" value=\"7\"") && drawn.contains("value=\"&lt;Ada&gt;\""), "{drawn}");
        assert!(drawn.contains("id=\"loss-confirmation\"") && !drawn.contains("hunter2"), "{drawn}");
        assert!(typed.confirms("ada") && !typed.confirms("Ada") && !Typed::default().confirms("ada"));
    }
}
