//! What a text has to be to lead somewhere.

/// Whether a text can be the address of a link: a path of this site, or a page elsewhere.
pub fn is_link(text: &str) -> bool {
    let is_elsewhere = url::Url::parse(text).is_ok_and(|url| url.scheme() == "https");
    is_path(text) || (is_elsewhere && text.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Whether a text is a path of this site.
pub fn is_path(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_plain && text.starts_with('/') && !text.starts_with("//")
}

/// Whether a text is scheme, host and perhaps port, and nothing else.
pub(in crate::server::settings) fn is_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    matches!(scheme, "http" | "https")
        && !rest.is_empty()
        && text.parse::<http::Uri>().is_ok_and(|uri| {
            uri.path() == "/" && uri.query().is_none() && uri.authority().is_some_and(|a| !a.as_str().contains('@'))
        })
        && !rest.ends_with('/')
}

/// Whether an address is one that passkeys can be for: that of a name, not of a number.
pub fn has_domain(base_url: &str) -> bool {
    url::Url::parse(base_url).is_ok_and(|url| url.domain().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        for good in ["http://localhost:3000", "https://app.example"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in ["", "app.example", "https://", "https://a/", "https://a/b", "https://a?b", "https://u@a", "ftp://a"]
        {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
