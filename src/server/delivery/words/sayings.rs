//! All that a sentence may come to say, and what none may. It goes into people's mailboxes in the app's name, beside a code or a
//! link: whoever may change it could else have them bring the code elsewhere.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Expression, InlineExpression, Message, Pattern, PatternElement};
use fluent_syntax::unicode::unescape_unicode_to_string;

use crate::server::typed_name::{is_unseen, turns_text};

/// In the place of a code, of a link, and of whatever else is filled in.
const CODE: char = '\u{e000}';
const LINK: char = '\u{e001}';
const OTHER: char = '\u{e002}';

/// A sentence has no more forms, those of all numbers in it together.
const FORMS: usize = 100;

/// Everything that a sentence may say, whatever the numbers in it are. `None` if that is too much.
pub fn sayings(of: &Pattern<String>, shipped: &BTreeMap<String, Message<String>>) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    for element in &of.elements {
        let forms = match element {
            PatternElement::TextElement { value } => vec![value.clone()],
            PatternElement::Placeable { expression } => of_expression(expression, shipped)?,
        };
        match forms.as_slice() {
            [only] => all.iter_mut().for_each(|text| text.push_str(only)),
            forms if all.len() * forms.len() > FORMS => return None,
            forms => all = all.iter().flat_map(|text| forms.iter().map(move |form| format!("{text}{form}"))).collect(),
        }
    }
    Some(all)
}

fn of_expression(of: &Expression<String>, shipped: &BTreeMap<String, Message<String>>) -> Option<Vec<String>> {
    match of {
        Expression::Inline(inline) => of_inline(inline, shipped),
        Expression::Select { variants, .. } => {
            let mut all = Vec::new();
            for variant in variants {
                all.extend(sayings(&variant.value, shipped)?);
                if all.len() > FORMS {
                    return None;
                }
            }
            Some(all)
        }
    }
}

fn of_inline(of: &InlineExpression<String>, shipped: &BTreeMap<String, Message<String>>) -> Option<Vec<String>> {
    let one = |text: Cow<'_, str>| Some(vec![text.into_owned()]);
    match of {
        InlineExpression::StringLiteral { value } => one(unescape_unicode_to_string(value)),
        InlineExpression::NumberLiteral { value } => one(Cow::Borrowed(value.as_str())),
        InlineExpression::VariableReference { id } => Some(vec![String::from(match id.name.as_str() {
            "code" => CODE,
            "url" => LINK,
            _ => OTHER,
        })]),
        InlineExpression::MessageReference { id, .. } => {
            match shipped.get(&id.name).and_then(|message| message.value.as_ref()) {
                Some(part) => sayings(part, shipped),
                None => one(Cow::Borrowed("")),
            }
        }
        InlineExpression::Placeable { expression } => of_expression(expression, shipped),
        InlineExpression::FunctionReference { .. } | InlineExpression::TermReference { .. } => {
            Some(vec![String::from(OTHER)])
        }
    }
}

/// Whether all of it may be said in the place of what comes with the crate.
pub fn may_be_said(all: &[String], shipped: &[String]) -> Result<(), String> {
    let known: BTreeSet<&str> = shipped.iter().flat_map(|text| words(text)).filter(|word| is_address(word)).collect();
    for text in all {
        if text.chars().any(is_in_no_text) {
            return Err("holds a character that no text has".to_owned());
        }
        for word in words(text) {
            if is_address(word) && !known.contains(word) {
                let shown = word.replace([CODE, LINK, OTHER], "…");
                return Err(format!(
                    "says `{shown}`, which mail programs take for an address: a message has the app's own link alone"
                ));
            }
            if !stands_alone(word) {
                return Err("has to leave room around a code or a link: it stands by itself".to_owned());
            }
        }
    }
    Ok(())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// What breaks lines otherwise than a line break does, or has what stands beside it run the other way.
fn is_in_no_text(letter: char) -> bool {
    letter.is_control() && letter != '\n' || matches!(letter, '\u{2028}' | '\u{2029}') || turns_text(letter)
}

/// Whether a mail program may make a link of a word.
fn is_address(word: &str) -> bool {
    let word: Vec<char> = word.chars().filter(|letter| !is_unseen(*letter)).flat_map(char::to_lowercase).collect();
    let text: String = word.iter().collect();
    if text.contains("://") || text.contains("www.") {
        return true;
    }
    // Four numbers.
    let is_number = |part: &&str| {
        part.starts_with(|letter: char| letter.is_ascii_digit())
            || part.ends_with(|letter: char| letter.is_ascii_digit())
    };
    if text.split('.').filter(is_number).count() > 3 {
        return true;
    }
    let is_filled_in = |letter: char| matches!(letter, CODE | LINK | OTHER);
    let is_letter = |letter: &char| letter.is_alphabetic() || is_filled_in(*letter);
    word.iter().enumerate().any(|(at, dot)| {
        let (before, behind) = (word[..at].last(), &word[at + 1..]);
        match dot {
            '.' | '\u{ff0e}' => {
                let has_name = before.is_some_and(|letter| letter.is_alphanumeric() || is_filled_in(*letter));
                let ending: Vec<&char> = behind.iter().take_while(|letter| is_letter(letter)).collect();
                has_name && (ending.len() > 1 || ending.iter().any(|letter| is_filled_in(**letter)))
            }
            // Sentences end so, without room behind it.
            '\u{3002}' | '\u{ff61}' => {
                before.is_some_and(char::is_ascii_alphanumeric)
                    && behind.first().is_some_and(char::is_ascii_alphanumeric)
            }
            _ => false,
        }
    })
}

/// Whether a code in a word is no part of an address, and a link ends where it ends.
fn stands_alone(word: &str) -> bool {
    let is_led_on = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, CODE | LINK | OTHER);
    let code = !word.contains(CODE) || !word.contains(['/', '?', '=', '&', '@']);
    let link = word.split_once(LINK).is_none_or(|(_, behind)| !behind.contains(is_led_on));
    code && link
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::words::typed_pattern;

    fn said(text: &str) -> Option<Vec<String>> {
        sayings(&typed_pattern(text).expect("is read"), &BTreeMap::new())
    }

    #[test]
    fn whatever_the_numbers_are_it_is_known_what_a_sentence_says() {
        let number = "{ $n ->\n [one] a { \"\\u0062\" }\n *[other] c\n}";
        assert_eq!(said(&format!("{number}-{{ $code }}")), Some(vec!["a b-\u{e000}".into(), "c-\u{e000}".into()]));
        let six = [number; 6].map(|number| format!("{number} "));
        assert_eq!(said(&six.concat()).map(|all| all.len()), Some(64));
        assert_eq!(said(&format!("{}{number}", six.concat())), None);
    }

    #[test]
    fn what_leads_elsewhere_is_not_said() {
        for text in [
            "Go on: https://evil.example/{ $code }",
            "Go on at evil.example",
            "Go on at EVIL.EXAMPLE.",
            "Go on at www.evil",
            "(evil.example)",
            "evil\u{ff0e}example",
            "evil\u{3002}example",
            "evil.\u{200b}example",
            "evil{ \".\" }example",
            "evil{ \"\\u002E\" }example",
            "evil.{ $app_name }",
            "{ $app_name }.{ $organization }",
            "{ $n ->\n [7] evil.example\n *[other] well\n}",
            "{ $n ->\n [7] evil.\n *[other] well\n}{ $n ->\n [7] example\n *[other] well\n}",
            "Call eve@evil.example",
            "See 192.0.2.7/x",
            "\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}.\u{440}\u{444}",
        ] {
            let told = may_be_said(&said(text).expect("is not much"), &[]).expect_err(text);
            assert!(told.contains("take for an address"), "{text}: {told}");
        }
        for text in
            ["{ $identifier }/{ $code }", "x?c={ $code }", "{ $url }@evil", "{ $url }{ $app_name }", "{ $url }.x"]
        {
            assert!(may_be_said(&said(text).expect("is not much"), &[]).is_err(), "{text}");
        }
        for text in ["{ \"\\u202E\" }", "{ \"\\u0007\" }", "\u{2066}x", "{ $n ->\n [7] a\u{2028}b\n *[other] well\n}"] {
            let told = may_be_said(&said(text).expect("is not much"), &[]).expect_err(text);
            assert!(told.contains("holds a character"), "{text:?}: {told}");
        }
    }

    #[test]
    fn sentences_are_said() {
        for text in [
            "Well... now. And e.g. this, z.B. that: 1.5, 10.000.",
            "{ $code } is yours.",
            "Your code: { $code }, for { $app_name }.",
            "Go to { $url }.",
            "({ $url })",
            "{ $organization }\u{3002}\u{62db}\u{5f85}\u{3002}\u{3053}",
            "and/or",
        ] {
            assert_eq!(may_be_said(&said(text).expect("is not much"), &[]), Ok(()), "{text}");
        }
        // What stands there already may stay.
        let [shipped, own] = ["As on acme.example", "See acme.example now"].map(|text| vec![text.to_owned()]);
        assert_eq!(may_be_said(&own, &shipped), Ok(()));
        assert!(may_be_said(&own, &[]).is_err());
    }
}
