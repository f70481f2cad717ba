//! Who is asking, as far as HTTP says.

use std::net::{IpAddr, SocketAddr};
use std::sync::Once;

use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use axum::http::{Extensions, HeaderMap, HeaderValue};

use super::cookies;
use super::organization_path::NamedOrganization;
use crate::server::Language;
use crate::server::crypto::Secret;
use crate::server::flows::Visitor;
use crate::server::settings::Settings;

/// Reads it from a request.
pub fn visitor(settings: &Settings, headers: &HeaderMap, extensions: &Extensions) -> Visitor {
    let offered = match settings.locales.as_slice() {
        [] => Language::ALL,
        some => some,
    };
    Visitor {
        ip: ip(settings, headers, extensions),
        user_agent: headers.get(USER_AGENT).and_then(user_agent),
        language: headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|text| text.to_str().ok())
            .and_then(|text| Language::asked_for(text, offered)),
        client_token: cookies::client_token(settings, headers),
        ticket: cookies::ticket(settings, headers),
        testing_token: cookies::value(headers, cookies::TESTING_TOKEN).map(Secret::new),
        bound_for: None,
        organization: extensions.get::<NamedOrganization>().map(|named| named.name.clone()),
        for_actors: false,
    }
}

/// The address that a request came from.
pub fn ip(settings: &Settings, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if peer.is_none() && !headers.is_empty() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            tracing::error!("no peer addresses: serve with into_make_service_with_connect_info::<SocketAddr>()");
        });
    }
    peer.map(|peer| address(settings, peer, headers))
}

/// What a browser calls itself, as long as any that a browser sends.
pub fn user_agent(header: &HeaderValue) -> Option<String> {
    Some(header.to_str().ok()?.chars().take(512).collect())
}

/// The address that the request came from: the peer's, or where that is a proxy that is trusted, the nearest one in
/// `X-Forwarded-For` that is not. What stands to the left of that anyone can have written.
fn address(settings: &Settings, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let trusted = |ip: IpAddr| settings.security.trusted_proxies.iter().any(|net| net.contains(&ip.to_canonical()));
    if !trusted(peer) {
        return peer;
    }
    // Of bytes: whoever writes what is no text to the left of a proxy's address does not hide behind it.
    let forwarded: Vec<&[u8]> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b','))
        .collect();
    let mut nearest = peer;
    for hop in forwarded.iter().rev() {
        let Some(ip) = std::str::from_utf8(hop).ok().and_then(|hop| hop_address(hop.trim())) else { break };
        nearest = ip;
        if !trusted(ip) {
            break;
        }
    }
    nearest
}

/// Some proxies add the port.
fn hop_address(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(trusted: &[&str], peer: &str, forwarded: &[&'static str]) -> String {
        let mut settings = Settings::default();
        settings.security.trusted_proxies = trusted.iter().map(|net| net.parse().expect("a network")).collect();
        let mut headers = HeaderMap::new();
        for header in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_bytes(header.as_bytes()).expect("a header"));
        }
        address(&settings, peer.parse().expect("an address"), &headers).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(seen(&[], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", &["1.2.3.4, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", &["1.2.3.4", "203.0.113.9, 10.0.0.7"]), "203.0.113.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", &["é, 203.0.113.9, 10.0.0.7"]), "203.0.113.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", &["203.0.113.9:5678"]), "203.0.113.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(seen(&["10.0.0.0/8"], "::ffff:10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
    }
}
