//! What the operator's lists have in common, through which one leafs, and in which one finds something as one types: both by indexes
//! alone, so that it takes as long in a long list as in a short one.

/// The longest text that is looked for, in characters.
const LONGEST: usize = 100;
/// No part of a list is longer.
const MOST: i64 = 100;

/// How what is looked for begins, as it is asked for: empty where nothing is, and `None` where nothing can begin so.
pub(super) fn looked_for(typed: &str) -> Option<String> {
    // PostgreSQL takes no NUL in a text, and nothing has one.
    (!typed.contains('\0')).then(|| typed.trim().chars().take(LONGEST).collect())
}

/// As many as are on a part.
pub(super) fn most(limit: i64) -> i64 {
    limit.clamp(1, MOST)
}

/// Takes those away that are one too many, by which it is seen that there are more: whether there are.
pub(super) fn cut<T>(found: &mut Vec<T>, limit: i64) -> bool {
    let wanted = usize::try_from(limit).unwrap_or_default();
    let is_more = found.len() > wanted;
    found.truncate(wanted);
    is_more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_says_that_there_are_more() {
        let mut found = vec![1, 2, 3];
        assert!(!cut(&mut found, 3));
        assert!(cut(&mut found, 2));
        assert_eq!(found, [1, 2]);
        assert_eq!((most(0), most(25), most(1_000)), (1, 25, 100));
    }

    #[test]
    fn what_nothing_begins_with_is_not_looked_for() {
        assert_eq!(looked_for(" Ada ").as_deref(), Some("Ada"));
        assert_eq!(looked_for("  ").as_deref(), Some(""));
        assert_eq!(looked_for("a\0"), None);
        assert_eq!(looked_for(&"é".repeat(200)).map(|text| text.chars().count()), Some(100));
    }
}
