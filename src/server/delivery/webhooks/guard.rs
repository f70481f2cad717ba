//! Where webhooks may go: to addresses on the public internet, and to nothing of ours. A URL is checked as it is written; a
//! name is resolved, every address that it has is checked, and the connection goes to those and to no other, so that a name
//! that means something else a moment later leads nowhere else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, LazyLock};

use ipnet::{Ipv4Net, Ipv6Net};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Why a webhook does not go there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no URL.
    #[error("is no URL")]
    NoUrl,
    /// Longer than any that there is, in bytes.
    #[error("is longer than 2048 bytes")]
    TooLong,
    /// Another scheme than the one that there is.
    #[error("begins with https://")]
    Scheme,
    /// A name and a password would be stored, and shown, as they are.
    #[error("has no user and no password in it")]
    Credentials,
    /// An address that is not on the public internet.
    #[error("leads to {0}, which is not on the public internet")]
    Address(IpAddr),
}

/// Those networks that are not for everyone: the special-purpose registries of IANA for IPv4 (RFC 6890 and its updates), and
/// an address of a cloud's own that looks like any other.
const IPV4: [&str; 17] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
];

/// Of IPv6 only what is given out is for everyone (2000::/3), without what in there is for protocols (with Teredo), for
/// documents, or leads to an IPv4 address (6to4).
const IPV6: [&str; 4] = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

static REFUSED_IPV4: LazyLock<Vec<Ipv4Net>> =
    LazyLock::new(|| IPV4.iter().filter_map(|net| net.parse().ok()).collect());
static REFUSED_IPV6: LazyLock<Vec<Ipv6Net>> =
    LazyLock::new(|| IPV6.iter().filter_map(|net| net.parse().ok()).collect());

/// What a name that is resolved for a gateway between IPv6 and IPv4 begins with (RFC 6052 section 2.1).
const NAT64: [u16; 6] = [0x64, 0xff9b, 0, 0, 0, 0];

fn is_public_v4(ip: Ipv4Addr) -> bool {
    // 224.0.0.0/4 is multicast, 240.0.0.0/4 reserved, with the broadcast address at its end.
    ip.octets()[0] < 224 && !REFUSED_IPV4.iter().any(|net| net.contains(&ip))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(ip) = ip.to_ipv4_mapped() {
        return is_public_v4(ip);
    }
    if ip.segments()[..6] == NAT64 {
        let [.., a, b, c, d] = ip.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    ip.segments()[0] & 0xe000 == 0x2000 && !REFUSED_IPV6.iter().any(|net| net.contains(&ip))
}

/// What names mean.
pub trait Names: Send + Sync {
    /// The addresses of a name.
    fn resolve(&self, name: String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;
}

/// As the system has it.
struct System;

impl Names for System {
    fn resolve(&self, name: String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect()) })
    }
}

/// Says where webhooks may go.
#[derive(Clone)]
pub struct Guard {
    names: Arc<dyn Names>,
    loopback: bool,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("loopback", &self.loopback).finish_non_exhaustive()
    }
}

impl Guard {
    /// One that lets them also to this machine itself, if that is asked for.
    pub fn new(loopback: bool) -> Self {
        Self { names: Arc::new(System), loopback }
    }

    #[cfg(test)]
    fn with(names: Arc<dyn Names>, loopback: bool) -> Self {
        Self { names, loopback }
    }

    fn allows(&self, ip: IpAddr) -> Result<(), Refused> {
        let is_public = match ip {
            IpAddr::V4(ip) => is_public_v4(ip),
            IpAddr::V6(ip) => is_public_v6(ip),
        };
        match is_public || (self.loopback && ip.to_canonical().is_loopback()) {
            true => Ok(()),
            false => Err(Refused::Address(ip)),
        }
    }

    /// Reads a URL, and refuses one that by itself leads where no webhook goes. What it means is what it means to the browsers
    /// (WHATWG URL): `https://0177.1/` is `https://127.0.0.1/`.
    pub fn read(&self, url: &str) -> Result<Url, Refused> {
        if url.len() > 2048 {
            return Err(Refused::TooLong);
        }
        let url = Url::parse(url).map_err(|_| Refused::NoUrl)?;
        let ip = match url.host() {
            None => return Err(Refused::NoUrl),
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            Some(Host::Domain(name)) => is_localhost(name).then_some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        };
        if let Some(ip) = ip {
            self.allows(ip)?;
        }
        // In clear only to this machine itself.
        let is_here = ip.is_some_and(|ip| ip.to_canonical().is_loopback());
        if url.scheme() != "https" && !(url.scheme() == "http" && is_here) {
            return Err(Refused::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Credentials);
        }
        Ok(url)
    }
}

impl Guard {
    /// The same of a URL that somebody else is to go to, and of what its name means now. What has no meaning yet leads nowhere.
    pub async fn look_up(&self, url: &str) -> Result<Url, Refused> {
        let url = self.read(url)?;
        if let Some(Host::Domain(name)) = url.host()
            && let Ok(addresses) = self.names.resolve(name.to_owned()).await
        {
            addresses.into_iter().try_for_each(|ip| self.allows(ip))?;
        }
        Ok(url)
    }
}

/// Whether a name is that of this machine, wherever it is asked (RFC 6761 section 6.3).
fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, name) = (self.clone(), name.as_str().to_owned());
        Box::pin(async move {
            let addresses = guard.names.resolve(name).await?;
            // One that is not for us is enough: whoever has put it there has not done so by chance.
            for ip in &addresses {
                guard.allows(*ip)?;
            }
            let addresses: Addrs = Box::new(addresses.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn networks_are_networks() {
        assert_eq!((REFUSED_IPV4.len(), REFUSED_IPV6.len()), (IPV4.len(), IPV6.len()));
    }

    #[test]
    fn only_public_addresses_are_public() {
        let guard = Guard::new(false);
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "64:ff9b::808:808",
        ] {
            assert_eq!(guard.allows(public.parse().expect("an address")), Ok(()), "{public}");
        }
        for ours in [
            "0.0.0.0",
            "10.255.0.1",
            "100.64.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.31.255.255",
            "192.168.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "fec0::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "4000::1",
        ] {
            let ip: IpAddr = ours.parse().expect("an address");
            assert_eq!(guard.allows(ip), Err(Refused::Address(ip)), "{ours}");
        }
    }

    #[test]
    fn this_machine_is_reached_only_where_it_is_allowed() {
        for url in ["http://127.0.0.1:8/x", "http://localhost:8/", "http://[::1]/", "http://api.localhost./"] {
            assert!(matches!(Guard::new(false).read(url), Err(Refused::Address(_))), "{url}");
            assert!(Guard::new(true).read(url).is_ok(), "{url}");
        }
        for (url, why) in [
            ("http://hooks.example/", Refused::Scheme),
            ("ftp://hooks.example/", Refused::Scheme),
            ("https://ada:hunter2@hooks.example/", Refused::Credentials),
            ("https://", Refused::NoUrl),
            ("hooks.example", Refused::NoUrl),
            ("data:text/plain,x", Refused::NoUrl),
        ] {
            assert_eq!(Guard::new(true).read(url), Err(why), "{url}");
        }
        let ip = "192.168.0.1".parse().expect("an address");
        assert_eq!(Guard::new(true).read("http://192.168.0.1/"), Err(Refused::Address(ip)));
        assert_eq!(
            Guard::new(true).read(&format!("https://hooks.example/{}", "x".repeat(2048))),
            Err(Refused::TooLong)
        );
    }

    /// Public by rule, and given to nobody.
    const NOBODY: &str = "2000::1";

    /// A name that means something else each time it is asked.
    struct Flipping {
        answers: Mutex<Vec<Vec<&'static str>>>,
        asked: AtomicUsize,
    }

    impl Names for Flipping {
        fn resolve(&self, _: String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>> {
            let number = self.asked.fetch_add(1, Ordering::Relaxed);
            let answers = self.answers.lock().expect("not poisoned");
            let answer = answers[number % answers.len()].iter().map(|ip| ip.parse().expect("an address")).collect();
            Box::pin(async move { Ok(answer) })
        }
    }

    /// How often a listener on this machine is reached by requests to a name with these meanings.
    async fn reached(answers: &[&[&'static str]], requests: usize) -> (usize, usize) {
        let canary = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = canary.local_addr().expect("an address").port();
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let listening = tokio::spawn(async move {
            while canary.accept().await.is_ok() {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
        let names = Flipping {
            answers: Mutex::new(answers.iter().map(|ips| ips.to_vec()).collect()),
            asked: AtomicUsize::new(0),
        };
        let names = Arc::new(names);
        let guard = Guard::with(Arc::clone(&names) as Arc<dyn Names>, false);
        let client = super::super::request::client(guard, std::time::Duration::from_millis(200)).expect("a client");
        for _ in 0..requests {
            client.get(format!("http://hooks.example:{port}/")).send().await.expect_err("does not answer");
        }
        listening.abort();
        (calls.load(Ordering::Relaxed), names.asked.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn a_name_that_means_something_else_the_next_moment_leads_nowhere_else() {
        let (calls, asked) = reached(&[&[NOBODY], &["127.0.0.1"]], 4).await;
        assert_eq!((calls, asked), (0, 4), "it is asked once for each connection");
        let (calls, _) = reached(&[&[NOBODY, "127.0.0.1"], &["127.0.0.1", NOBODY], &["::ffff:127.0.0.1"]], 3).await;
        assert_eq!(calls, 0, "one address that is not public is enough");
    }
}
