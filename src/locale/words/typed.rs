//! A text that somebody types in the place of one that comes with the crate.

use fluent_syntax::ast::{Entry, Message, Pattern};
use fluent_syntax::parser;

/// No deeper do braces and parentheses stand in each other: in what comes with the crate it is two. The parser goes down without
/// an end, and what is deep enough would take the whole process along.
const DEEPEST: usize = 8;

/// Why a text is none.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Too much of it stands in something else.
    #[error("more than {DEEPEST} braces or parentheses stand in each other")]
    Deep,
    /// The parser does not know it.
    #[error("cannot be read: {0}")]
    Odd(String),
}

/// Reads a text: one, and nothing behind it.
pub fn typed_pattern(text: &str) -> Result<Pattern<String>, Unreadable> {
    if depth(text) > DEEPEST {
        return Err(Unreadable::Deep);
    }
    // A line without room before it would begin something else.
    let resource = parser::parse(format!("it = {}\n", text.replace('\n', "\n    ")))
        .map_err(|(_, errors)| Unreadable::Odd(format!("{errors:?}")))?;
    let mut entries = resource.body.into_iter();
    match (entries.next(), entries.next()) {
        (Some(Entry::Message(Message { value: Some(pattern), attributes, .. })), None) if attributes.is_empty() => {
            Ok(pattern)
        }
        _ => Err(Unreadable::Odd("it is more than one text".to_owned())),
    }
}

/// What is open at a place of a text.
#[derive(PartialEq)]
enum Open {
    /// Braces.
    Expression,
    /// Braces, of which a form of a plural is being said.
    Form,
    /// What is given to a function.
    Arguments,
}

/// How deep the parser goes down in a text. It tells text from what is read as the parser does: what ends something there ends
/// nothing in quotes, and quotes are none in a text.
fn depth(text: &str) -> usize {
    let (mut open, mut deepest, mut begins): (Vec<Open>, usize, bool) = (Vec::new(), 0, false);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        // A line of a form that begins so is of it no longer.
        if begins && matches!(letter, '[' | '*' | '.') && open.pop_if(|last| *last == Open::Form).is_some() {
            open.push(Open::Expression);
        }
        let is_text = matches!(open.last(), None | Some(Open::Form));
        begins = is_text && (letter == '\n' || begins && letter == ' ');
        match letter {
            '{' => open.push(Open::Expression),
            '}' => while open.pop() == Some(Open::Arguments) {},
            _ if is_text => {}
            '"' => skip_quoted(&mut letters),
            '(' => open.push(Open::Arguments),
            ')' => {
                open.pop_if(|last| *last == Open::Arguments);
            }
            ']' if open.pop_if(|last| *last == Open::Expression).is_some() => open.push(Open::Form),
            _ => {}
        }
        deepest = deepest.max(open.len());
    }
    deepest
}

/// Goes on behind what stands in quotes, which is on one line.
fn skip_quoted(letters: &mut std::str::Chars<'_>) {
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                letters.next();
            }
            '"' | '\n' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use fluent_syntax::ast::PatternElement;

    use super::*;

    #[test]
    fn a_text_goes_as_deep_as_the_parser_does() {
        for (text, deep) in [
            ("", 0),
            ("No :-( way :-( { $a } \" { $b }", 1),
            ("{ \"{ (((\" } { \"\\\"{\" }", 1),
            ("{ { $a } }", 2),
            ("{ F($a, G($b)) }{ $c }", 3),
            ("{ $n ->\n [one] \" (\" ) { $a }\n *[other] { $b }\n}{ $c }", 2),
            // What would end something, in quotes or as text.
            ("{ F(\")}\", F(\")}\", F(\")}\"", 4),
            ("{ $n ->\n*[a] ) { $n ->\n*[a] ) { $n ->\n*[a] )", 3),
            // What would begin quotes, as text.
            ("{ $n ->\n [one] \" { $n ->\n [one] \" { { $a", 4),
            ("{ $n ->\n [one] [\" { { { $a", 4),
        ] {
            assert_eq!(depth(text), deep, "{text}");
        }
    }

    #[test]
    fn what_is_deep_is_refused_and_does_not_reach_the_parser() {
        assert!(matches!(typed_pattern(&"{".repeat(100_000)), Err(Unreadable::Deep)));
        assert!(matches!(typed_pattern(&format!("{{ {}", "F(".repeat(100_000))), Err(Unreadable::Deep)));
        assert!(matches!(typed_pattern(&"{ $n ->\n *[a] ".repeat(10_000)), Err(Unreadable::Deep)));
        assert!(matches!(typed_pattern(&format!("{{ {}", "F(\")\",".repeat(10_000))), Err(Unreadable::Deep)));
        // What looks as if another text began, behind one that cannot be read.
        assert!(matches!(typed_pattern(&format!("{{\nit = \" {}", "{".repeat(100_000))), Err(Unreadable::Odd(_))));
        let deep = |many: usize| format!("{}$a{}", "{".repeat(many), "}".repeat(many));
        assert!(typed_pattern(&deep(DEEPEST)).is_ok());
        assert!(matches!(typed_pattern(&deep(DEEPEST + 1)), Err(Unreadable::Deep)));
        // Next to each other there may be as many as one likes.
        assert!(typed_pattern(&"({ $a }) ".repeat(1_000)).is_ok());
    }

    #[test]
    fn a_text_is_one() {
        for odd in ["", "Yes\n.title = No", "{ $a", "}"] {
            assert!(matches!(typed_pattern(odd), Err(Unreadable::Odd(_))), "{odd}");
        }
        let read = typed_pattern("Yes\nit = No").expect("is text");
        let said = read.elements.into_iter().map(|element| match element {
            PatternElement::TextElement { value } => value,
            PatternElement::Placeable { .. } => panic!("there is none"),
        });
        assert_eq!(said.collect::<String>(), "Yes\nit = No");
    }
}
