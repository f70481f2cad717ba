//! Makes the HTML of a component one in which nothing happens: it has no scripts, its forms are not sent, its links lead
//! nowhere, and it takes the focus from nobody.

/// What is made of a tag besides.
#[derive(Default)]
pub struct Change {
    /// The class of what is opened.
    pub open: Option<&'static str>,
    /// Which way all of it runs: `ltr` or `rtl`.
    pub direction: Option<&'static str>,
}

/// The same HTML, still. It is our own, so it is written as Leptos writes it.
pub fn still(html: &str, change: &Change) -> String {
    let mut made = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        made.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<script") {
            rest = rest.find("</script>").map_or("", |end| &rest[end + "</script>".len()..]);
            continue;
        }
        let (tag, after) = rest.split_at(tag_end(rest));
        made.push_str(&changed(tag, change));
        rest = after;
        if tag.starts_with("<style") {
            let (css, after) = rest.split_at(rest.find("</style>").unwrap_or(rest.len()));
            made.push_str(css);
            rest = after;
        }
    }
    made + rest
}

fn changed(tag: &str, change: &Change) -> String {
    let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut tag = without(tag, "autofocus");
    match name.as_str() {
        "a" => tag = with(&tag, "href", "#-"),
        // In the browser's own words: a form that closes the dialog around it, and there is none.
        "form" => tag = without(&with(&tag, "method", "dialog"), "action"),
        "details" if change.open.is_some_and(|class| has_class(&tag, class)) => {
            tag = with(&without(&tag, "open"), "open", "")
        }
        _ => {}
    }
    match change.direction {
        Some(direction) if attribute(&tag, "dir").is_some() => with(&tag, "dir", direction),
        _ => tag,
    }
}

fn has_class(tag: &str, class: &str) -> bool {
    attribute(tag, "class").is_some_and(|(start, end)| tag[start..end].split_ascii_whitespace().any(|it| it == class))
}

/// Where the value of an attribute stands.
fn attribute(tag: &str, name: &str) -> Option<(usize, usize)> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some((start, start + tag[start..].find('"')?))
}

/// The same tag with another value of an attribute.
fn with(tag: &str, name: &str, value: &str) -> String {
    match attribute(tag, name) {
        Some((start, end)) => format!("{}{value}{}", &tag[..start], &tag[end..]),
        None => {
            let (head, tail) = tag.split_at(tag.len() - if tag.ends_with("/>") { 2 } else { 1 });
            format!("{head} {name}=\"{value}\"{tail}")
        }
    }
}

/// The same tag without an attribute.
fn without(tag: &str, name: &str) -> String {
    if let Some((start, end)) = attribute(tag, name) {
        return format!("{}{}", &tag[..start - name.len() - 3], &tag[end + 1..]);
    }
    let bare = format!(" {name}");
    match tag.find(&bare).filter(|at| tag[at + bare.len()..].starts_with([' ', '>', '/'])) {
        Some(at) => format!("{}{}", &tag[..at], &tag[at + bare.len()..]),
        None => tag.to_owned(),
    }
}

/// Where a tag ends: after the `>` that is in no attribute's value.
fn tag_end(html: &str) -> usize {
    let mut is_quoted = false;
    let end = html.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b'>' && !is_quoted
    });
    end.map_or(html.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_happens_in_it() {
        let html = "<a class=\"x\" href=\"/sign-in?a=%3E\">1 &lt; 2</a><form method=\"post\" action=\"/x\"><input autofocus \
                    value=\"a > autofocus\"></form><script src=\"/x.js\">if (a<b) { \"<form>\" }</script><style>a>b{}</style>";
        let expected = "<a class=\"x\" href=\"#-\">1 &lt; 2</a><form method=\"dialog\"><input value=\"a > autofocus\"></form>\
                        <style>a>b{}</style>";
        assert_eq!(still(html, &Change::default()), expected);
    }

    #[test]
    fn what_is_to_be_open_is_open() {
        let change = Change { open: Some("menu"), direction: Some("rtl") };
        let html = "<details class=\"a menu\" dir=\"ltr\"></details><details class=\"menus\"></details>";
        let expected = "<details class=\"a menu\" dir=\"rtl\" open=\"\"></details><details class=\"menus\"></details>";
        assert_eq!(still(html, &change), expected);
    }
}
