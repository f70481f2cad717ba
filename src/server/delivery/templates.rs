//! What mails and text messages there are, what they are about, and the sentences of the built-in templates.

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::Channel;
use crate::locale;
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
    /// What is to be typed or copied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    /// What is to be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    /// For how long it is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<i64>,
    /// The provider that was connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    /// What a passkey is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    passkey: Option<String>,
    /// The address or number that was added or removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
    /// For how many days an invitation is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<i64>,
    /// The site on which a code is to be typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    text: Text,
}

/// The sentences of the built-in templates. A text message has a lead only.
#[derive(Default, Serialize)]
struct Text {
    subject: String,
    title: String,
    preview: String,
    lead: String,
    note: String,
    action: String,
}

impl Letter {
    fn mail(name: &'static str, text: Text) -> Self {
        Self {
            name,
            channel: Channel::Email,
            subject_id: None,
            code: None,
            url: None,
            minutes: None,
            provider: None,
            passkey: None,
            identifier: None,
            days: None,
            domain: None,
            text,
        }
    }

    fn sms(name: &'static str, lead: String) -> Self {
        Self { channel: Channel::Sms, ..Self::mail(name, Text { lead, ..Text::default() }) }
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

    /// It takes the place of what was written before for the same sign-in or sign-up and is not sent yet.
    pub fn instead_of_older_ones_of(self, subject_id: &str) -> Self {
        Self { subject_id: Some(subject_id.to_owned()), ..self }
    }

    /// What a template can make use of.
    pub(super) fn variables(&self) -> BTreeMap<String, Value> {
        let all = Value::from(Serde(self));
        let keys = all.try_iter().into_iter().flatten();
        keys.filter_map(|key| Some((key.as_str()?.to_owned(), all.get_item(&key).ok()?))).collect()
    }
}

/// One of every kind, to try templates out.
pub(super) fn samples() -> Vec<Letter> {
    let (name, url, base_url, minutes) = ("Notes", "https://app.example/sign-in", "https://app.example", 10);
    let code = Code::random();
    vec![
        code_mail(name, &code, minutes),
        reset_code_mail(name, &code, minutes),
        sign_in_link_mail(name, url, minutes),
        sign_up_link_mail(name, url, minutes),
        account_exists_mail(name, url),
        no_account_mail(name, SignUpMode::Public, url),
        account_connected_mail(name, "GitHub", url),
        password_changed_mail(name, url),
        password_added_mail(name, url),
        identifier_added_mail(name, "ada@example.com", url),
        identifier_removed_mail(name, "ada@example.com", url),
        primary_changed_mail(name, "ada@example.com", url),
        address_in_use_mail(name, url),
        account_deleted_mail(name, url),
        passkey_added_mail(name, "My phone", url),
        passkey_removed_mail(name, "My phone", url),
        second_factor_added_mail(name, url),
        second_factor_removed_mail(name, url),
        backup_codes_replaced_mail(name, url),
        backup_code_used_mail(name, url),
        invitation_mail(name, url, 30),
        waitlist_mail(name, base_url),
        code_sms(name, base_url, &code),
        account_exists_sms(name, url),
    ]
}

/// Writes the mail with a code.
pub fn code_mail(app_name: &str, code: &Code, minutes: i64) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::code_subject(app_name, code.expose()),
        title: locale::mail::CODE_TITLE.into(),
        preview: locale::mail::code_preview(minutes),
        lead: locale::mail::code_lead(app_name),
        note: locale::mail::code_note(minutes),
        action: String::new(),
    };
    Letter::mail("verification_code", text).with_code(code).good_for(minutes)
}

/// Writes the mail with a code after which a forgotten password can be replaced.
pub fn reset_code_mail(app_name: &str, code: &Code, minutes: i64) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::reset_code_subject(app_name, code.expose()),
        title: locale::mail::RESET_CODE_TITLE.into(),
        preview: locale::mail::code_preview(minutes),
        lead: locale::mail::reset_code_lead(app_name),
        note: locale::mail::reset_code_note(minutes),
        action: String::new(),
    };
    Letter::mail("reset_password_code", text).with_code(code).good_for(minutes)
}

/// Writes the mail with a link that signs in.
pub fn sign_in_link_mail(app_name: &str, url: &str, minutes: i64) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::sign_in_link_subject(app_name),
        title: locale::mail::SIGN_IN_LINK_TITLE.into(),
        preview: locale::mail::code_preview(minutes),
        lead: locale::mail::sign_in_link_lead(app_name),
        note: locale::mail::link_note(minutes),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("magic_link_sign_in", text).with_url(url).good_for(minutes)
}

/// Writes the mail with a link that proves an address.
pub fn sign_up_link_mail(app_name: &str, url: &str, minutes: i64) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::sign_up_link_subject(app_name),
        title: locale::mail::SIGN_UP_LINK_TITLE.into(),
        preview: locale::mail::code_preview(minutes),
        lead: locale::mail::sign_up_link_lead(app_name),
        note: locale::mail::link_note(minutes),
        action: locale::mail::SIGN_UP_LINK.into(),
    };
    Letter::mail("magic_link_sign_up", text).with_url(url).good_for(minutes)
}

/// Writes the mail to someone who signs up with an address that has an account.
pub fn account_exists_mail(app_name: &str, sign_in_url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::account_exists_subject(app_name),
        title: locale::mail::ACCOUNT_EXISTS_TITLE.into(),
        preview: locale::mail::ACCOUNT_EXISTS_PREVIEW.into(),
        lead: locale::mail::account_exists_lead(app_name),
        note: locale::mail::ACCOUNT_EXISTS_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("account_exists", text).with_url(sign_in_url)
}

/// Writes the mail to someone who signs in with an address that has no account. `url` is where an account is to be had, as far
/// as the mode lets anyone have one.
pub fn no_account_mail(app_name: &str, mode: SignUpMode, url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::no_account_subject(app_name),
        title: locale::mail::NO_ACCOUNT_TITLE.into(),
        preview: locale::mail::NO_ACCOUNT_PREVIEW.into(),
        lead: locale::mail::no_account_lead(app_name, mode),
        note: locale::mail::NO_ACCOUNT_NOTE.into(),
        action: match mode {
            SignUpMode::Public => locale::action::SIGN_UP,
            SignUpMode::Restricted => locale::action::SIGN_IN,
            SignUpMode::Waitlist => locale::waitlist::TITLE,
        }
        .into(),
    };
    Letter::mail("no_account", text).with_url(url)
}

/// Writes the mail to someone who is invited to sign up.
pub fn invitation_mail(app_name: &str, url: &str, days: i64) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::invitation_subject(app_name),
        title: locale::mail::invitation_title(app_name),
        preview: locale::mail::invitation_preview(days),
        lead: locale::mail::invitation_lead(app_name),
        note: locale::mail::invitation_note(days),
        action: locale::mail::INVITATION_LINK.into(),
    };
    let letter = Letter::mail("invitation", text).with_url(url);
    Letter { days: Some(days), ..letter }
}

/// Writes the mail to someone who has put themselves on the waitlist.
pub fn waitlist_mail(app_name: &str, url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::waitlist_subject(app_name),
        title: locale::mail::WAITLIST_TITLE.into(),
        preview: locale::mail::WAITLIST_PREVIEW.into(),
        lead: locale::mail::waitlist_lead(app_name),
        note: locale::mail::WAITLIST_NOTE.into(),
        action: app_name.clone(),
    };
    Letter::mail("waitlist", text).with_url(url)
}

/// Writes the mail to someone whose account can be entered through a provider from now on.
pub fn account_connected_mail(app_name: &str, provider: &str, sign_in_url: &str) -> Letter {
    let (app_name, provider) = (&one_line(app_name), &one_line(provider));
    let text = Text {
        subject: locale::mail::account_connected_subject(app_name, provider),
        title: locale::mail::ACCOUNT_CONNECTED_TITLE.into(),
        preview: locale::mail::ACCOUNT_CONNECTED_PREVIEW.into(),
        lead: locale::mail::account_connected_lead(app_name, provider),
        note: locale::mail::ACCOUNT_CONNECTED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    let letter = Letter::mail("account_connected", text).with_url(sign_in_url);
    Letter { provider: Some(provider.clone()), ..letter }
}

/// Writes the mail to someone whose account can be entered with a passkey from now on.
pub fn passkey_added_mail(app_name: &str, passkey: &str, sign_in_url: &str) -> Letter {
    let (app_name, passkey) = (&one_line(app_name), &one_line(passkey));
    let text = Text {
        subject: locale::mail::passkey_added_subject(app_name),
        title: locale::mail::PASSKEY_ADDED_TITLE.into(),
        preview: locale::mail::PASSKEY_PREVIEW.into(),
        lead: locale::mail::passkey_added_lead(app_name, passkey),
        note: locale::mail::PASSKEY_ADDED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    let letter = Letter::mail("passkey_added", text).with_url(sign_in_url);
    Letter { passkey: Some(passkey.clone()), ..letter }
}

/// Writes the mail to someone one of whose passkeys is one no longer.
pub fn passkey_removed_mail(app_name: &str, passkey: &str, sign_in_url: &str) -> Letter {
    let (app_name, passkey) = (&one_line(app_name), &one_line(passkey));
    let text = Text {
        subject: locale::mail::passkey_removed_subject(app_name),
        title: locale::mail::PASSKEY_REMOVED_TITLE.into(),
        preview: locale::mail::PASSKEY_PREVIEW.into(),
        lead: locale::mail::passkey_removed_lead(app_name, passkey),
        note: locale::mail::PASSKEY_REMOVED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    let letter = Letter::mail("passkey_removed", text).with_url(sign_in_url);
    Letter { passkey: Some(passkey.clone()), ..letter }
}

/// Writes the mail to someone of whom another second factor is asked from now on.
pub fn second_factor_added_mail(app_name: &str, sign_in_url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::second_factor_added_subject(app_name),
        title: locale::mail::SECOND_FACTOR_ADDED_TITLE.into(),
        preview: locale::mail::SECOND_FACTOR_PREVIEW.into(),
        lead: locale::mail::second_factor_added_lead(app_name),
        note: locale::mail::SECOND_FACTOR_ADDED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("second_factor_added", text).with_url(sign_in_url)
}

/// Writes the mail to someone one of whose second factors is asked for no longer.
pub fn second_factor_removed_mail(app_name: &str, sign_in_url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::second_factor_removed_subject(app_name),
        title: locale::mail::SECOND_FACTOR_REMOVED_TITLE.into(),
        preview: locale::mail::SECOND_FACTOR_PREVIEW.into(),
        lead: locale::mail::second_factor_removed_lead(app_name),
        note: locale::mail::SECOND_FACTOR_REMOVED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("second_factor_removed", text).with_url(sign_in_url)
}

/// Writes the mail to someone whose backup codes were replaced by others.
pub fn backup_codes_replaced_mail(app_name: &str, sign_in_url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::backup_codes_replaced_subject(app_name),
        title: locale::mail::BACKUP_CODES_REPLACED_TITLE.into(),
        preview: locale::mail::SECOND_FACTOR_PREVIEW.into(),
        lead: locale::mail::backup_codes_replaced_lead(app_name),
        note: locale::mail::BACKUP_CODES_REPLACED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("backup_codes_replaced", text).with_url(sign_in_url)
}

/// Writes the mail to someone one of whose backup codes was used.
pub fn backup_code_used_mail(app_name: &str, sign_in_url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::backup_code_used_subject(app_name),
        title: locale::mail::BACKUP_CODE_USED_TITLE.into(),
        preview: locale::mail::SECOND_FACTOR_PREVIEW.into(),
        lead: locale::mail::backup_code_used_lead(app_name),
        note: locale::mail::BACKUP_CODE_USED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("backup_code_used", text).with_url(sign_in_url)
}

/// Writes the mail to someone whose password has been replaced.
pub fn password_changed_mail(app_name: &str, sign_in_url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::password_changed_subject(app_name),
        title: locale::mail::PASSWORD_CHANGED_TITLE.into(),
        preview: locale::mail::PASSWORD_CHANGED_PREVIEW.into(),
        lead: locale::mail::password_changed_lead(app_name),
        note: locale::mail::PASSWORD_CHANGED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("password_changed", text).with_url(sign_in_url)
}

/// Writes the mail to someone who has a password for the first time.
pub fn password_added_mail(app_name: &str, sign_in_url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::password_added_subject(app_name),
        title: locale::mail::PASSWORD_ADDED_TITLE.into(),
        preview: locale::mail::PASSWORD_CHANGED_PREVIEW.into(),
        lead: locale::mail::password_added_lead(app_name),
        note: locale::mail::PASSWORD_ADDED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("password_added", text).with_url(sign_in_url)
}

/// Writes the mail to someone whose account goes by an address or number more.
pub fn identifier_added_mail(app_name: &str, identifier: &str, sign_in_url: &str) -> Letter {
    let (app_name, identifier) = (&one_line(app_name), &one_line(identifier));
    let text = Text {
        subject: locale::mail::identifier_added_subject(app_name, identifier),
        title: locale::mail::IDENTIFIER_ADDED_TITLE.into(),
        preview: locale::mail::IDENTIFIER_PREVIEW.into(),
        lead: locale::mail::identifier_added_lead(app_name, identifier),
        note: locale::mail::IDENTIFIER_ADDED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    let letter = Letter::mail("identifier_added", text).with_url(sign_in_url);
    Letter { identifier: Some(identifier.clone()), ..letter }
}

/// Writes the mail to someone whose account goes by an address or number less.
pub fn identifier_removed_mail(app_name: &str, identifier: &str, sign_in_url: &str) -> Letter {
    let (app_name, identifier) = (&one_line(app_name), &one_line(identifier));
    let text = Text {
        subject: locale::mail::identifier_removed_subject(app_name, identifier),
        title: locale::mail::IDENTIFIER_REMOVED_TITLE.into(),
        preview: locale::mail::IDENTIFIER_PREVIEW.into(),
        lead: locale::mail::identifier_removed_lead(app_name, identifier),
        note: locale::mail::IDENTIFIER_CHANGED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    let letter = Letter::mail("identifier_removed", text).with_url(sign_in_url);
    Letter { identifier: Some(identifier.clone()), ..letter }
}

/// Writes the mail to someone who is written to elsewhere from now on.
pub fn primary_changed_mail(app_name: &str, identifier: &str, sign_in_url: &str) -> Letter {
    let (app_name, identifier) = (&one_line(app_name), &one_line(identifier));
    let text = Text {
        subject: locale::mail::primary_changed_subject(app_name, identifier),
        title: locale::mail::PRIMARY_CHANGED_TITLE.into(),
        preview: locale::mail::IDENTIFIER_PREVIEW.into(),
        lead: locale::mail::primary_changed_lead(app_name, identifier),
        note: locale::mail::IDENTIFIER_CHANGED_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    let letter = Letter::mail("primary_identifier_changed", text).with_url(sign_in_url);
    Letter { identifier: Some(identifier.clone()), ..letter }
}

/// Writes the mail to someone whose address somebody would put on another account.
pub fn address_in_use_mail(app_name: &str, sign_in_url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::account_exists_subject(app_name),
        title: locale::mail::ADDRESS_IN_USE_TITLE.into(),
        preview: locale::mail::ADDRESS_IN_USE_PREVIEW.into(),
        lead: locale::mail::address_in_use_lead(app_name),
        note: locale::mail::ACCOUNT_EXISTS_NOTE.into(),
        action: locale::action::SIGN_IN.into(),
    };
    Letter::mail("address_in_use", text).with_url(sign_in_url)
}

/// Writes the mail to someone whose account is gone.
pub fn account_deleted_mail(app_name: &str, url: &str) -> Letter {
    let app_name = &one_line(app_name);
    let text = Text {
        subject: locale::mail::account_deleted_subject(app_name),
        title: locale::mail::ACCOUNT_DELETED_TITLE.into(),
        preview: locale::mail::IDENTIFIER_PREVIEW.into(),
        lead: locale::mail::account_deleted_lead(app_name),
        note: locale::mail::ACCOUNT_DELETED_NOTE.into(),
        action: app_name.clone(),
    };
    Letter::mail("account_deleted", text).with_url(url)
}

/// Writes the text message with a code. Its last line says on which site the code is to be typed, in the form in which
/// phones look for it: they offer the code there and nowhere else. `base_url` is where people reach the app.
pub fn code_sms(app_name: &str, base_url: &str, code: &Code) -> Letter {
    let lead = locale::sms::code(&one_line(app_name), code.expose());
    // Codes are offered on sites with TLS only.
    let site = url::Url::parse(base_url).ok().filter(|url| url.scheme() == "https");
    let domain = match site.as_ref().and_then(url::Url::host) {
        Some(url::Host::Domain(domain)) => Some(domain.to_owned()),
        _ => None,
    };
    Letter { domain, ..Letter::sms("verification_code", lead).with_code(code) }
}

/// Writes the text message to someone who signs up with a number that has an account.
pub fn account_exists_sms(app_name: &str, sign_in_url: &str) -> Letter {
    let lead = locale::sms::account_exists(&one_line(app_name), sign_in_url);
    Letter::sms("account_exists", lead).with_url(sign_in_url)
}

/// A name as it may stand in a header: whatever breaks lines is a space there.
pub(super) fn one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    text.chars().map(visible).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::delivery::{Content, Templates};
    use crate::server::settings::Settings;

    fn written(letter: &Letter) -> Content {
        Templates::load(&Settings::default()).expect("loads").write(letter).expect("is written")
    }

    const EVIL: &str = "<b>Notes</b> & \"Co\"\r\nBcc: eve@evil.example\u{2028}";

    #[test]
    fn text_and_html_say_the_same() {
        let code = Code::typed("012345").expect("a code");
        let mail = written(&code_mail("Notes", &code, 10));
        assert_eq!(mail.subject, "012345 is your Notes verification code");
        let html = mail.html.expect("has HTML");
        for part in ["012345", "10 minutes", "Enter this code to go on with Notes:", "Never tell it to anyone."] {
            assert!(mail.text.contains(part) && html.contains(part), "{part}");
        }
        assert!(mail.text.is_ascii() && html.is_ascii(), "goes through any server as it is");
        assert!(html.lines().all(|line| line.len() < 900), "no line is too long for SMTP");
        let mail = written(&account_exists_mail("Notes", "https://app.example/sign-in"));
        let html = mail.html.expect("has HTML");
        assert!(
            html.contains("href=\"https://app.example/sign-in\"") && mail.text.contains("https://app.example/sign-in")
        );
    }

    #[test]
    fn nothing_is_loaded_from_anywhere() {
        let code = Code::typed("012345").expect("a code");
        let html = written(&code_mail("Notes", &code, 10)).html.expect("has HTML");
        for loading in ["http", "src=", "url(", "@import", "<link", "<img", "<script", "<form"] {
            assert!(!html.contains(loading), "{loading}");
        }
    }

    #[test]
    fn phones_find_the_code_and_the_site() {
        let code = Code::typed("012345").expect("a code");
        let said = |base_url: &str| written(&code_sms("Notes", base_url, &code)).text;
        let sentence = "012345 is your Notes verification code. Never share it.";
        assert_eq!(said("https://app.example"), format!("{sentence}\n\n@app.example #012345"));
        assert_eq!(said("https://app.example:8443"), format!("{sentence}\n\n@app.example #012345"));
        for elsewhere in ["http://localhost:3000", "https://192.0.2.1", "https://[::1]:3000", ""] {
            assert_eq!(said(elsewhere), sentence, "{elsewhere}");
        }
        assert!(said("https://app.example").len() <= 160, "one message");
        let text = written(&code_sms("Notes\n\n@evil.example #666666", "https://app.example", &code)).text;
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines.len(), lines[2]), (3, "@app.example #012345"), "{text}");
    }

    #[test]
    fn names_and_addresses_stay_text() {
        let code = Code::typed("012345").expect("a code");
        let settings = Settings { app_name: EVIL.into(), ..Settings::default() };
        let templates = Templates::load(&settings).expect("loads");
        for letter in [code_mail(EVIL, &code, 10), account_exists_mail(EVIL, "https://app.example/\"><b>x</b>")] {
            let mail = templates.write(&letter).expect("is written");
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
            for (variable, value) in letter.variables() {
                if variable == "text" {
                    for key in value.try_iter().expect("has keys") {
                        assert!(handbook.contains(&format!("`text.{key}`")), "text.{key}");
                    }
                } else {
                    assert!(row.contains(&format!("`{variable}`")), "{variable}: {row}");
                    assert!(handbook.contains(&format!("\n| `{variable}` |")), "{variable}");
                }
            }
        }
    }
}
