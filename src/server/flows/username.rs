//! Which usernames can be had: not those that look like someone else's, and not those that speak for the app.
//!
//! A name is ASCII letters, digits and `. _ -`, so what can be mistaken for something else is little: UTS 39 has `0 o`,
//! `1 l` and `m rn` there. To these come `i`, which as a capital is an `l`, `w vv`, and the marks between letters, which
//! people leave out when they remember a name.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::identifier::Identifier;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::settings::Settings;

/// What all names that look alike have in common. Migration 0005 says the same in SQL.
pub fn skeleton(normalized: &str) -> String {
    let plain: String = normalized
        .chars()
        .filter(|c| !"._-".contains(*c))
        .map(|c| match c.to_ascii_lowercase() {
            '0' => 'o',
            '1' | 'i' => 'l',
            c => c,
        })
        .collect();
    plain.replace("rn", "m").replace("vv", "w")
}

/// Refuses a name that nobody may have: a reserved one, as one that someone has, and one without a letter, which could be a
/// phone number and would be taken for one at the next sign-in.
pub fn refuse_reserved(settings: &Settings, username: &Identifier) -> Result<(), ApiError> {
    if !username.normalized.contains(|c: char| c.is_ascii_alphabetic()) {
        return Err(ApiError::of(ErrorCode::FormUsernameNeedsNonNumberCode, Field::Username));
    }
    match is_reserved(settings, &username.normalized) {
        true => Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::Username)),
        false => Ok(()),
    }
}

/// Whether a name, of people or of others, is one that nobody may have.
pub fn is_reserved(settings: &Settings, name: &str) -> bool {
    let skeleton = skeleton(name);
    let of_the_app = settings.sign_up.reserved_usernames.iter().chain([&settings.app_name]);
    RESERVED.contains(&skeleton) || of_the_app.into_iter().any(|name| self::skeleton(name) == skeleton)
}

/// The skeletons of the names that are reserved everywhere.
static RESERVED: LazyLock<HashSet<String>> = LazyLock::new(|| WORDS.split_ascii_whitespace().map(skeleton).collect());

/// Who speaks for an app, who gets a domain's mail (RFC 2142), what pages and routes are called, and what programs take
/// for nobody.
const WORDS: &str = "
    admin admins administrator administrators root superuser sysadmin sysop system owner operator operators moderator
    moderators mod mods staff team teams employee employees official verified ceo founder
    support help helpdesk helpcenter service services customer customers customerservice customersupport contact feedback
    abuse noc security postmaster hostmaster usenet news webmaster www web uucp ftp mail email smtp imap pop3
    noreply donotreply mailerdaemon daemon bot bots robot info sales marketing press media legal privacy compliance
    billing payment payments invoice invoices refund refunds accounting finance
    account accounts auth authentication oauth oidc saml sso login logout signin signout signup register registration
    password passwords reset verify verification session sessions token tokens user users username usernames me self you
    profile profiles settings setting preferences dashboard console organization organizations organisation organisations
    invite invites invitation invitations member members home index about terms tos status search explore
    api apis app apps dev developer developers docs documentation static assets public internal test tests testing
    example localhost wellknown robots sitemap favicon
    null nil none undefined unknown true false nan anonymous anyone everyone everybody nobody somebody someone all here
    channel guest guests visitor deleted banned blocked vestibule
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::flows::identifier::username;

    #[test]
    fn names_that_look_alike_have_one_skeleton() {
        for alike in [
            &["ada", "a.da", "A_D_A", "a-d-a"][..],
            &["bob", "b0b", "BOB", "B0b"],
            &["paul", "pauI", "pau1", "PAUL"],
            &["mary", "rnary", "r-nary"],
            &["will", "vvill", "vviII", "w1ll", "w.i.l.l"],
            &["billie", "b1llie", "bi11ie", "blllle"],
        ] {
            let skeletons: HashSet<String> = alike.iter().map(|name| skeleton(name)).collect();
            assert_eq!(skeletons.len(), 1, "{alike:?}: {skeletons:?}");
        }
        let different = ["ada", "adam", "bob", "rob", "paul", "paula", "saul", "mary", "nary", "gary", "cary", "ada2"];
        let skeletons: HashSet<String> = different.iter().map(|name| skeleton(name)).collect();
        assert_eq!(skeletons.len(), different.len());
    }

    /// Whatever is put between the letters of a name, or in their place, leads to the same skeleton; and a skeleton is its
    /// own, so that no chain of lookalikes leads from one to another.
    #[test]
    fn no_lookalike_of_a_name_has_another_skeleton() {
        let names = ["countess", "william.morris", "ole-1", "vivian_01", "irving", "lillian", "a0i1l", "mmwwm"];
        for name in names {
            let own = skeleton(name);
            assert_eq!(skeleton(&own), own, "{name}");
            for (at, c) in name.char_indices() {
                let lookalikes: &[&str] = match c {
                    'o' | '0' => &["o", "0", "O"],
                    'i' | '1' | 'l' => &["i", "1", "l", "I", "L"],
                    'm' => &["m", "rn", "M", "rN"],
                    'w' => &["w", "vv", "W", "Vv"],
                    '.' | '_' | '-' => &["", ".", "_", "-", "--"],
                    _ => &["."],
                };
                for lookalike in lookalikes {
                    let rest = if *lookalike == "." && c.is_ascii_alphabetic() { at } else { at + c.len_utf8() };
                    let other = format!("{}{lookalike}{}", &name[..at], &name[rest..]);
                    assert_eq!(skeleton(&other), own, "{other} for {name}");
                }
            }
        }
    }

    #[test]
    fn nobody_speaks_for_the_app() {
        let mut settings = Settings { app_name: "Field Notes".into(), ..Settings::default() };
        settings.sign_up.reserved_usernames = vec!["wizard".into()];
        let refused = |name: &str| refuse_reserved(&settings, &username(name).expect("is a name")).is_err();
        for name in
            ["admin", "Adm1n", "a.d.m.i.n", "r00t", "Support", "no-reply", "w1zard", "vvizard", "sign-in", "null"]
        {
            assert!(refused(name), "{name}");
        }
        for name in ["ada", "countess", "adminette", "rooted", "supporter"] {
            assert!(!refused(name), "{name}");
        }
        settings.app_name = "Notes".into();
        let refused = |name: &str| refuse_reserved(&settings, &username(name).expect("is a name")).is_err();
        assert!(refused("n0tes") && refused("NOTES") && !refused("notebook"));
    }
}
