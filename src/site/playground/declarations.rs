//! What is typed for an element, taken apart: `color: red; &:hover { opacity: 0.9 }`. Whether a property and its value are
//! any is said by the appearance that they get into.

/// A property with its value.
#[derive(Debug, PartialEq, Eq)]
pub struct Declaration<'a> {
    /// When it holds, as `&:hover`; nothing for always.
    pub when: Option<&'a str>,
    pub property: &'a str,
    pub value: &'a str,
}

/// All of them, and what is none. No value has a semicolon or a brace in it, so they are where something ends.
pub fn read(css: &str) -> (Vec<Declaration<'_>>, Vec<String>) {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    let mut rest = css;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, mark) = rest.split_at(at);
        // What stands last before a brace is what the brace is of.
        let (own, when) = before.rsplit_once(';').unwrap_or(("", before));
        let when = when.trim();
        add(None, own, &mut all, &mut problems);
        if let Some(after) = mark.strip_prefix('}') {
            add(None, when, &mut all, &mut problems);
            problems.push("a } has no { before it".to_owned());
            rest = after;
            continue;
        }
        let Some((inside, after)) = mark[1..].split_once('}') else {
            problems.push(format!("`{when} {{` lacks its }}"));
            return (all, problems);
        };
        if inside.contains('{') {
            problems.push(format!("`{when}` has braces within its braces"));
        } else {
            add(Some(when), inside, &mut all, &mut problems);
        }
        rest = after;
    }
    add(None, rest, &mut all, &mut problems);
    (all, problems)
}

/// Those of a part without braces.
fn add<'a>(when: Option<&'a str>, part: &'a str, all: &mut Vec<Declaration<'a>>, problems: &mut Vec<String>) {
    for one in part.split(';').map(str::trim).filter(|one| !one.is_empty()) {
        match one.split_once(':').map(|(property, value)| (property.trim(), value.trim())) {
            // An appearance would take it for classes.
            Some(("class", _)) => {
                problems.push("`class` is no CSS property: classes have a field of their own".to_owned())
            }
            Some((property, value)) => all.push(Declaration { when, property, value }),
            None => problems.push(format!("`{one}` is not a property, a colon and a value")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(css: &str) -> (String, usize) {
        let (all, problems) = read(css);
        let one = |it: &Declaration| format!("{}{}={}", it.when.unwrap_or_default(), it.property, it.value);
        (all.iter().map(one).collect::<Vec<_>>().join(" "), problems.len())
    }

    #[test]
    fn declarations_are_taken_apart() {
        for (css, expected, mistakes) in [
            ("", "", 0),
            (" ; ;\n", "", 0),
            ("color:red", "color=red", 0),
            (
                "color: red;\n&:hover { opacity: 0.9; color: blue }\nmargin: 0;",
                "color=red &:hoveropacity=0.9 &:hovercolor=blue margin=0",
                0,
            ),
            ("&::before{content:\"x\"}", "&::beforecontent=\"x\"", 0),
            ("color", "", 1),
            ("class: x; color: red", "color=red", 1),
            ("&:hover { color: red", "", 1),
            ("color: red }", "color=red", 1),
            ("&:hover { & b { color: red } }", "", 2),
        ] {
            assert_eq!(written(css), (expected.to_owned(), mistakes), "{css}");
        }
    }
}
