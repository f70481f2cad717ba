//! Who may sign up, by their e-mail address. It says nothing about who has an account: the same is refused whether or not
//! there is one.

use super::identifier::Identifier;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::settings::SignUpSettings;

/// Refuses an address that the settings keep out.
pub fn check(rules: &SignUpSettings, email: &Identifier) -> Result<(), ApiError> {
    let refused = |code: ErrorCode| Err(ApiError::of(code, Field::EmailAddress));
    let Some((local, domain)) = email.normalized.rsplit_once('@') else { return Ok(()) };
    let (plain, is_sub_addressed) = match local.split_once('+') {
        Some((plain, _)) => (plain, true),
        None => (local, false),
    };
    let is_allowed = || rules.allowlist.iter().any(|entry| matches(entry, &email.normalized, plain, domain));
    check_invited(rules, email)?;
    if !(rules.allowlist.is_empty() || is_allowed()) {
        return refused(ErrorCode::NotAllowedAccess);
    }
    if (rules.block_subaddresses && is_sub_addressed) || (rules.block_disposable && is_disposable(domain)) {
        return refused(ErrorCode::FormEmailAddressBlocked);
    }
    Ok(())
}

/// The same for an address that was invited. Whoever invites it has said that they want it: it need not be allowed besides,
/// and of whichever kind it is, it is good. Only the block-list is stronger.
pub fn check_invited(rules: &SignUpSettings, email: &Identifier) -> Result<(), ApiError> {
    let Some((local, domain)) = email.normalized.rsplit_once('@') else { return Ok(()) };
    let plain = local.split_once('+').map_or(local, |(plain, _)| plain);
    match rules.blocklist.iter().any(|entry| matches(entry, &email.normalized, plain, domain)) {
        true => Err(ApiError::of(ErrorCode::NotAllowedAccess, Field::EmailAddress)),
        false => Ok(()),
    }
}

/// Whether an entry of a list means an address: it is an address, with whatever stands behind a `+` in it, or `@` and a
/// domain.
fn matches(entry: &str, address: &str, plain: &str, domain: &str) -> bool {
    match entry.trim().rsplit_once('@') {
        Some(("", of_all)) => of_all.eq_ignore_ascii_case(domain),
        Some((local, of)) => {
            let same_box = of.eq_ignore_ascii_case(domain) && local.eq_ignore_ascii_case(plain);
            same_box || entry.trim().eq_ignore_ascii_case(address)
        }
        None => false,
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
        check(rules, &email_address(address).expect("an address")).err().map(|error| error.code)
    }

    #[test]
    fn lists() {
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
        let list = ["example.com", "@", "@localhost", "ada@example.com", "@example.com"].map(str::to_owned);
        assert_eq!(mistakes("x", &list).len(), 3);
    }
}
