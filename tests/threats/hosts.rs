//! T2 and T3: what a request says about where it came from and where it goes to.

use crate::support::{Database, House, Person, on_both};

on_both!(
    links_in_mails_do_not_depend_on_the_request,
    nobody_escapes_the_limit_by_naming_other_addresses,
    a_proxy_that_is_trusted_is_believed
);

async fn links_in_mails_do_not_depend_on_the_request(database: Database) {
    let house = House::with(&database, |settings| settings.security.forms_per_minute = 1_000).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password)];
    let plain = house.browser().post("sign_up/create", &fields).await;
    plain.expect_ok();
    let expected = house.mail_to(&ada.email).await;
    assert_eq!(expected.link.as_deref(), Some("http://localhost:3000/sign-in"));
    let count = house.mails().await.len();
    let evil: &[&[(&str, &str)]] = &[
        &[("host", "evil.example")],
        &[("host", "evil.example"), ("origin", "http://evil.example"), ("sec-fetch-site", "same-origin")],
        &[("host", "localhost:3000@evil.example")],
        &[("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "https"), ("x-forwarded-port", "1")],
        &[("forwarded", "host=evil.example;proto=https;for=1.2.3.4")],
        &[("x-host", "evil.example"), ("x-original-host", "evil.example"), ("x-forwarded-server", "evil.example")],
        &[("referer", "https://evil.example/"), ("x-original-url", "//evil.example")],
    ];
    for headers in evil {
        let browser = house.browser();
        let mut ask = browser.ask("POST", "/vestibule/api/sign_up/create").by_script().form(&fields);
        for (name, value) in *headers {
            ask = ask.header(name, value);
        }
        let answer = ask.send().await;
        assert!(!answer.body.contains("evil.example"), "{}", answer.body);
        let mail = house.mail_to(&ada.email).await;
        assert_eq!((&mail.text, &mail.link, &mail.subject), (&expected.text, &expected.link, &expected.subject));

        let mut ask = house.browser().ask("GET", "/dashboard").header("accept", "text/html");
        for (name, value) in *headers {
            ask = ask.header(name, value);
        }
        let led = ask.send().await;
        assert_eq!(led.header("location"), Some("/sign-in?redirect_url=/dashboard"), "{headers:?}");
    }
    assert_eq!(house.mails().await.len(), count + evil.len(), "each of them was sent");
    let other_origin = house.browser().ask("POST", "/vestibule/api/sign_up/create").by_script().form(&fields);
    let other_origin = other_origin.without("sec-fetch-site").header("origin", "https://evil.example").send().await;
    other_origin.expect_error(403, "cross_site_request");
}

async fn nobody_escapes_the_limit_by_naming_other_addresses(database: Database) {
    let house = House::with(&database, |settings| settings.security.forms_per_minute = 20).await;
    let address = "203.0.113.7".parse().expect("an address");
    let browser = house.browser_at(address);
    let mut answered = 0;
    for number in 0..1_000u32 {
        let spoofed = format!("10.{}.{}.{}", number % 7, number / 250, number % 250);
        let ask = browser.ask("POST", "/vestibule/api/session/sign_out").by_script().form(&[]);
        let ask = ask
            .header("x-forwarded-for", &format!("{spoofed}, 198.51.100.{}", number % 250))
            .header("forwarded", &format!("for={spoofed}"))
            .header("x-real-ip", &spoofed)
            .header("cf-connecting-ip", &spoofed)
            .header("true-client-ip", &spoofed);
        let answer = ask.send().await;
        match answer.status {
            200 => answered += 1,
            _ => drop(answer.expect_error(429, "too_many_requests").retry_after()),
        }
    }
    // The limit fills up again while this runs, by one in three seconds.
    assert!((20..60).contains(&answered), "{answered} of 1000 were answered");
    house.browser().post("session/sign_out", &[]).await.expect_ok();
    assert_eq!(browser.page("/sign-in").await.status, 200, "reading is not limited");
}

async fn a_proxy_that_is_trusted_is_believed(database: Database) {
    let house = House::with(&database, |settings| {
        settings.security.forms_per_minute = 5;
        settings.security.trusted_proxies = vec!["192.0.2.0/24".parse().expect("a network")];
    })
    .await;
    let proxy = house.browser_at("192.0.2.1".parse().expect("an address"));
    let through = |forwarded: String| {
        let ask = proxy.ask("POST", "/vestibule/api/session/sign_out").by_script().form(&[]);
        async move { ask.header("x-forwarded-for", &forwarded).send().await.status }
    };
    let mut refused = 0;
    for number in 0..10 {
        // What stands to the left anyone can have written.
        refused += i32::from(through(format!("198.51.100.{number}, 203.0.113.9")).await == 429);
    }
    assert!(refused >= 4, "{refused}");
    assert_eq!(through("203.0.113.10".into()).await, 200, "another visitor of the same proxy");
}
