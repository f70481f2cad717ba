//! The kinds of messages that there are, for whoever looks at them before anyone gets one.

use super::Channel;
use super::templates::{Letter, samples};

/// What is behind the name of a text message, so that no mail is called so.
const SMS: &str = "_sms";

/// A kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// What its template is called.
    pub name: &'static str,
    /// By which way it goes.
    pub channel: Channel,
}

impl Kind {
    /// All of them, in the order of the handbook.
    pub fn all() -> Vec<Self> {
        samples().iter().map(Self::of).collect()
    }

    const fn of(letter: &Letter) -> Self {
        Self { name: letter.name, channel: letter.channel }
    }

    /// What it is called in an address.
    pub fn key(self) -> String {
        match self.channel {
            Channel::Email => self.name.to_owned(),
            Channel::Sms => format!("{}{SMS}", self.name),
        }
    }

    /// The kind with this name.
    pub fn parse(key: &str) -> Option<Self> {
        Self::all().into_iter().find(|kind| kind.key() == key)
    }

    /// One of them, with what it is about made up.
    pub fn sample(self) -> Option<Letter> {
        samples().into_iter().find(|letter| Self::of(letter) == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_name() {
        let all = Kind::all();
        for kind in &all {
            assert_eq!(Kind::parse(&kind.key()), Some(*kind));
            assert!(kind.sample().is_some_and(|letter| Kind::of(&letter) == *kind), "{}", kind.key());
        }
        let keys: std::collections::BTreeSet<String> = all.iter().map(|kind| kind.key()).collect();
        assert_eq!(keys.len(), all.len());
        assert_eq!(Kind::parse("nothing"), None);
    }
}
