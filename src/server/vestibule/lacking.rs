//! What settings name of the machine, and one machine has and another has not: a server that lacks a file that another one was told
//! of goes on without it, and with everything else that was changed.

use super::StartError;
use crate::server::settings::Settings;

/// By what it is said which files there are.
pub(super) const PLACES: &str = "devices";
pub(super) const PICTURES: &str = "storage";
pub(super) const MAIL: &str = "mail";
pub(super) const TEMPLATES: &str = "mail.templates";
/// A folder for pictures that is not there is made when one comes, if it can be by then.
pub(super) const FOLDER: &str = "storage.url";

/// What of the machine's is needed.
#[derive(Clone, Copy)]
pub(super) enum Needed<'a> {
    /// What is said of it in another way than in these settings: else it is not to be said.
    WhatIsNewIn(&'a Settings),
    /// Nothing: it was said before, and all else is to hold.
    Nothing,
}

impl Needed<'_> {
    /// Whether settings are no good without what they say under a name.
    pub(super) fn anew(self, settings: &Settings, name: &str) -> bool {
        match self {
            Self::WhatIsNewIn(old) => old.differ(settings, &[name]),
            Self::Nothing => false,
        }
    }
}

/// What is not there: by what it is said, and why, in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lacking(pub(super) Vec<(&'static str, String)>);

impl Lacking {
    /// Whether something of what is said under a name is not there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(lacking, _)| *lacking == name)
    }

    /// Notes that something is not there.
    pub(super) fn add(&mut self, name: &'static str, why: &StartError) {
        let why = why.to_string().replace('\n', "; ");
        self.0.push((name, format!("{why}; this server goes on without, or with what it had")));
    }

    /// What was made; where it could not be and is not needed, something else.
    pub(super) fn or<T>(
        &mut self,
        name: &'static str,
        made: Result<T, StartError>,
        is_needed: bool,
        instead: impl FnOnce() -> T,
    ) -> Result<T, StartError> {
        match made {
            Err(why) if !is_needed => {
                self.add(name, &why);
                Ok(instead())
            }
            made => made,
        }
    }

    /// Logs what was not lacking before.
    pub(super) fn tell(&self, before: Option<&Self>) {
        for lacking in self.0.iter().filter(|it| before.is_none_or(|before| !before.0.contains(it))) {
            tracing::warn!("{}", lacking.1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_refused_and_the_rest_is_noted() {
        let why = || StartError::Places("devices.ip_database: x.mmdb: is no file".to_owned());
        let mut lacking = Lacking::default();
        assert!(lacking.or(PLACES, Err(why()), true, || 1).is_err());
        assert_eq!(lacking, Lacking::default());
        assert_eq!(lacking.or(PLACES, Err(why()), false, || 1).expect("goes on"), 1);
        assert!(lacking.has(PLACES) && !lacking.has(MAIL));
        assert!(lacking.0[0].1.starts_with("devices.ip_database: x.mmdb: is no file; "), "{lacking:?}");

        let (old, mut new) = (Settings::default(), Settings::default());
        new.devices.ip_database = "x.mmdb".into();
        let needed = Needed::WhatIsNewIn(&old);
        assert!(needed.anew(&new, PLACES) && !needed.anew(&new, MAIL) && !Needed::Nothing.anew(&new, PLACES));
    }
}
