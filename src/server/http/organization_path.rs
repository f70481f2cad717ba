//! Which organization a page is about, where its address says so: a link opens in the right one, and two tabs can be in two.

use axum::http::header::{AUTHORIZATION, REFERER};
use axum::http::{Method, Request};
use percent_encoding::percent_decode_str;
use url::Url;

use super::errors;
use super::layer::is_bearer;
use crate::server::flows::active_organization::{as_kept, may_name};
use crate::server::settings::Settings;

/// What stands for the organization in a pattern.
const PLACE: &str = ":organization";

/// The organization that a request is about, by its id or slug, as the address of its page says; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedOrganization {
    /// Its id or slug; empty where the page is about none.
    pub name: String,
    /// Which segment of the page's path says so.
    segment: usize,
}

/// Says of a request that the app has pages whose addresses say for whom one acts there.
#[derive(Clone, Copy, Debug)]
pub struct InAddresses;

impl NamedOrganization {
    /// A page whose path names it, where it has another slug; one that names its id stays.
    pub fn renamed(&self, page: &str, slug: &str) -> String {
        let (path, rest) = page.find(['?', '#']).map_or((page, ""), |at| page.split_at(at));
        // No slug has the mark in it that every id has.
        let is_slug = !self.name.is_empty() && !self.name.contains('_');
        let mut segments = segments(path);
        match segments.get_mut(self.segment).filter(|segment| is_slug && segment.eq_ignore_ascii_case(&self.name)) {
            Some(segment) => slug.clone_into(segment),
            None => return page.to_owned(),
        }
        format!("/{}{rest}", segments.join("/"))
    }
}

/// The addresses of pages that are about one organization, and of those that are about none.
///
/// A pattern is a path in which `:organization` stands for the id or slug; `*` stands for one segment and, at the end, for all
/// that may follow, nothing included.
#[derive(Clone, Debug, Default)]
pub struct OrganizationPaths {
    patterns: Vec<Vec<String>>,
    personal: Vec<Vec<String>>,
}

impl OrganizationPaths {
    /// With these as those about one organization.
    pub fn of_organizations<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Self {
        Self { patterns: read(patterns), ..self }
    }

    /// With these as those about none.
    pub fn of_persons<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Self {
        Self { personal: read(patterns), ..self }
    }

    /// Whether there are any.
    pub fn are_any(&self) -> bool {
        !(self.patterns.is_empty() && self.personal.is_empty())
    }

    /// The organization that a request is about: as its own path says or, where it is none of a page, as the path of the page
    /// of this site that sends it says. A request that does not say from which page it comes is about none. Whoever brings a
    /// token of their own acts as that says.
    pub fn find_for<B>(&self, settings: &Settings, request: &Request<B>) -> Option<NamedOrganization> {
        if !self.are_any() || !settings.organizations.enabled {
            return None;
        }
        let (path, headers) = (request.uri().path(), request.headers());
        if headers.get(AUTHORIZATION).is_some_and(is_bearer) {
            return None;
        }
        if let Some(named) = self.in_path(settings, path) {
            return Some(named);
        }
        if *request.method() == Method::GET && errors::wants_page(headers) {
            return None;
        }
        let is_own = |page: &Url| Url::parse(&settings.base_url).is_ok_and(|own| own.origin() == page.origin());
        let referer = headers.get(REFERER).and_then(|page| Url::parse(page.to_str().ok()?).ok());
        match referer.filter(is_own) {
            Some(page) => self.in_path(settings, page.path()),
            // Nobody knows from which page it comes: better in no organization than in another one.
            None => Some(NamedOrganization::default()),
        }
    }

    fn in_path(&self, settings: &Settings, path: &str) -> Option<NamedOrganization> {
        let path: Vec<String> =
            segments(path).iter().map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect();
        let one = self.patterns.iter().find_map(|pattern| named(pattern, &path));
        // Where nobody acts outside of an organization no page is a person's own.
        let mut personal = self.personal.iter().filter(|_| settings.organizations.personal_accounts);
        one.or_else(|| personal.any(|pattern| fits(pattern, &path)).then(NamedOrganization::default))
    }
}

fn read<P: AsRef<str>>(patterns: impl IntoIterator<Item = P>) -> Vec<Vec<String>> {
    patterns.into_iter().map(|pattern| segments(pattern.as_ref())).collect()
}

fn fits(pattern: &[String], path: &[String]) -> bool {
    let (pattern, open) = match pattern.split_last() {
        Some((last, rest)) if last == "*" => (rest, true),
        _ => (pattern, false),
    };
    (path.len() == pattern.len() || open && path.len() > pattern.len())
        && pattern.iter().zip(path).all(|(wanted, found)| wanted == "*" || wanted == PLACE || wanted == found)
}

fn named(pattern: &[String], path: &[String]) -> Option<NamedOrganization> {
    let at = pattern.iter().position(|segment| segment == PLACE)?;
    let name = path.get(at).filter(|_| fits(pattern, path))?;
    // What can be no name is nobody's: one acts in none there.
    let name = Some(name).filter(|name| may_name(name)).map(|name| as_kept(name).into_owned()).unwrap_or_default();
    Some(NamedOrganization { name, segment: at })
}

fn segments(path: &str) -> Vec<String> {
    path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &str, path: &str, headers: &[(&str, &str)]) -> Option<String> {
        let mut settings = Settings { base_url: "https://app.example".into(), ..Settings::default() };
        settings.organizations.enabled = true;
        let paths = OrganizationPaths::default()
            .of_organizations(["/orgs/:organization/*", "/o/*/:organization", "/mine/of/:organization"])
            .of_persons(["/mine/*"]);
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).expect("a request");
        paths.find_for(&settings, &request).map(|found| found.name)
    }

    const PAGE: (&str, &str) = ("accept", "text/html");

    #[test]
    fn a_path_says_it() {
        for (path, named) in [
            ("/orgs/acme", Some("acme")),
            ("/orgs/acme/", Some("acme")),
            ("/orgs/ac%6de/notes/7?x=/orgs/other", Some("acme")),
            ("/orgs/Acme/notes", Some("acme")),
            ("/o/x/org_1", Some("org_1")),
            ("/o/x/org_1A", Some("org_1A")),
            ("/o/x/org_1/more", None),
            ("/orgs", None),
            ("/", None),
        ] {
            assert_eq!(found("GET", path, &[PAGE]).as_deref(), named, "{path}");
        }
        let long = format!("/orgs/{}", "a".repeat(65));
        for odd in [long.as_str(), "/orgs/%00/notes", "/orgs/a%20b", "/orgs/%2e%2e"] {
            assert_eq!(found("GET", odd, &[PAGE]).as_deref(), Some(""), "{odd}: there one acts in none");
        }
    }

    #[test]
    fn a_person_s_own_pages_are_about_no_organization() {
        for own in ["/mine", "/mine/", "/mine/7", "/mine/of", "/m%69ne/of/acme/x"] {
            assert_eq!(found("GET", own, &[PAGE]).as_deref(), Some(""), "{own}");
        }
        assert_eq!(found("GET", "/mine/of/acme", &[PAGE]).as_deref(), Some("acme"), "what names one comes first");
        assert_eq!(found("GET", "/minefield", &[PAGE]), None);
        let from = [("referer", "https://app.example/mine/7")];
        assert_eq!(found("POST", "/api/notes", &from).as_deref(), Some(""));
    }

    #[test]
    fn another_slug_is_another_address() {
        let there = |name: &str, segment: usize| NamedOrganization { name: name.into(), segment };
        assert_eq!(
            there("acme", 1).renamed("/orgs/acme/people?a=/acme#acme", "beacon"),
            "/orgs/beacon/people?a=/acme#acme"
        );
        assert_eq!(there("people", 1).renamed("/orgs/people/people", "beacon"), "/orgs/beacon/people");
        assert_eq!(there("orgs", 1).renamed("/orgs/orgs", "beacon"), "/orgs/beacon");
        assert_eq!(there("acme", 1).renamed("/orgs/acme", "acme"), "/orgs/acme");
        assert_eq!(there("acme", 1).renamed("/orgs/Acme/people", "beacon"), "/orgs/beacon/people");
        for (there, page) in [
            (there("org_1", 1), "/orgs/org_1/settings"),
            (there("acme", 1), "/elsewhere/beacon?a=1"),
            (there("acme", 1), "/elsewhere"),
            (there("", 0), "/notes"),
        ] {
            assert_eq!(there.renamed(page, "gamma"), page);
        }
    }

    #[test]
    fn what_a_page_asks_is_about_what_the_page_is_about() {
        let from = |referer: &'static str| ("referer", referer);
        let acme = from("https://app.example/orgs/acme/notes");
        assert_eq!(found("POST", "/api/notes", &[acme]).as_deref(), Some("acme"));
        assert_eq!(found("GET", "/api/notes", &[acme, ("accept", "application/json")]).as_deref(), Some("acme"));
        assert_eq!(found("POST", "/orgs/other", &[acme]).as_deref(), Some("other"), "its own path says more");
        assert_eq!(found("GET", "/dashboard", &[acme, PAGE]), None, "another page is about what it is about");
        for elsewhere in ["https://evil.example/orgs/acme", "http://app.example/orgs/acme", "nonsense", "/orgs/acme"] {
            assert_eq!(found("POST", "/api/notes", &[from(elsewhere)]).as_deref(), Some(""), "{elsewhere}");
        }
        assert_eq!(found("POST", "/api/notes", &[]).as_deref(), Some(""), "from nobody knows where");
        assert_eq!(found("POST", "/api/notes", &[from("https://app.example/dashboard")]), None);
        let bearer = ("authorization", "Bearer x");
        assert_eq!(found("GET", "/orgs/acme", &[acme, bearer]), None, "a token says itself where one acts");
    }
}
