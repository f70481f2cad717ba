//! The names of domains: how they are read, and which are nobody's own.

use crate::model::{ApiError, ErrorCode, Field};
use crate::server::flows::{identifier, restrictions};

/// Where everyone can have a mailbox.
const COMMON: &str = "
    126.com 139.com 163.com 189.cn 21cn.com aim.com alice.it aliceadsl.fr aliyun.com aol.com appleid.com arcor.de att.net
    bbox.fr bell.net bellsouth.net bigmir.net bigpond.com bk.ru bluebottle.com bluewin.ch blueyonder.co.uk bol.com.br
    btinternet.com btopenworld.com cableone.net casema.nl centrum.cz centurylink.net charter.net chello.nl club-internet.fr
    comcast.net cox.net daum.net docomo.ne.jp duck.com earthlink.net eircom.net email.com email.cz email.it ewe.net
    ewetel.net ezweb.ne.jp fastmail.com fastmail.fm foxmail.com free.fr freemail.hu freenet.de frontier.com gmail.com
    googlemail.com hanmail.net hetnet.nl hey.com hispeed.ch home.nl hushmail.com i.softbank.jp i.ua icloud.com ig.com.br
    inbox.lv inbox.ru interia.pl internode.on.net inwind.it iol.it juno.com kabelmail.de kakao.com keemail.me kpnmail.nl
    laposte.net libero.it list.ru mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org mailfence.com mchsi.com
    me.com meta.ua movistar.es mozmail.com msn.com mynet.com nate.com naver.com netcologne.de neuf.fr ntlworld.com
    ntlworld.ie numericable.fr o2.pl onet.pl online.de online.no op.pl optonline.net optusnet.com.au orange.fr osnanet.de
    passport.com passport.net planet.nl plus.net plusnet.com pm.me poczta.fm post.cz posteo.de privaterelay.appleid.com
    proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com roadrunner.com rocketmail.com rogers.com rr.com
    runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca simplelogin.com sina.cn sina.com sky.com skynet.be sohu.com
    startmail.com suddenlink.net swisscom.com sympatico.ca t-online.de talktalk.net tele2.it telefonica.net telenet.be
    teletu.it telia.com telstra.com telus.net terra.com.br terra.es tin.it tiscali.it tuta.com tuta.io tutamail.com
    tutanota.com tutanota.de tutanota.org ukr.net unitybox.de uol.com.br upcmail.nl verizon.net versatel.nl videotron.ca
    virgilio.it virginmedia.com vodafone.de vodafone.it vodafonemail.de walla.co.il walla.com wanadoo.fr web.de
    windstream.net wp.pl xs4all.nl ya.ru yandex.com yandex.ru yeah.net ymail.com ziggo.nl zoho.com zohomail.com
";

/// The same under many countries' names: `yahoo.fr`, `yahoo.co.jp`, `yahoo.com.br`.
const COMMON_EVERYWHERE: &[&str] = &["aol", "gmx", "hotmail", "live", "outlook", "windowslive", "yahoo", "yandex"];

/// Reads the name of a domain, as it is compared: small ASCII letters, as mail servers know it. What people write in letters of
/// their own is put into those (UTS 46).
///
/// # Errors
/// Of the field `name`: `form_param_missing`; `form_param_format_invalid` if no e-mail address could be in it;
/// `organization_domain_common` if everyone's could.
pub fn typed(text: &str) -> Result<String, ApiError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Name));
    }
    let wrong = || ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Name);
    let name = compared(text).ok_or_else(wrong)?;
    // As an address in it is read.
    let address = identifier::email_address(&format!("a@{name}")).map_err(|_| wrong())?;
    if of_address(&address.normalized) != Some(name.as_str()) || !name.split('.').all(is_label) {
        return Err(wrong());
    }
    match is_common(&name) || restrictions::is_disposable(&name) {
        true => Err(ApiError::of(ErrorCode::OrganizationDomainCommon, Field::Name)),
        false => Ok(name),
    }
}

/// A name as it is compared, whether or not a domain may be called so; `None` if it is none.
pub fn compared(text: &str) -> Option<String> {
    // An address escapes what it cannot hold; a name that is typed does not.
    if text.contains('%') {
        return None;
    }
    match url::Host::parse(text.trim()) {
        Ok(url::Host::Domain(name)) => Some(name),
        _ => None,
    }
}

/// Whether it may stand between two dots of a host's name (RFC 1123 section 2.1).
fn is_label(text: &str) -> bool {
    let is_inside = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (1..=63).contains(&text.len()) && is_inside && !text.starts_with('-') && !text.ends_with('-')
}

/// The domain of an e-mail address that was read before.
pub fn of_address(normalized: &str) -> Option<&str> {
    normalized.rsplit_once('@').map(|(_, domain)| domain)
}

/// Whether everyone can have an address in a domain, or in one above it.
fn is_common(name: &str) -> bool {
    let mut rest = Some(name);
    while let Some(domain) = rest {
        if COMMON.split_ascii_whitespace().any(|common| common == domain) || is_everywhere(domain) {
            return true;
        }
        rest = domain.split_once('.').map(|(_, above)| above);
    }
    false
}

fn is_everywhere(name: &str) -> bool {
    let Some((first, rest)) = name.split_once('.') else { return false };
    let country = rest.strip_prefix("co.").or_else(|| rest.strip_prefix("com.")).unwrap_or(rest);
    COMMON_EVERYWHERE.contains(&first) && !country.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> ErrorCode {
        typed(text).expect_err(text).code
    }

    #[test]
    fn names_are_read_as_mail_servers_know_them() {
        for (text, name) in [
            ("acme.example", "acme.example"),
            ("  Acme.Example ", "acme.example"),
            ("mail.acme.co.uk", "mail.acme.co.uk"),
            ("büro.example", "xn--bro-hoa.example"),
            ("BÜRO.example", "xn--bro-hoa.example"),
            ("xn--bro-hoa.example", "xn--bro-hoa.example"),
            ("acme\u{3002}example", "acme.example"),
            ("ａｃｍｅ.example", "acme.example"),
        ] {
            assert_eq!(typed(text).expect(text), name);
        }
        assert_eq!(refusal("  "), ErrorCode::FormParamMissing);
        let long = format!("{}.example", "a".repeat(64));
        for bad in [
            "acme",
            "localhost",
            "acme.",
            ".example",
            "acme..example",
            "acme.example.",
            "a@acme.example",
            "@acme.example",
            "acme.example/x",
            "https://acme.example",
            "acme.example:25",
            "acme_x.example",
            "-acme.example",
            "acme example.com",
            "acme.example\0",
            "acme.example\nevil.example",
            "ac%6de.example",
            "127.0.0.1",
            "0x7f.1",
            "[::1]",
            "xn--a.example",
            "*.example",
            &long,
        ] {
            assert_eq!(refusal(bad), ErrorCode::FormParamFormatInvalid, "{bad:?}");
        }
    }

    #[test]
    fn what_is_everyone_s_is_nobody_s_own() {
        for common in [
            "gmail.com",
            "GMAIL.com",
            "yahoo.fr",
            "yahoo.co.jp",
            "yahoo.com.br",
            "hotmail.com",
            "box.gmail.com",
            "mailinator.com",
            "box.mailinator.com",
            "zohomail.com",
            "126.com",
        ] {
            assert_eq!(refusal(common), ErrorCode::OrganizationDomainCommon, "{common}");
        }
        for own in ["notgmail.com", "gmail.com.example", "outlook.acme.example", "live.bbc.co.uk", "acme.yahoo"] {
            assert!(typed(own).is_ok(), "{own}");
        }
    }
}
