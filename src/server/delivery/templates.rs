//! What mails say, as text and as HTML, and what text messages say. Both forms of a mail are made of the same sentences,
//! so that neither tells more than the other.

use super::Content;
use crate::locale;
use crate::server::crypto::Code;
use crate::server::html::escape;

/// What a mail is about.
enum Subject<'a> {
    /// A code to be typed or copied.
    Code(&'a str),
    /// A link to be followed, and what it is called.
    Link(&'a str, &'a str),
}

/// A mail before it is put into words: a title, a sentence, the thing itself, and what else there is to say.
struct Letter<'a> {
    app_name: &'a str,
    preview: &'a str,
    title: &'a str,
    lead: &'a str,
    subject: Subject<'a>,
    note: &'a str,
}

/// Writes the mail with a code.
pub fn code_mail(app_name: &str, code: &Code, minutes: i64) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: &locale::mail::code_preview(minutes),
        title: locale::mail::CODE_TITLE,
        lead: &locale::mail::code_lead(app_name),
        subject: Subject::Code(code.expose()),
        note: &locale::mail::code_note(minutes),
    };
    letter.content(locale::mail::code_subject(app_name, code.expose()))
}

/// Writes the mail with a code after which a forgotten password can be replaced.
pub fn reset_code_mail(app_name: &str, code: &Code, minutes: i64) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: &locale::mail::code_preview(minutes),
        title: locale::mail::RESET_CODE_TITLE,
        lead: &locale::mail::reset_code_lead(app_name),
        subject: Subject::Code(code.expose()),
        note: &locale::mail::reset_code_note(minutes),
    };
    letter.content(locale::mail::reset_code_subject(app_name, code.expose()))
}

/// Writes the mail with a link that signs in.
pub fn sign_in_link_mail(app_name: &str, url: &str, minutes: i64) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: &locale::mail::code_preview(minutes),
        title: locale::mail::SIGN_IN_LINK_TITLE,
        lead: &locale::mail::sign_in_link_lead(app_name),
        subject: Subject::Link(url, locale::action::SIGN_IN),
        note: &locale::mail::link_note(minutes),
    };
    letter.content(locale::mail::sign_in_link_subject(app_name))
}

/// Writes the mail with a link that proves an address.
pub fn sign_up_link_mail(app_name: &str, url: &str, minutes: i64) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: &locale::mail::code_preview(minutes),
        title: locale::mail::SIGN_UP_LINK_TITLE,
        lead: &locale::mail::sign_up_link_lead(app_name),
        subject: Subject::Link(url, locale::mail::SIGN_UP_LINK),
        note: &locale::mail::link_note(minutes),
    };
    letter.content(locale::mail::sign_up_link_subject(app_name))
}

/// Writes the mail to someone who signs up with an address that has an account.
pub fn account_exists_mail(app_name: &str, sign_in_url: &str) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: locale::mail::ACCOUNT_EXISTS_PREVIEW,
        title: locale::mail::ACCOUNT_EXISTS_TITLE,
        lead: &locale::mail::account_exists_lead(app_name),
        subject: Subject::Link(sign_in_url, locale::action::SIGN_IN),
        note: locale::mail::ACCOUNT_EXISTS_NOTE,
    };
    letter.content(locale::mail::account_exists_subject(app_name))
}

/// Writes the mail to someone who signs in with an address that has no account.
pub fn no_account_mail(app_name: &str, sign_up_url: &str) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: locale::mail::NO_ACCOUNT_PREVIEW,
        title: locale::mail::NO_ACCOUNT_TITLE,
        lead: &locale::mail::no_account_lead(app_name),
        subject: Subject::Link(sign_up_url, locale::action::SIGN_UP),
        note: locale::mail::NO_ACCOUNT_NOTE,
    };
    letter.content(locale::mail::no_account_subject(app_name))
}

/// Writes the mail to someone who is invited to sign up.
pub fn invitation_mail(app_name: &str, url: &str, days: i64) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: &locale::mail::invitation_preview(days),
        title: &locale::mail::invitation_title(app_name),
        lead: &locale::mail::invitation_lead(app_name),
        subject: Subject::Link(url, locale::mail::INVITATION_LINK),
        note: &locale::mail::invitation_note(days),
    };
    letter.content(locale::mail::invitation_subject(app_name))
}

/// Writes the mail to someone who has put themselves on the waitlist.
pub fn waitlist_mail(app_name: &str, url: &str) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: locale::mail::WAITLIST_PREVIEW,
        title: locale::mail::WAITLIST_TITLE,
        lead: &locale::mail::waitlist_lead(app_name),
        subject: Subject::Link(url, app_name),
        note: locale::mail::WAITLIST_NOTE,
    };
    letter.content(locale::mail::waitlist_subject(app_name))
}

/// Writes the mail to someone whose account can be entered through a provider from now on.
pub fn account_connected_mail(app_name: &str, provider: &str, sign_in_url: &str) -> Content {
    let (app_name, provider) = (&one_line(app_name), &one_line(provider));
    let letter = Letter {
        app_name,
        preview: locale::mail::ACCOUNT_CONNECTED_PREVIEW,
        title: locale::mail::ACCOUNT_CONNECTED_TITLE,
        lead: &locale::mail::account_connected_lead(app_name, provider),
        subject: Subject::Link(sign_in_url, locale::action::SIGN_IN),
        note: locale::mail::ACCOUNT_CONNECTED_NOTE,
    };
    letter.content(locale::mail::account_connected_subject(app_name, provider))
}

/// Writes the mail to someone whose account can be entered with a passkey from now on.
pub fn passkey_added_mail(app_name: &str, passkey: &str, sign_in_url: &str) -> Content {
    let (app_name, passkey) = (&one_line(app_name), &one_line(passkey));
    let letter = Letter {
        app_name,
        preview: locale::mail::PASSKEY_PREVIEW,
        title: locale::mail::PASSKEY_ADDED_TITLE,
        lead: &locale::mail::passkey_added_lead(app_name, passkey),
        subject: Subject::Link(sign_in_url, locale::action::SIGN_IN),
        note: locale::mail::PASSKEY_ADDED_NOTE,
    };
    letter.content(locale::mail::passkey_added_subject(app_name))
}

/// Writes the mail to someone one of whose passkeys is one no longer.
pub fn passkey_removed_mail(app_name: &str, passkey: &str, sign_in_url: &str) -> Content {
    let (app_name, passkey) = (&one_line(app_name), &one_line(passkey));
    let letter = Letter {
        app_name,
        preview: locale::mail::PASSKEY_PREVIEW,
        title: locale::mail::PASSKEY_REMOVED_TITLE,
        lead: &locale::mail::passkey_removed_lead(app_name, passkey),
        subject: Subject::Link(sign_in_url, locale::action::SIGN_IN),
        note: locale::mail::PASSKEY_REMOVED_NOTE,
    };
    letter.content(locale::mail::passkey_removed_subject(app_name))
}

/// Writes the mail to someone whose password has been replaced.
pub fn password_changed_mail(app_name: &str, sign_in_url: &str) -> Content {
    let app_name = &one_line(app_name);
    let letter = Letter {
        app_name,
        preview: locale::mail::PASSWORD_CHANGED_PREVIEW,
        title: locale::mail::PASSWORD_CHANGED_TITLE,
        lead: &locale::mail::password_changed_lead(app_name),
        subject: Subject::Link(sign_in_url, locale::action::SIGN_IN),
        note: locale::mail::PASSWORD_CHANGED_NOTE,
    };
    letter.content(locale::mail::password_changed_subject(app_name))
}

/// Writes the text message with a code. Its last line says on which site the code is to be typed, in the form in which
/// phones look for it: they offer the code there and nowhere else. `base_url` is where people reach the app.
pub fn code_sms(app_name: &str, base_url: &str, code: &Code) -> Content {
    let mut text = locale::sms::code(&one_line(app_name), code.expose());
    // Codes are offered on sites with TLS only.
    let site = url::Url::parse(base_url).ok().filter(|url| url.scheme() == "https");
    if let Some(url::Host::Domain(domain)) = site.as_ref().and_then(url::Url::host) {
        text = format!("{text}\n\n@{domain} #{}", code.expose());
    }
    Content { subject: String::new(), text, html: None, code: Some(code.expose().to_owned()), link: None }
}

/// Writes the text message to someone who signs up with a number that has an account.
pub fn account_exists_sms(app_name: &str, sign_in_url: &str) -> Content {
    let text = locale::sms::account_exists(&one_line(app_name), sign_in_url);
    Content { subject: String::new(), text, html: None, code: None, link: Some(sign_in_url.to_owned()) }
}

/// A name as it may stand in a header: whatever breaks lines is a space there.
fn one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    text.chars().map(visible).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Letter<'_> {
    fn content(&self, subject: String) -> Content {
        let (code, link) = match self.subject {
            Subject::Code(code) => (Some(code.to_owned()), None),
            Subject::Link(url, _) => (None, Some(url.to_owned())),
        };
        Content { subject, text: self.text(), html: Some(self.html()), code, link }
    }

    fn text(&self) -> String {
        let (Subject::Code(thing) | Subject::Link(thing, _)) = self.subject;
        format!("{}\n\n    {thing}\n\n{}\n", self.lead, self.note)
    }

    /// A card on a quiet ground. Mail programs know tables and inline styles; those that know more get the dark scheme.
    /// Nothing in it is loaded from anywhere.
    fn html(&self) -> String {
        let [app_name, preview, title, lead, note] =
            [self.app_name, self.preview, self.title, self.lead, self.note].map(escape);
        let subject = match self.subject {
            // Digits alone, set apart by style and not by spaces: so they are copied as they are typed.
            Subject::Code(code) => format!(
                "<p class=\"box ink\" style=\"margin:0;padding:18px 12px 18px 20px;border-radius:10px;\
                 background:#f4f4f6;color:#17181c;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;\
                 font-size:34px;line-height:40px;font-weight:600;letter-spacing:8px;text-align:center;\
                 -webkit-user-select:all;user-select:all\">{}</p>",
                escape(code),
            ),
            Subject::Link(url, name) => format!(
                "<p style=\"margin:0\"><a class=\"button\" href=\"{url}\" style=\"display:inline-block;padding:12px 22px;\
                 border-radius:8px;background:#222329;color:#ffffff;font-size:15px;line-height:20px;font-weight:600;\
                 text-decoration:none\">{name}</a></p>\n\
                 <p class=\"quiet\" style=\"margin:12px 0 0;color:#60626d;font-size:13px;line-height:20px;\
                 word-break:break-all\">{url}</p>",
                url = escape(url),
                name = escape(name),
            ),
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
             <meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
             <body class=\"ground\" style=\"margin:0;padding:0;background:#f7f7f8\">\n\
             <div style=\"display:none;max-height:0;max-width:0;overflow:hidden;opacity:0\">{preview}</div>\n\
             <table role=\"presentation\" class=\"ground\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
             border=\"0\" style=\"background:#f7f7f8\">\n<tr><td align=\"center\" style=\"padding:40px 16px\">\n\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
             style=\"max-width:460px;font-family:{FONTS}\">\n\
             <tr><td class=\"quiet\" align=\"center\" style=\"padding:0 0 20px;color:#60626d;font-size:15px;\
             line-height:20px;font-weight:600;word-break:break-word\">{app_name}</td></tr>\n\
             <tr><td class=\"card\" style=\"padding:32px;border:1px solid #e3e3e8;border-radius:16px;\
             background:#ffffff\">\n\
             <h1 class=\"ink\" style=\"margin:0 0 8px;color:#17181c;font-size:21px;line-height:28px;font-weight:600;\
             letter-spacing:-0.01em\">{title}</h1>\n\
             <p class=\"quiet\" style=\"margin:0 0 24px;color:#60626d;font-size:15px;line-height:23px\">{lead}</p>\n\
             {subject}\n\
             <p class=\"quiet\" style=\"margin:24px 0 0;color:#60626d;font-size:13px;line-height:20px\">{note}</p>\n\
             </td></tr>\n</table>\n</td></tr>\n</table>\n</body>\n</html>\n"
        )
    }
}

const FONTS: &str = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/// The dark scheme. What stands inline is stronger than any rule that is not `!important`.
const STYLE: &str = "\
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: #121316 !important; }
  .card { background: #1a1b1f !important; border-color: #2d2e35 !important; }
  .box { background: #25262c !important; }
  .ink { color: #f3f3f5 !important; }
  .quiet { color: #a4a6b1 !important; }
  .button { background: #f3f3f5 !important; color: #17181b !important; }
}
@media (max-width: 30em) { .card { padding: 24px !important; } }
";

#[cfg(test)]
mod tests {
    use super::*;

    const EVIL: &str = "<b>Notes</b> & \"Co\"\r\nBcc: eve@evil.example\u{2028}";

    #[test]
    fn text_and_html_say_the_same() {
        let code = Code::typed("012345").expect("a code");
        let mail = code_mail("Notes", &code, 10);
        assert_eq!(mail.subject, "012345 is your Notes verification code");
        let html = mail.html.expect("has HTML");
        for part in ["012345", "10 minutes", "Enter this code to go on with Notes:", "Never tell it to anyone."] {
            assert!(mail.text.contains(part) && html.contains(part), "{part}");
        }
        assert!(mail.text.is_ascii() && html.is_ascii(), "goes through any server as it is");
        assert!(html.lines().all(|line| line.len() < 900), "no line is too long for SMTP");
        let mail = account_exists_mail("Notes", "https://app.example/sign-in");
        let html = mail.html.expect("has HTML");
        assert!(
            html.contains("href=\"https://app.example/sign-in\"") && mail.text.contains("https://app.example/sign-in")
        );
    }

    #[test]
    fn nothing_is_loaded_from_anywhere() {
        let code = Code::typed("012345").expect("a code");
        let html = code_mail("Notes", &code, 10).html.expect("has HTML");
        for loading in ["http", "src=", "url(", "@import", "<link", "<img", "<script", "<form"] {
            assert!(!html.contains(loading), "{loading}");
        }
    }

    #[test]
    fn phones_find_the_code_and_the_site() {
        let code = Code::typed("012345").expect("a code");
        let said = |base_url: &str| code_sms("Notes", base_url, &code).text;
        let sentence = "012345 is your Notes verification code. Never share it.";
        assert_eq!(said("https://app.example"), format!("{sentence}\n\n@app.example #012345"));
        assert_eq!(said("https://app.example:8443"), format!("{sentence}\n\n@app.example #012345"));
        for elsewhere in ["http://localhost:3000", "https://192.0.2.1", "https://[::1]:3000", ""] {
            assert_eq!(said(elsewhere), sentence, "{elsewhere}");
        }
        assert!(said("https://app.example").len() <= 160, "one message");
        let text = code_sms("Notes\n\n@evil.example #666666", "https://app.example", &code).text;
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines.len(), lines[2]), (3, "@app.example #012345"), "{text}");
    }

    #[test]
    fn names_and_addresses_stay_text() {
        let code = Code::typed("012345").expect("a code");
        for mail in [code_mail(EVIL, &code, 10), account_exists_mail(EVIL, "https://app.example/\"><b>x</b>")] {
            assert!(!mail.subject.chars().any(char::is_control), "{:?}", mail.subject);
            let html = mail.html.expect("has HTML");
            assert!(!html.contains("<b>") && html.contains("&lt;b&gt;Notes&lt;/b&gt; &amp; &quot;Co&quot; Bcc: eve"));
        }
    }
}
