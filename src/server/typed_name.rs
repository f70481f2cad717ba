//! What is typed as a name: what of it can be seen, and what of it would have its neighbours run the other way.

/// Whether a character has the text behind it run the other way, whatever stands there, until another one ends that: no name
/// needs it. The marks that only say on which side of them a sign belongs stay (`U+200E`, `U+200F`, `U+061C`): names in scripts
/// from right to left have digits and signs in them, and such a mark turns no letter.
pub fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is not seen, and so neither keeps apart what stands around it nor is anything by itself.
pub fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A name as it is kept: without the spaces around it, and without what would have its neighbours run the other way; `None` where
/// nothing of it can be seen.
pub fn seen(typed: &str) -> Option<String> {
    let name = typed.replace(turns_text, "");
    let is_seen = |letter: char| !letter.is_whitespace() && !is_unseen(letter);
    name.contains(is_seen).then(|| name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_no_name() {
        for nothing in
            ["", "  ", "\u{200b}\u{200b}", " \u{2060}\u{ad} \u{feff}", "\u{3164}", "\u{2800}\u{e0041}", "\u{202e}"]
        {
            assert_eq!(seen(nothing), None, "{nothing:?}");
        }
        // What holds letters of a word or of a sign together is part of it.
        for name in ["Ada", "می\u{200c}خواهم", "👩\u{200d}💻", "א\u{200f}1!", "a\nb"] {
            assert_eq!(seen(&format!(" {name} ")).as_deref(), Some(name));
        }
    }

    #[test]
    fn no_name_turns_what_stands_beside_it() {
        assert_eq!(seen("\u{202e} Acme\u{202c}").as_deref(), Some("Acme"));
        assert_eq!(seen("\u{2067}אב\u{2069} GmbH\u{2066}").as_deref(), Some("אב GmbH"));
    }
}
