//! What every cookie says about itself.

use crate::support::{Database, House, Person, SECOND, on_both};

on_both!(cookies_are_closed_to_scripts_and_other_sites, no_other_cookie_is_ever_set);

fn attributes(cookie: &str) -> (String, String, Vec<String>) {
    let mut parts = cookie.split("; ");
    let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("a name and a value");
    let mut attributes: Vec<String> = parts.map(str::to_owned).collect();
    attributes.sort();
    (name.to_owned(), value.to_owned(), attributes)
}

#[track_caller]
fn assert_cookie(cookie: Option<String>, house: &House, age: &str) {
    let cookie = cookie.expect("is set");
    let (_, _, said) = attributes(&cookie);
    let mut expected = vec!["HttpOnly".to_owned(), format!("Max-Age={age}"), "Path=/".into(), "SameSite=Lax".into()];
    if house.is_https() {
        expected.push("Secure".into());
    }
    expected.sort();
    assert_eq!(said, expected, "{cookie}");
    assert!(cookie.len() <= 4096, "{}", cookie.len());
}

async fn plain_and_secure(database: &Database) -> [House; 2] {
    let plain = House::with(database, |settings| settings.sign_in.passkey = true).await;
    let secure = plain.another_with(|settings| settings.base_url = "https://app.example".into()).await;
    [plain, secure]
}

async fn cookies_are_closed_to_scripts_and_other_sites(database: Database) {
    for (number, house) in plain_and_secure(&database).await.iter().enumerate() {
        let (person, browser) = (Person::named(&format!("ada{number}")), house.browser());
        let client = house.client_cookie();
        let year = (365 * 24 * 3600).to_string();
        let begun = house.begin_sign_up(&browser, &person).await;
        assert_cookie(begun.cookie(client), house, &year);
        assert_eq!(begun.cookie("__session"), None);
        let code = house.code_for(&person.email).await;
        let done = browser.post("sign_up/attempt_verification", &[("code", &code)]).await;
        assert_cookie(done.cookie(client), house, &year);
        assert_cookie(done.cookie("__session"), house, "60");
        assert_cookie(done.cookie("__client_uat"), house, "60");
        assert_cookie(done.cookie("__clerk_db_jwt"), house, &year);
        let since = attributes(&done.cookie("__client_uat").expect("is set")).1;
        assert_eq!(since, browser.claims()["iat"].to_string(), "no younger than the token");
        house.clock.advance(61 * SECOND);
        assert_cookie(browser.page_alone("/").await.cookie("__session"), house, "60");
        let left = browser.post("session/sign_out", &[]).await;
        assert_cookie(left.cookie(client), house, &year);
        assert_cookie(left.cookie("__session"), house, "0");
        assert_eq!(attributes(&left.cookie("__session").expect("is set")).1, "", "it is emptied");
        assert_cookie(left.cookie("__client_uat"), house, "0");

        let name = if house.is_https() { "__Host-vestibule_passkey" } else { "vestibule_passkey" };
        let asked = browser.post("sign_in/prepare_passkey", &[]).await;
        assert_cookie(asked.cookie(name), house, "86400");
        assert_eq!(browser.post("sign_in/prepare_passkey", &[]).await.cookie(name), None, "it has one");

        let wrong = browser.ask("POST", "/vestibule/api/sign_in/create").by_hand();
        let long = "x".repeat(250);
        let wrong = wrong.form(&[("identifier", &long), ("password", "wrong")]).send().await;
        assert_cookie(wrong.cookie("vestibule_flash"), house, "60");
        let told = browser.page_alone("/sign-in").await;
        assert_cookie(told.cookie("vestibule_flash"), house, "0");
        let done = browser.sign_in(&person).await;
        assert_cookie(done.cookie(client), house, &year);
        assert_cookie(done.cookie("__session"), house, "60");
    }
}

async fn no_other_cookie_is_ever_set(database: Database) {
    for (number, house) in plain_and_secure(&database).await.iter().enumerate() {
        let known = ["__session", "__client_uat", "__clerk_db_jwt", house.client_cookie(), "vestibule_flash"];
        assert_eq!(house.client_cookie().starts_with("__Host-"), house.is_https());
        let person = Person::named(&format!("ada{number}"));
        let browser = house.sign_up(&person).await;
        let mut answers = Vec::new();
        for path in ["/", "/sign-in", "/dashboard", "/healthz", "/api/me", "/nothing"] {
            answers.push(browser.page_alone(path).await);
            answers.push(house.browser().page_alone(path).await);
            answers.push(house.browser().get(path).await);
        }
        answers.push(browser.post("session/sign_out", &[]).await);
        for answer in answers {
            for cookie in answer.headers.get_all("set-cookie") {
                let (name, ..) = attributes(cookie.to_str().expect("ASCII"));
                assert!(known.contains(&name.as_str()), "{}: {name}", answer.path);
            }
        }
        // A visitor who only reads is not marked.
        assert_eq!(house.browser().page_alone("/sign-in").await.headers.get("set-cookie"), None);
    }
}
