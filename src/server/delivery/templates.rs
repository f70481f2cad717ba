//! What mails and text messages there are, and what they are about. What they say is in [`words`](super::words).

use serde::Serialize;

use super::Channel;
use super::words::Sentences;
use crate::model::SignUpMode;
use crate::server::crypto::Code;

/// A message before it is put into words. It does not print itself: there may be a code in it.
#[derive(Serialize)]
pub struct Letter {
    /// Which message it is, as its template is called.
    #[serde(skip)]
    pub(super) name: &'static str,
    #[serde(skip)]
    pub(super) channel: Channel,
    /// The sign-in or sign-up of which older messages are withdrawn.
    #[serde(skip)]
    pub(super) subject_id: Option<String>,
    /// Who may sign up.
    #[serde(skip)]
    pub(super) mode: Option<SignUpMode>,
    /// What is to be typed or copied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    /// What is to be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    /// For how long it is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minutes: Option<i64>,
    /// The provider that was connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) provider: Option<String>,
    /// What a passkey is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) passkey: Option<String>,
    /// What an API key is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) api_key: Option<String>,
    /// The address, number or domain that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identifier: Option<String>,
    /// Where somebody signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) device: Option<String>,
    /// The organization that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) organization: Option<String>,
    /// Who invites them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) inviter: Option<String>,
    /// Whether its owner can say that what it tells was not them.
    #[serde(skip)]
    pub is_notice: bool,
    /// Where they say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) disavow_url: Option<String>,
    /// For how many days an invitation is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) days: Option<i64>,
    /// The site on which a code is to be typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    /// Sentences that it is tried out with, in the place of those that hold.
    #[serde(skip)]
    pub(super) draft: Option<Sentences>,
}

impl Letter {
    fn mail(name: &'static str) -> Self {
        Self {
            name,
            channel: Channel::Email,
            subject_id: None,
            mode: None,
            code: None,
            url: None,
            minutes: None,
            provider: None,
            passkey: None,
            api_key: None,
            identifier: None,
            device: None,
            organization: None,
            inviter: None,
            is_notice: false,
            disavow_url: None,
            days: None,
            domain: None,
            draft: None,
        }
    }

    /// A mail about a change to an account.
    fn notice(name: &'static str) -> Self {
        Self { is_notice: true, ..Self::mail(name) }
    }

    /// The same with the link by which its owner says that it was not them.
    pub fn with_disavow_url(self, url: String) -> Self {
        Self { disavow_url: Some(url), ..self }
    }

    /// The same in other words, before they hold.
    pub fn with_draft(self, sentences: Sentences) -> Self {
        Self { draft: Some(sentences), ..self }
    }

    fn sms(name: &'static str) -> Self {
        Self { channel: Channel::Sms, ..Self::mail(name) }
    }

    fn with_code(self, code: &Code) -> Self {
        Self { code: Some(code.expose().to_owned()), ..self }
    }

    fn with_url(self, url: &str) -> Self {
        Self { url: Some(url.to_owned()), ..self }
    }

    fn good_for(self, minutes: i64) -> Self {
        Self { minutes: Some(minutes), ..self }
    }

    /// It takes the place of what was written before for the same sign-in, sign-up or invitation and is not sent yet.
    pub fn instead_of_older_ones_of(self, subject_id: &str) -> Self {
        Self { subject_id: Some(subject_id.to_owned()), ..self }
    }
}

/// One of every kind, to try templates out.
pub(super) fn samples() -> Vec<Letter> {
    let (url, base_url, minutes) = ("https://app.example/sign-in", "https://app.example", 10);
    let code = Code::random();
    let all = vec![
        code_mail(&code, minutes),
        reset_code_mail(&code, minutes),
        sign_in_link_mail(url, minutes),
        sign_up_link_mail(url, minutes),
        account_exists_mail(url),
        no_account_mail(SignUpMode::Public, url),
        account_connected_mail("GitHub", url),
        account_disconnected_mail("GitHub", url),
        new_device_mail("Firefox, Linux", url),
        password_changed_mail(url),
        password_added_mail(url),
        password_removed_mail(url),
        password_compromised_mail(url),
        identifier_added_mail("ada@example.com", url),
        identifier_removed_mail("ada@example.com", url),
        primary_changed_mail("ada@example.com", url),
        address_in_use_mail(url),
        account_deleted_mail(url),
        passkey_added_mail("My phone", url),
        passkey_removed_mail("My phone", url),
        api_key_created_mail("Backup", url),
        second_factor_added_mail(url),
        second_factor_removed_mail(url),
        backup_codes_replaced_mail(url),
        backup_codes_removed_mail(url),
        backup_code_used_mail(url),
        invitation_mail(url, 30),
        organization_invitation_mail("Ada Lovelace", "Acme", url, 30),
        organization_invitation_accepted_mail("grace@example.com", "Acme", url),
        membership_request_mail("grace@acme.example", "Acme", url),
        membership_request_accepted_mail("Acme", url),
        organization_domain_mail("Acme", "acme.example", &code, minutes),
        waitlist_mail(base_url),
        code_sms(base_url, &code),
        account_exists_sms(url),
    ];
    let whole = |letter: Letter| match letter.is_notice {
        true => letter.with_disavow_url("https://app.example/vestibule/disavow".into()),
        false => letter,
    };
    all.into_iter().map(whole).collect()
}

/// The mail with a code.
pub fn code_mail(code: &Code, minutes: i64) -> Letter {
    Letter::mail("verification_code").with_code(code).good_for(minutes)
}

/// The mail with a code after which a forgotten password can be replaced.
pub fn reset_code_mail(code: &Code, minutes: i64) -> Letter {
    Letter::mail("reset_password_code").with_code(code).good_for(minutes)
}

/// The mail with a link that signs in.
pub fn sign_in_link_mail(url: &str, minutes: i64) -> Letter {
    Letter::mail("magic_link_sign_in").with_url(url).good_for(minutes)
}

/// The mail with a link that proves an address.
pub fn sign_up_link_mail(url: &str, minutes: i64) -> Letter {
    Letter::mail("magic_link_sign_up").with_url(url).good_for(minutes)
}

/// The mail to someone who signs up with an address that has an account.
pub fn account_exists_mail(sign_in_url: &str) -> Letter {
    Letter::mail("account_exists").with_url(sign_in_url)
}

/// The mail to someone who signs in with an address that has no account. `url` is where an account is to be had, as far as the
/// mode lets anyone have one.
pub fn no_account_mail(mode: SignUpMode, url: &str) -> Letter {
    Letter { mode: Some(mode), ..Letter::mail("no_account").with_url(url) }
}

/// The mail to someone who is invited to sign up.
pub fn invitation_mail(url: &str, days: i64) -> Letter {
    Letter { days: Some(days), ..Letter::mail("invitation").with_url(url) }
}

/// The mail to someone who is invited to an organization. What people and organizations are called anyone can choose, and it
/// goes to strangers: it is cut short, and is no link.
pub fn organization_invitation_mail(inviter: &str, organization: &str, url: &str, days: i64) -> Letter {
    Letter {
        organization: Some(name_of_strangers(organization)),
        inviter: Some(name_of_strangers(inviter)),
        days: Some(days),
        ..Letter::mail("organization_invitation").with_url(url)
    }
}

/// The mail to someone whose invitation to an organization was accepted, by whoever has an address.
pub fn organization_invitation_accepted_mail(identifier: &str, organization: &str, url: &str) -> Letter {
    let letter = Letter::mail("organization_invitation_accepted").with_url(url);
    Letter { identifier: Some(one_line(identifier)), organization: Some(name_of_strangers(organization)), ..letter }
}

/// The mail to someone who may let in who asks to be let into an organization: whoever has an address.
pub fn membership_request_mail(identifier: &str, organization: &str, url: &str) -> Letter {
    let letter = Letter::mail("organization_membership_request").with_url(url);
    Letter { identifier: Some(one_line(identifier)), organization: Some(name_of_strangers(organization)), ..letter }
}

/// The mail to someone who was let into an organization because they asked.
pub fn membership_request_accepted_mail(organization: &str, url: &str) -> Letter {
    let letter = Letter::mail("organization_membership_request_accepted").with_url(url);
    Letter { organization: Some(name_of_strangers(organization)), ..letter }
}

/// The mail to an address in a domain that an organization says is its own, with the code that proves it. What the organization
/// is called anyone can choose, and it goes to strangers.
pub fn organization_domain_mail(organization: &str, domain: &str, code: &Code, minutes: i64) -> Letter {
    Letter {
        organization: Some(name_of_strangers(organization)),
        identifier: Some(one_line(domain)),
        ..Letter::mail("organization_domain_code").with_code(code).good_for(minutes)
    }
}

/// The mail to someone who has put themselves on the waitlist.
pub fn waitlist_mail(url: &str) -> Letter {
    Letter::mail("waitlist").with_url(url)
}

/// The mail to someone whose account can be entered through a provider from now on.
pub fn account_connected_mail(provider: &str, sign_in_url: &str) -> Letter {
    Letter { provider: Some(one_line(provider)), ..Letter::notice("account_connected").with_url(sign_in_url) }
}

/// The mail to someone whose account can be entered through a provider no longer.
pub fn account_disconnected_mail(provider: &str, sign_in_url: &str) -> Letter {
    Letter { provider: Some(one_line(provider)), ..Letter::notice("account_disconnected").with_url(sign_in_url) }
}

/// The mail to someone whose account was entered on a device on which it was not used before.
pub fn new_device_mail(device: &str, sign_in_url: &str) -> Letter {
    Letter { device: Some(one_line(device)), ..Letter::notice("new_device").with_url(sign_in_url) }
}

/// The mail to someone whose account can be entered with a passkey from now on.
pub fn passkey_added_mail(passkey: &str, sign_in_url: &str) -> Letter {
    Letter { passkey: Some(one_line(passkey)), ..Letter::notice("passkey_added").with_url(sign_in_url) }
}

/// The mail to someone one of whose passkeys is one no longer.
pub fn passkey_removed_mail(passkey: &str, sign_in_url: &str) -> Letter {
    Letter { passkey: Some(one_line(passkey)), ..Letter::notice("passkey_removed").with_url(sign_in_url) }
}

/// The mail to someone in whose name a program acts from now on that has a key.
pub fn api_key_created_mail(api_key: &str, sign_in_url: &str) -> Letter {
    Letter { api_key: Some(one_line(api_key)), ..Letter::notice("api_key_created").with_url(sign_in_url) }
}

/// The mail to someone of whom another second factor is asked from now on.
pub fn second_factor_added_mail(sign_in_url: &str) -> Letter {
    Letter::notice("second_factor_added").with_url(sign_in_url)
}

/// The mail to someone of whom a second factor is asked no longer.
pub fn second_factor_removed_mail(sign_in_url: &str) -> Letter {
    Letter::notice("second_factor_removed").with_url(sign_in_url)
}

/// The mail to someone whose backup codes are other ones now.
pub fn backup_codes_replaced_mail(sign_in_url: &str) -> Letter {
    Letter::notice("backup_codes_replaced").with_url(sign_in_url)
}

/// The mail to someone who has no backup codes any more.
pub fn backup_codes_removed_mail(sign_in_url: &str) -> Letter {
    Letter::notice("backup_codes_removed").with_url(sign_in_url)
}

/// The mail to someone who has come in with a backup code.
pub fn backup_code_used_mail(sign_in_url: &str) -> Letter {
    Letter::notice("backup_code_used").with_url(sign_in_url)
}

/// The mail to someone whose password has been replaced.
pub fn password_changed_mail(sign_in_url: &str) -> Letter {
    Letter::notice("password_changed").with_url(sign_in_url)
}

/// The mail to someone who has a password for the first time.
pub fn password_added_mail(sign_in_url: &str) -> Letter {
    Letter::notice("password_added").with_url(sign_in_url)
}

/// The mail to someone who has no password any more.
pub fn password_removed_mail(sign_in_url: &str) -> Letter {
    Letter::notice("password_removed").with_url(sign_in_url)
}

/// The mail to someone whose password others may know: the app says so, and it lets nobody in any more.
pub fn password_compromised_mail(sign_in_url: &str) -> Letter {
    Letter::mail("password_compromised").with_url(sign_in_url)
}

/// The mail to someone whose account goes by an address or number more.
pub fn identifier_added_mail(identifier: &str, sign_in_url: &str) -> Letter {
    Letter { identifier: Some(one_line(identifier)), ..Letter::notice("identifier_added").with_url(sign_in_url) }
}

/// The mail to someone whose account goes by an address or number less.
pub fn identifier_removed_mail(identifier: &str, sign_in_url: &str) -> Letter {
    Letter { identifier: Some(one_line(identifier)), ..Letter::notice("identifier_removed").with_url(sign_in_url) }
}

/// The mail to someone who is written to elsewhere from now on.
pub fn primary_changed_mail(identifier: &str, sign_in_url: &str) -> Letter {
    let letter = Letter::notice("primary_identifier_changed").with_url(sign_in_url);
    Letter { identifier: Some(one_line(identifier)), ..letter }
}

/// The mail to someone whose address somebody would put on another account.
pub fn address_in_use_mail(sign_in_url: &str) -> Letter {
    Letter::mail("address_in_use").with_url(sign_in_url)
}

/// The mail to someone whose account is gone. `url` is where the app is.
pub fn account_deleted_mail(url: &str) -> Letter {
    Letter::mail("account_deleted").with_url(url)
}

/// The text message with a code. Its last line says on which site the code is to be typed, in the form in which phones look
/// for it: they offer the code there and nowhere else. `base_url` is where people reach the app.
pub fn code_sms(base_url: &str, code: &Code) -> Letter {
    // Codes are offered on sites with TLS only.
    let site = url::Url::parse(base_url).ok().filter(|url| url.scheme() == "https");
    let domain = match site.as_ref().and_then(url::Url::host) {
        Some(url::Host::Domain(domain)) => Some(domain.to_owned()),
        _ => None,
    };
    Letter { domain, ..Letter::sms("verification_code").with_code(code) }
}

/// The text message to someone who signs up with a number that has an account.
pub fn account_exists_sms(sign_in_url: &str) -> Letter {
    Letter::sms("account_exists").with_url(sign_in_url)
}

/// No name that people give themselves is longer than this in a mail to strangers, in characters.
const LONGEST_NAME: usize = 64;

/// A name that somebody chose whom the reader need not know: one line, cut short, and with a mark of no width wherever a mail
/// program would find the address of a site in it and make a link of it.
fn name_of_strangers(name: &str) -> String {
    let name = one_line(name);
    let mut short: String = name.chars().take(LONGEST_NAME).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    let mut shown = String::with_capacity(short.len());
    let mut characters = short.chars().peekable();
    while let Some(c) = characters.next() {
        shown.push(c);
        let goes_on = characters.peek().is_some_and(|next| !next.is_whitespace());
        if matches!(c, '.' | ':' | '@' | '/' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}') && goes_on {
            shown.push('\u{200b}');
        }
    }
    shown
}

/// A name as it may stand in a header: whatever breaks lines is a space there.
pub(super) fn one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    text.chars().map(visible).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::Language;
    use crate::server::delivery::words::InWords;
    use crate::server::delivery::{Content, Templates};
    use crate::server::settings::Settings;

    /// What an app called Notes says.
    fn written(letter: &Letter) -> Content {
        named("Notes").write(letter, None).expect("is written")
    }

    fn named(app_name: &str) -> Templates {
        Templates::load(&Settings { app_name: app_name.into(), ..Settings::default() }).expect("loads")
    }

    const EVIL: &str = "<b>Notes</b> & \"Co\"\r\nBcc: eve@evil.example\u{2028}";

    #[test]
    fn text_and_html_say_the_same() {
        let code = Code::typed("012345").expect("a code");
        let mail = written(&code_mail(&code, 10));
        assert_eq!(mail.subject, "012345 is your Notes verification code");
        let html = mail.html.expect("has HTML");
        for part in ["012345", "10 minutes", "Enter this code to go on with Notes:", "Never tell it to anyone."] {
            assert!(mail.text.contains(part) && html.contains(part), "{part}");
        }
        assert!(mail.text.is_ascii() && html.is_ascii(), "goes through any server as it is");
        assert!(html.lines().all(|line| line.len() < 900), "no line is too long for SMTP");
        let mail = written(&account_exists_mail("https://app.example/sign-in"));
        let html = mail.html.expect("has HTML");
        assert!(
            html.contains("href=\"https://app.example/sign-in\"") && mail.text.contains("https://app.example/sign-in")
        );
    }

    #[test]
    fn nothing_is_loaded_from_anywhere() {
        let code = Code::typed("012345").expect("a code");
        let html = written(&code_mail(&code, 10)).html.expect("has HTML");
        for loading in ["http", "src=", "url(", "@import", "<link", "<img", "<script", "<form"] {
            assert!(!html.contains(loading), "{loading}");
        }
    }

    #[test]
    fn phones_find_the_code_and_the_site() {
        let code = Code::typed("012345").expect("a code");
        let said = |base_url: &str| written(&code_sms(base_url, &code)).text;
        let sentence = "012345 is your Notes verification code. Never share it.";
        assert_eq!(said("https://app.example"), format!("{sentence}\n\n@app.example #012345"));
        assert_eq!(said("https://app.example:8443"), format!("{sentence}\n\n@app.example #012345"));
        for elsewhere in ["http://localhost:3000", "https://192.0.2.1", "https://[::1]:3000", ""] {
            assert_eq!(said(elsewhere), sentence, "{elsewhere}");
        }
        assert!(said("https://app.example").len() <= 160, "one message");
        let hostile = named("Notes\n\n@evil.example #666666");
        let text = hostile.write(&code_sms("https://app.example", &code), None).expect("is written").text;
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines.len(), lines[2]), (3, "@app.example #012345"), "{text}");
    }

    #[test]
    fn names_and_addresses_stay_text() {
        let code = Code::typed("012345").expect("a code");
        let templates = named(EVIL);
        for letter in [code_mail(&code, 10), account_exists_mail("https://app.example/\"><b>x</b>")] {
            let mail = templates.write(&letter, None).expect("is written");
            assert!(!mail.subject.chars().any(char::is_control), "{:?}", mail.subject);
            let html = mail.html.expect("has HTML");
            assert!(!html.contains("<b>") && html.contains("&lt;b&gt;Notes&lt;/b&gt; &amp; &quot;Co&quot; Bcc: eve"));
        }
    }

    #[test]
    fn the_handbook_names_every_message_and_what_it_has() {
        let handbook = include_str!("../../../docs/messages.md");
        let (mails, text_messages) = handbook.split_once("## Text messages").expect("both");
        for letter in samples() {
            let table = if letter.channel == Channel::Email { mails } else { text_messages };
            let start = format!("| `{}` |", letter.name);
            let row = table.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{start}"));
            for (variable, value) in InWords::new(&letter, "Notes", Language::English).variables() {
                if variable == "text" {
                    for key in value.try_iter().expect("has keys") {
                        assert!(handbook.contains(&format!("`text.{key}`")), "text.{key}");
                    }
                } else if !["lang", "dir"].contains(&variable.as_str()) {
                    assert!(row.contains(&format!("`{variable}`")), "{variable}: {row}");
                }
                if variable != "text" {
                    assert!(handbook.contains(&format!("\n| `{variable}` |")), "{variable}");
                }
            }
        }
    }
}
