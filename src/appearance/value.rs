//! What a value may be. It may come from a configuration or a database, and it goes into a `<style>` as it is: whatever
//! could end a declaration, a rule or the element itself, or fetch something from elsewhere, is refused whole.

/// The layer of the components' styles, unless another is named.
pub const LAYER: &str = "vestibule";

const MOST_CHARS: usize = 1000;
/// Nobody has that many names within names.
const MOST_LAYER_CHARS: usize = 64;

/// Why a text is no value of a CSS property; nothing if it is one.
pub fn problem(value: &str) -> Option<&'static str> {
    if value.trim().is_empty() {
        return Some("is empty");
    }
    if value.len() > MOST_CHARS {
        return Some("is too long");
    }
    if value.chars().any(|c| c.is_control() || "<>{};@\\!`".contains(c)) {
        return Some("has a character in it that no value needs: one of < > { } ; @ \\ ! ` or a line break");
    }
    if value.contains("/*") || value.contains("*/") {
        return Some("has a comment in it");
    }
    if value.contains("//") {
        return Some("leads to another site");
    }
    if !is_balanced(value) {
        return Some("has a bracket or a quotation mark that is not closed");
    }
    let lower = value.to_ascii_lowercase();
    if ["expression(", "image-set(", "image(", "src(", "attr(", "paint(", "javascript:"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return Some("has a function in it that is not allowed here");
    }
    let mut urls = lower.split("url(").skip(1);
    let is_ours = |url: &str| url.trim_start().trim_start_matches(['"', '\'']).starts_with('/');
    (!urls.all(is_ours)).then_some("leads to another site: url() takes a path that begins with one slash")
}

fn is_balanced(value: &str) -> bool {
    let mut open = Vec::new();
    let mut quote = None;
    for c in value.chars() {
        match (quote, c) {
            (Some(mark), _) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') => {
                if open.pop() != Some(c) {
                    return false;
                }
            }
            (None, _) => {}
        }
    }
    quote.is_none() && open.is_empty()
}

/// The name of a CSS property as CSS has it, of `border-radius` as of `borderRadius`; nothing if it is none.
pub fn property(name: &str) -> Option<String> {
    let is_custom = name.starts_with("--");
    let mut property = String::with_capacity(name.len() + 4);
    for (at, c) in name.chars().enumerate() {
        match c {
            'a'..='z' | '-' => property.push(c),
            '0'..='9' | '_' if at > 0 => property.push(c),
            'A'..='Z' if is_custom => property.push(c),
            'A'..='Z' => {
                property.push('-');
                property.push(c.to_ascii_lowercase());
            }
            _ => return None,
        }
    }
    let is_one = property.chars().any(|c| c.is_ascii_alphabetic()) && property.len() <= MOST_LAYER_CHARS;
    // What old browsers run scripts by.
    let runs = ["behavior", "-moz-binding", "-ms-behavior"].contains(&property.as_str());
    (is_one && !runs).then_some(property)
}

/// Whether a text is the name of a cascade layer.
pub fn is_layer_name(name: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            // They mean something else in CSS.
            && !["initial", "inherit", "unset", "revert", "revert-layer", "default"].contains(&part)
    };
    name.len() <= MOST_LAYER_CHARS && name.split('.').all(is_name)
}

/// Why a text is no list of classes; nothing if it is one.
pub fn class_problem(classes: &str) -> Option<&'static str> {
    if classes.len() > MOST_CHARS {
        return Some("is too long");
    }
    classes.chars().any(char::is_control).then_some("has a character in it that no class has")
}

/// Why a text is no address that a page may lead to; nothing if it is one.
pub fn url_problem(url: &str) -> Option<&'static str> {
    let is_path = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_clean = !url.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
    (!is_clean || !(is_path || is_web)).then_some("is a path that begins with one slash, or begins with https://")
}
