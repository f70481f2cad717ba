//! Lists through which one leafs: where a part begins, as it stands in an address, and the way to the next one.

use super::markup::{Markup, tag};
use crate::server::flows::user_pages::Place;

/// Where a part begins, as it stands in an address.
pub fn place(text: &str) -> Option<Place> {
    let (at, id) = text.split_once('.')?;
    // PostgreSQL takes no NUL in a text.
    (!id.contains('\0')).then_some(Place { at: at.parse().ok()?, id: id.to_owned() })
}

/// The same, written.
fn written(place: &Place) -> String {
    format!("{}.{}", place.at, place.id)
}

/// The way to the next part, if there is one: `kept` is what else stands in the address, `name` is what the place is called there, and
/// `part` is where on the page the list is.
pub fn next(
    (path, part): (&str, &str),
    label: &str,
    kept: &[(&str, &str)],
    name: &str,
    place: Option<&Place>,
) -> Option<Markup> {
    let place = place?;
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in kept.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    query.append_pair(name, &written(place));
    let to = format!("{path}?{}{part}", query.finish());
    Some(tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds(label)))
}

/// That more is found than is shown.
pub fn cut(is_cut: bool) -> Option<Markup> {
    is_cut.then(|| tag("p").class("muted").holds("There are more: type more of it."))
}

/// The field of a list in which one says how what is looked for begins.
pub fn search(label: &str, typed: &str) -> Markup {
    let input = tag("input")
        .with("id", "q")
        .with("type", "search")
        .with("name", "q")
        .with("value", typed)
        .with("autocomplete", "off")
        .with("maxlength", "100")
        .alone();
    tag("div").class("field grows").holds([tag("label").with("for", "q").holds(label), input])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let read = Place { at: 17, id: "user_1".into() };
        assert_eq!(place("17.user_1"), Some(read.clone()));
        assert_eq!(written(&read), "17.user_1");
        for none in ["", "17", "x.user_1", "1.user_\0", "' OR 1=1"] {
            assert_eq!(place(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_empty_does_not_stand_in_an_address() {
        let at = Place { at: 17, id: "user_1".into() };
        let kept = [("status", ""), ("order", "a&b")];
        let html = next(("/admin/users", "#results"), "Next", &kept, "after", Some(&at)).expect("a link").into_string();
        assert!(html.contains("href=\"/admin/users?order=a%26b&amp;after=17.user_1#results\""), "{html}");
        assert_eq!(next(("/admin/users", ""), "Next", &kept, "after", None), None);
    }
}
