//! T1: nobody is led to another site.

use crate::support::{Answer, Database, House, Person, on_both};

on_both!(
    no_form_leads_to_another_site,
    no_finished_sign_in_or_sign_up_leads_to_another_site,
    no_page_links_to_another_site,
    a_guarded_page_leads_to_no_other_site,
    no_question_leads_to_where_the_request_came_from,
    a_listed_site_is_led_to,
);

const HOSTILE: &[&str] = &[
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/%2fevil.example",
    "/%2f%2fevil.example",
    "%2f%2fevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/.%2f/evil.example",
    "/%2e%2f/evil.example",
    "/.\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\u{0}//evil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/x\r\nSet-Cookie: planted=1",
    "/x\r\nLocation: https://evil.example",
    "https://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "https:///evil.example",
    "http://localhost:3000@evil.example",
    "http://localhost:3000:pw@evil.example",
    "http://localhost:3000.evil.example",
    "http://localhost.evil.example:3000",
    "http://localhost:3001/",
    "https://localhost:3000/",
    "http://user@localhost:3000/",
    "//localhost:3000@evil.example",
    "//evil.example@localhost:3001",
    "//evil.example/%2f..",
    "//evil.example?@localhost:3000",
    "//evil.example#@localhost:3000",
    "//[::1]",
    "//0x7f000001",
    "//evil%E3%80%82example",
    "//evil。example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "javascript://localhost:3000/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:http://localhost:3000/x",
    "ftp://localhost:3000",
    "ws://localhost:3000",
    "mailto:a@evil.example",
    "about:blank",
];

const ORIGIN: &str = "http://localhost:3000";

/// That a browser that goes there stays on the site, also in the next step if it is told of one.
#[track_caller]
fn assert_stays(location: &str, wanted: &str) {
    assert!(!location.chars().any(char::is_control), "{wanted:?} led to {location:?}");
    let base = url::Url::parse(ORIGIN).expect("an origin");
    let there = base.join(location).unwrap_or_else(|error| panic!("{wanted:?} led to {location:?}: {error}"));
    assert_eq!(there.origin().ascii_serialization(), ORIGIN, "{wanted:?} led to {location:?}");
    for (_, next) in there.query_pairs().filter(|(name, _)| name == "redirect_url") {
        assert_stays(&next, wanted);
    }
}

#[track_caller]
fn assert_led_to_own(answer: &Answer, wanted: &str) {
    assert!((300..400).contains(&answer.status), "{wanted:?}: {} {}", answer.status, answer.body);
    assert_ne!(answer.status, 307, "a password would be sent along");
    assert_eq!(answer.headers.get_all("location").iter().count(), 1);
    assert!(answer.cookie("planted").is_none());
    assert_stays(answer.header("location").expect("leads on"), wanted);
}

async fn no_form_leads_to_another_site(database: Database) {
    let house = House::with(&database, |settings| settings.security.forms_per_minute = 1_000_000).await;
    let browser = house.browser();
    let forms: [(&str, &[(&str, &str)]); 8] = [
        ("sign_in/create", &[]),
        ("sign_in/create", &[("identifier", "ada@example.com")]),
        ("sign_in/attempt_first_factor", &[("password", "")]),
        ("sign_up/create", &[("email_address", "ada")]),
        ("sign_up/attempt_verification", &[("code", "")]),
        ("sign_up/prepare_verification", &[]),
        ("session/sign_out", &[]),
        ("session/sign_out_everywhere", &[]),
    ];
    for (form, fields) in forms {
        for wanted in HOSTILE {
            let fields = [fields, &[("redirect_url", *wanted)]].concat();
            let path = format!("/vestibule/api/{form}");
            let by_hand = browser.ask("POST", &path).by_hand().form(&fields).send().await;
            assert_led_to_own(&by_hand, wanted);
            let by_script = browser.ask("POST", &path).by_script().form(&fields).send().await;
            assert_eq!(by_script.header("location"), None);
            if let Some(next) = by_script.json()["redirect_to"].as_str() {
                assert_stays(next, wanted);
            }
        }
    }
}

async fn no_finished_sign_in_or_sign_up_leads_to_another_site(database: Database) {
    let house = House::with(&database, |settings| settings.security.forms_per_minute = 1_000_000).await;
    let ada = Person::named("ada");
    let member = house.sign_up(&ada).await;
    for wanted in HOSTILE {
        let fields = [("identifier", ada.email.as_str()), ("password", &ada.password), ("redirect_url", wanted)];
        let browser = house.browser();
        let by_hand = browser.ask("POST", "/vestibule/api/sign_in/create").by_hand().form(&fields).send().await;
        assert_led_to_own(&by_hand, wanted);
        assert!(browser.who().await.is_some());
        let by_script = house.browser().post("sign_in/create", &fields).await;
        assert_stays(by_script.json()["redirect_to"].as_str().expect("leads on"), wanted);
        // Someone who is in and sends the form once more.
        let again = member.ask("POST", "/vestibule/api/sign_in/create").by_hand().form(&fields).send().await;
        assert_led_to_own(&again, wanted);
    }
    for (number, wanted) in HOSTILE.iter().enumerate() {
        let person = Person { email: format!("eve{number}@example.com"), password: ada.password.clone() };
        let browser = house.browser();
        house.begin_sign_up(&browser, &person).await.expect_ok();
        let code = house.code_for(&person.email).await;
        let path = "/vestibule/api/sign_up/attempt_verification";
        let done = browser.ask("POST", path).by_hand().form(&[("code", &code), ("redirect_url", wanted)]).send().await;
        assert_led_to_own(&done, wanted);
        assert!(browser.who().await.is_some());
    }
}

/// The addresses that stand in a page.
fn links(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in ["href=\"", "action=\"", "formaction=\"", "src=\""] {
        for rest in page.split(attribute).skip(1) {
            let raw = rest.split('"').next().unwrap_or_default();
            let plain = raw.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            found.push(plain.replace("&#x27;", "'").replace("&amp;", "&"));
        }
    }
    found
}

async fn no_page_links_to_another_site(database: Database) {
    let house = House::open(&database).await;
    let (member, visitor) = (house.sign_up(&Person::named("ada")).await, house.browser());
    for wanted in HOSTILE {
        let query: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
        for page in ["/sign-in", "/sign-up", "/sign-in/factor-one", "/"] {
            for browser in [&member, &visitor] {
                let page = browser.page_alone(&format!("{page}?redirect_url={query}")).await;
                assert_eq!((page.status, page.header("location")), (200, None), "{wanted:?}");
                let links = links(&page.body);
                assert!(links.len() > 3, "{}", page.body);
                for link in links {
                    // A link that carries the wish to the next page is asked about there.
                    let carried = link.contains("?redirect_url=");
                    assert_stays(if carried { link.split('?').next().unwrap_or_default() } else { &link }, wanted);
                }
            }
        }
    }
}

async fn a_guarded_page_leads_to_no_other_site(database: Database) {
    let house = House::open(&database).await;
    for path in [
        "//evil.example/%2e%2e/dashboard",
        "//evil.example/../dashboard",
        "/\\evil.example/../dashboard",
        "/dashboard/%2f%2fevil.example",
        "/dashboard//evil.example",
        "/dashboard?x=//evil.example",
        "/dashboard/..//evil.example/../dashboard",
        "/%2fevil.example/%2e%2e/dashboard",
    ] {
        let answer = house.browser().page_alone(path).await;
        if (300..400).contains(&answer.status) {
            assert_led_to_own(&answer, path);
        } else {
            assert_ne!(answer.status, 200, "{path}");
        }
    }
}

async fn no_question_leads_to_where_the_request_came_from(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    for form in ["client/get", "session/token", "password/strength", "sign_in/create", "session/sign_out"] {
        for body in ["", "password[a]=1&password[b]=2&identifier[x]=1&redirect_url[x]=1"] {
            let ask = browser.ask("POST", &format!("/vestibule/api/{form}")).by_hand();
            let ask = ask.header("referer", "https://evil.example/").body("application/x-www-form-urlencoded", body);
            let answer = ask.send().await;
            if let Some(location) = answer.header("location") {
                assert_stays(location, &format!("{form} with {body:?} and a foreign Referer"));
            }
        }
    }
}

async fn a_listed_site_is_led_to(database: Database) {
    let house =
        House::with(&database, |settings| settings.security.redirect_origins = vec!["https://docs.example".into()])
            .await;
    let browser = house.browser();
    let left = browser.post("session/sign_out", &[("redirect_url", "https://docs.example/a?b=c")]).await;
    assert_eq!(left.json()["redirect_to"], "https://docs.example/a?b=c");
    for wanted in ["https://docs.example.evil.example", "http://docs.example", "https://docs.example:8443/"] {
        let left = browser.post("session/sign_out", &[("redirect_url", wanted)]).await;
        assert_eq!(left.json()["redirect_to"], "/", "{wanted}");
    }
}
