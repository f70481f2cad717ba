//! Who may sign up, by their e-mail address or phone number: by the lists of the settings and of the database. It says nothing
//! about who has an account: the same is refused whether or not there is one.

use std::collections::HashSet;

use super::identifier::Identifier;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::lists::Listed;
use crate::server::settings::SignUpSettings;
use crate::server::vestibule::Inner;

/// What is asked.
#[derive(Clone, Copy)]
struct Lists<'a> {
    settings: &'a SignUpSettings,
    listed: &'a Listed,
}

/// Refuses an address that is kept out.
pub fn check(app: &Inner, email: &Identifier) -> Result<(), ApiError> {
    lists(&app.settings.sign_up, &app.lists.now()).check(email)
}

/// The same for an address that was invited. Whoever invites it has said that they want it: it need not be allowed besides,
/// and of whichever kind it is, it is good. Only the block-list is stronger.
pub fn check_invited(app: &Inner, email: &Identifier) -> Result<(), ApiError> {
    lists(&app.settings.sign_up, &app.lists.now()).check_invited(email)
}

/// The same for an address that stands beside a phone number: where that is allowed, the address need not be.
pub fn check_beside(app: &Inner, email: &Identifier, phone: Option<&Identifier>) -> Result<(), ApiError> {
    lists(&app.settings.sign_up, &app.lists.now()).check_beside(email, phone.map(|phone| phone.normalized.as_str()))
}

/// Refuses a phone number that is kept out.
pub fn check_phone(app: &Inner, phone: &Identifier) -> Result<(), ApiError> {
    lists(&app.settings.sign_up, &app.lists.now()).check_phone(&phone.normalized)
}

/// Refuses an account with this address and number, either of which may be missing. Where there is an allow-list one of them
/// stands in it: who has neither is not on it.
pub fn admit(app: &Inner, email: Option<&Identifier>, phone: Option<&str>, is_invited: bool) -> Result<(), ApiError> {
    lists(&app.settings.sign_up, &app.lists.now()).admit(email, phone, is_invited)
}

const fn lists<'a>(settings: &'a SignUpSettings, listed: &'a Listed) -> Lists<'a> {
    Lists { settings, listed }
}

fn refused(code: ErrorCode, field: Field) -> Result<(), ApiError> {
    Err(ApiError::of(code, field))
}

impl Lists<'_> {
    fn check(self, email: &Identifier) -> Result<(), ApiError> {
        self.check_beside(email, None)
    }

    fn check_beside(self, email: &Identifier, phone: Option<&str>) -> Result<(), ApiError> {
        let Some(parts) = Parts::of(&email.normalized) else { return Ok(()) };
        self.check_invited(email)?;
        let by_phone = || phone.is_some_and(|number| self.listed.allowed.contains(number));
        if self.has_allowlist() && !(self.allows(&parts) || by_phone()) {
            return refused(ErrorCode::NotAllowedAccess, Field::EmailAddress);
        }
        let is_sub_addressed = self.settings.block_subaddresses && parts.is_sub_addressed;
        if is_sub_addressed || (self.settings.block_disposable && is_disposable(parts.domain)) {
            return refused(ErrorCode::FormEmailAddressBlocked, Field::EmailAddress);
        }
        Ok(())
    }

    fn check_invited(self, email: &Identifier) -> Result<(), ApiError> {
        let Some(parts) = Parts::of(&email.normalized) else { return Ok(()) };
        let by_settings = || self.settings.blocklist.iter().any(|entry| parts.is_meant_by(entry));
        match by_settings() || parts.is_among(&self.listed.blocked) {
            true => refused(ErrorCode::NotAllowedAccess, Field::EmailAddress),
            false => Ok(()),
        }
    }

    fn check_phone(self, number: &str) -> Result<(), ApiError> {
        match self.listed.blocked.contains(number) {
            true => refused(ErrorCode::NotAllowedAccess, Field::PhoneNumber),
            false => Ok(()),
        }
    }

    fn admit(self, email: Option<&Identifier>, phone: Option<&str>, is_invited: bool) -> Result<(), ApiError> {
        if let Some(number) = phone {
            self.check_phone(number)?;
        }
        match (email, phone) {
            (Some(email), _) if is_invited => self.check_invited(email),
            (Some(email), phone) => self.check_beside(email, phone),
            (None, _) if !self.has_allowlist() => Ok(()),
            (None, Some(number)) if self.listed.allowed.contains(number) => Ok(()),
            (None, Some(_)) => refused(ErrorCode::NotAllowedAccess, Field::PhoneNumber),
            (None, None) => Err(ApiError::new(ErrorCode::NotAllowedAccess)),
        }
    }

    fn has_allowlist(self) -> bool {
        !(self.settings.allowlist.is_empty() && self.listed.allowed.is_empty())
    }

    fn allows(self, parts: &Parts<'_>) -> bool {
        self.settings.allowlist.iter().any(|entry| parts.is_meant_by(entry)) || parts.is_among(&self.listed.allowed)
    }
}

/// An address, taken apart.
struct Parts<'a> {
    address: &'a str,
    /// What stands before the `@`, without what stands behind a `+` there.
    plain: &'a str,
    domain: &'a str,
    is_sub_addressed: bool,
}

impl<'a> Parts<'a> {
    fn of(address: &'a str) -> Option<Self> {
        let (local, domain) = address.rsplit_once('@')?;
        let (plain, is_sub_addressed) = local.split_once('+').map_or((local, false), |(plain, _)| (plain, true));
        Some(Self { address, plain, domain, is_sub_addressed })
    }

    /// Whether an entry of the settings means it: that is an address, with whatever stands behind a `+` in it, or `@` or `*@`
    /// and a domain.
    fn is_meant_by(&self, entry: &str) -> bool {
        match entry.trim().rsplit_once('@') {
            Some(("" | "*", of_all)) => of_all.eq_ignore_ascii_case(self.domain),
            Some((local, of)) => {
                let same_box = of.eq_ignore_ascii_case(self.domain) && local.eq_ignore_ascii_case(self.plain);
                same_box || entry.trim().eq_ignore_ascii_case(self.address)
            }
            None => false,
        }
    }

    /// Whether the database lists it, in the same way.
    fn is_among(&self, listed: &HashSet<String>) -> bool {
        let Self { address, plain, domain, .. } = self;
        !listed.is_empty()
            && (listed.contains(*address)
                || listed.contains(&format!("{plain}@{domain}"))
                || listed.contains(&format!("*@{domain}")))
    }
}

/// Whether boxes of a domain, or of one above it, are thrown away.
pub fn is_disposable(domain: &str) -> bool {
    let mut rest = Some(domain);
    while let Some(name) = rest.filter(|name| name.contains('.')) {
        if disposable_emails::is_disposable_domain(name) {
            return true;
        }
        rest = name.split_once('.').map(|(_, above)| above);
    }
    false
}

/// What of a list can never mean anyone.
pub fn mistakes(name: &str, list: &[String]) -> Vec<String> {
    let is_entry = |entry: &&String| entry.trim().rsplit_once('@').is_none_or(|(_, domain)| !domain.contains('.'));
    let wrong = list.iter().filter(is_entry);
    wrong.map(|entry| format!("{name}: `{entry}` is neither an address nor @ and a domain")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::flows::identifier::email_address;

    fn refusal(rules: &SignUpSettings, address: &str) -> Option<ErrorCode> {
        refusal_by(rules, &Listed::default(), address)
    }

    fn refusal_by(rules: &SignUpSettings, listed: &Listed, address: &str) -> Option<ErrorCode> {
        lists(rules, listed).check(&email(address)).err().map(|error| error.code)
    }

    fn email(address: &str) -> Identifier {
        email_address(address).expect("an address")
    }

    fn listed(allowed: &[&str], blocked: &[&str]) -> Listed {
        let set = |entries: &[&str]| entries.iter().map(|entry| (*entry).to_owned()).collect();
        Listed { allowed: set(allowed), blocked: set(blocked), ..Listed::default() }
    }

    #[test]
    fn the_database_adds_to_the_settings() {
        let rules = SignUpSettings { allowlist: vec!["*@acme.example".into()], ..Default::default() };
        let listed = listed(&["ada@example.com", "*@beta.example"], &["eve@acme.example", "*@evil.example"]);
        for let_in in ["bob@acme.example", "ada@example.com", "Ada+1@Example.com", "anyone@beta.example"] {
            assert_eq!(refusal_by(&rules, &listed, let_in), None, "{let_in}");
        }
        for kept_out in
            ["bob@example.com", "eve@acme.example", "EVE+2@acme.example", "a@evil.example", "a@x.beta.example"]
        {
            assert_eq!(refusal_by(&rules, &listed, kept_out), Some(ErrorCode::NotAllowedAccess), "{kept_out}");
        }
        let invited = |address: &str| lists(&rules, &listed).check_invited(&email(address)).is_ok();
        assert!(invited("bob@example.com") && !invited("eve@acme.example") && !invited("a@evil.example"));
    }

    #[test]
    fn an_account_has_something_that_is_allowed() {
        let rules = SignUpSettings::default();
        let listed = listed(&["*@acme.example", "+15005550006"], &["+15005550009"]);
        let admits = |address: Option<&str>, phone: Option<&str>, is_invited: bool| {
            let address = address.map(email);
            lists(&rules, &listed).admit(address.as_ref(), phone, is_invited).map_err(|error| error.meta.param_name)
        };
        let (theirs, other, blocked) = (Some("+15005550006"), Some("+15005550001"), Some("+15005550009"));
        let (acme, gmail) = (Some("a@acme.example"), Some("a@gmail.com"));
        for (email, phone) in [(acme, None), (acme, other), (gmail, theirs), (None, theirs)] {
            assert_eq!(admits(email, phone, false), Ok(()), "{email:?} {phone:?}");
        }
        for (email, phone, field) in [
            (gmail, None, Some(Field::EmailAddress)),
            (gmail, other, Some(Field::EmailAddress)),
            (acme, blocked, Some(Field::PhoneNumber)),
            (None, other, Some(Field::PhoneNumber)),
            (None, None, None),
        ] {
            assert_eq!(admits(email, phone, false), Err(field), "{email:?} {phone:?}");
        }
        assert_eq!(admits(gmail, other, true), Ok(()));
        assert_eq!(admits(gmail, blocked, true), Err(Some(Field::PhoneNumber)));
        let everyone = Listed::default();
        assert_eq!(lists(&rules, &everyone).admit(None, None, false).map_err(|error| error.code), Ok(()));
    }

    #[test]
    fn the_lists_of_the_settings_are_asked() {
        let list = |entries: &[&str]| entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>();
        let rules = SignUpSettings { blocklist: list(&["Eve@example.com", "@evil.example"]), ..Default::default() };
        for kept_out in ["eve@example.com", "EVE+1@Example.com", "anyone@evil.example"] {
            assert_eq!(refusal(&rules, kept_out), Some(ErrorCode::NotAllowedAccess), "{kept_out}");
        }
        for let_in in ["ada@example.com", "evelyn@example.com", "a@not-evil.example", "a@evil.example.org"] {
            assert_eq!(refusal(&rules, let_in), None, "{let_in}");
        }
        let rules = SignUpSettings { allowlist: list(&["@acme.example", "ada@example.com"]), ..rules };
        for let_in in ["anyone@acme.example", "ada@example.com", "ada+notes@example.com"] {
            assert_eq!(refusal(&rules, let_in), None, "{let_in}");
        }
        for kept_out in ["bob@example.com", "a@b.acme.example", "eve@example.com"] {
            assert_eq!(refusal(&rules, kept_out), Some(ErrorCode::NotAllowedAccess), "{kept_out}");
        }
    }

    #[test]
    fn addresses_that_are_thrown_away() {
        let rules = SignUpSettings { block_disposable: true, block_subaddresses: true, ..Default::default() };
        let blocked = Some(ErrorCode::FormEmailAddressBlocked);
        for address in ["a@mailinator.com", "a@box.mailinator.com", "ada+1@example.com"] {
            assert_eq!(refusal(&rules, address), blocked, "{address}");
            assert_eq!(refusal(&SignUpSettings::default(), address), None, "{address}");
        }
        assert_eq!(refusal(&rules, "ada@gmail.com"), None);
    }

    #[test]
    fn entries_that_mean_nobody() {
        let list =
            ["example.com", "@", "@localhost", "ada@example.com", "@example.com", "*@example.com"].map(str::to_owned);
        assert_eq!(mistakes("x", &list).len(), 3);
    }
}
