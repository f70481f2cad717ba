//! T2, T12, T14, T18, T20, T28, T33 and T43, where they are about tickets and about who may sign up.

use vestibule::model::SignUpMode;
use vestibule::server::NewInvitation;

use crate::support::tickets::path_of;
use crate::support::{Answer, Browser, Database, House, Person, Somebody, at_once, offer, on_both, rounds};

on_both!(
    an_id_or_what_is_stored_opens_nothing,
    a_ticket_of_one_kind_is_none_of_another,
    an_invitation_is_good_for_its_address_whoever_has_it,
    programs_that_look_at_links_use_nothing_up,
    of_a_hundred_who_come_with_one_invitation_one_gets_in,
    of_a_hundred_browsers_with_one_ticket_one_gets_in,
    a_ticket_in_one_browser_many_times_at_once_makes_one_session,
    one_address_is_invited_once_however_many_invite_it,
    one_address_is_on_the_list_once_however_often_it_comes,
    links_are_made_of_the_settings_alone,
    no_answer_holds_a_ticket,
    a_closed_door_says_nothing_about_who_has_an_account,
    the_waitlist_says_nothing_about_who_has_an_account,
);

const CREATE: &str = "sign_up/create";
const TICKET: &str = "sign_in/ticket";

async fn house(database: &Database, mode: SignUpMode) -> House {
    House::with(database, |settings| {
        settings.sign_up.mode = mode;
        settings.security.forms_per_minute = 10_000_000;
        offer(settings, &["google"]);
    })
    .await
}

async fn invite(house: &House, email: &str) -> (String, String) {
    let made = house.vestibule.invitations().create(&NewInvitation::to(email)).await.expect("is made");
    let link = path_of(house, made.url.as_ref().expect("a link").expose());
    (made.id, link)
}

/// Someone with an account, and the path of a link that signs them in.
async fn ticket_of(house: &House, person: &Person) -> (String, String) {
    let open = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Public).await;
    let me = open.sign_in_or_up(person).await.get("/api/me").await.json();
    let made = house.vestibule.sign_in_tokens().create(me["id"].as_str().expect("an id"), None).await.expect("is made");
    (made.id.clone(), path_of(house, made.url.as_ref().expect("a link").expose()))
}

fn ticket(link: &str) -> &str {
    link.split("ticket=").nth(1).and_then(|rest| rest.split('&').next()).expect("a ticket")
}

#[track_caller]
fn assert_no_faults(answers: &[Answer]) {
    let faults: Vec<_> = answers.iter().filter(|answer| answer.status >= 500).collect();
    assert!(faults.is_empty(), "{} of {}: {}", faults.len(), answers.len(), faults[0].body);
}

fn good(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 200).count()
}

/// T33.
async fn an_id_or_what_is_stored_opens_nothing(database: Database) {
    let house = house(&database, SignUpMode::Restricted).await;
    let (invitation, _) = invite(&house, "bob@example.com").await;
    let (token, _) = ticket_of(&house, &Person::named("ada")).await;
    let mut stolen = vec![invitation, token];
    stolen.extend(database.texts("SELECT ticket_hash FROM invitations").await);
    stolen.extend(database.texts("SELECT ticket_hash FROM sign_in_tokens").await);
    assert_eq!(stolen.len(), 4);
    let sessions = database.live_sessions().await;
    for text in &stolen {
        for page in ["/sign-up", "/sign-in"] {
            let (browser, _) = house.opened(&format!("{page}?ticket={text}")).await;
            browser.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
            for email in ["", "bob@example.com"] {
                let fields = [("email_address", email), ("password", "moth ledger willow 41")];
                browser.post(CREATE, &fields).await.expect_error(403, "sign_up_mode_restricted");
            }
            assert_eq!(browser.who().await, None);
        }
    }
    assert_eq!((database.count("users").await, database.live_sessions().await), (1, sessions));
}

/// T12.
async fn a_ticket_of_one_kind_is_none_of_another(database: Database) {
    let house = house(&database, SignUpMode::Restricted).await;
    let (_, invitation) = invite(&house, "bob@example.com").await;
    let (_, sign_in) = ticket_of(&house, &Person::named("ada")).await;
    let (invitation, sign_in) = (ticket(&invitation), ticket(&sign_in));
    let sessions = database.live_sessions().await;
    for page in ["/sign-up", "/sign-in"] {
        let (browser, _) = house.opened(&format!("{page}?ticket={invitation}")).await;
        browser.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
        let (browser, _) = house.opened(&format!("{page}?ticket={sign_in}")).await;
        let fields = [("email_address", "bob@example.com"), ("password", "moth ledger willow 41")];
        browser.post(CREATE, &fields).await.expect_error(403, "sign_up_mode_restricted");
        browser.come_from("sign_up/oauth", "google", Somebody::proven("bob@example.com")).await;
        assert_eq!(browser.who().await, None);
    }
    // Neither is a link in a mail, a code, or a browser's secret; and none of those is a ticket.
    for one in [invitation, sign_in] {
        let browser = house.browser();
        assert_eq!(browser.page(&format!("/vestibule/verify?token={one}")).await.status, 410);
        let opened = browser.ask("POST", "/vestibule/verify").by_hand().form(&[("token", one)]).send().await;
        assert_eq!(opened.status, 410);
        browser.set_cookie(house.client_cookie(), one);
        assert_eq!(browser.who().await, None);
        browser.set_cookie("__session", one);
        assert_eq!(browser.who().await, None);
        let browser = house.browser();
        let back = browser.page_alone(&format!("/vestibule/oauth_callback/google?state={one}&code=x")).await;
        assert!(back.status == 303 && back.cookie("__session").is_none(), "{}", back.body);
    }
    let ada = house.sign_in(&Person::named("ada")).await;
    let secret = ada.cookie(house.client_cookie()).expect("a secret");
    for page in ["/sign-up", "/sign-in"] {
        let (browser, shown) = house.opened(&format!("{page}?ticket={secret}")).await;
        assert!(shown.shows("not good any more"), "{}", shown.body);
        browser.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
    }
    assert_eq!(database.live_sessions().await, sessions + 1);
    // Each is still good for what it is for.
    house.opened(&format!("/sign-in?ticket={sign_in}")).await.0.post(TICKET, &[]).await.expect_ok();
    let bob = house.opened(&format!("/sign-up?ticket={invitation}")).await.0;
    bob.post(CREATE, &[("password", "moth ledger willow 41")]).await.expect_ok();
}

/// T33.
async fn an_invitation_is_good_for_its_address_whoever_has_it(database: Database) {
    let house = house(&database, SignUpMode::Restricted).await;
    let (_, link) = invite(&house, "bob@example.com").await;
    let (eve, _) = house.opened(&link).await;
    for other in ["eve@example.com", "bob@example.com.evil.example", "bob+x@example.com", "bob@example.org"] {
        let fields = [("email_address", other), ("password", "moth ledger willow 41")];
        eve.post(CREATE, &fields).await.expect_error(403, "sign_up_mode_restricted");
        let led = eve.come_from("sign_up/oauth", "google", Somebody::proven(other)).await;
        assert_eq!((led.status, eve.who().await), (303, None), "{other}");
    }
    assert_eq!((database.count("users").await, database.count("external_accounts").await), (0, 0));
}

/// T14.
async fn programs_that_look_at_links_use_nothing_up(database: Database) {
    let house = house(&database, SignUpMode::Restricted).await;
    let (_, invitation) = invite(&house, "bob@example.com").await;
    let (_, sign_in) = ticket_of(&house, &Person::named("ada")).await;
    let before = database.counts().await;
    let stands = "SELECT CAST(COUNT(*) AS BIGINT) FROM {} WHERE accepted_at IS NOT NULL OR revoked_at IS NOT NULL";
    for link in [&invitation, &sign_in] {
        let scanner = house.browser();
        for _ in 0..20 {
            for method in ["GET", "HEAD"] {
                let looked = scanner.ask(method, link).header("accept", "text/html").send().await;
                assert!(matches!(looked.status, 200 | 303), "{method}: {}", looked.status);
                scanner.ask(method, link).header("accept", "*/*").send().await;
            }
            scanner.page(link).await.expect_ok();
        }
        assert_eq!(scanner.who().await, None);
    }
    assert_eq!(database.counts().await, before);
    for table in ["invitations", "sign_in_tokens"] {
        assert_eq!(database.number(&stands.replace("{}", table)).await, 0);
    }
    house.opened(&sign_in).await.0.post(TICKET, &[]).await.expect_ok();
    let bob = house.opened(&invitation).await.0;
    bob.post(CREATE, &[("password", "moth ledger willow 41")]).await.expect_ok();
}

/// T33, T43.
async fn of_a_hundred_who_come_with_one_invitation_one_gets_in(database: Database) {
    let house = house(&database, SignUpMode::Restricted).await;
    for round in 0..rounds(3) {
        let (_, link) = invite(&house, &format!("ada{round}@example.com")).await;
        let mut browsers = Vec::new();
        for number in 0..100 {
            // A clone is another tab of the same browser.
            let browser: Browser = match browsers.last() {
                Some(last) if number % 4 == 3 => Browser::clone(last),
                _ => house.opened(&link).await.0,
            };
            browsers.push(browser);
        }
        let answers = at_once(browsers.iter().enumerate().map(|(number, browser)| {
            let browser = browser.clone();
            async move {
                if number % 10 == 9 {
                    let who = Somebody::proven(if round == 0 { "ada0@example.com" } else { "eve@example.com" });
                    return browser.come_from("sign_up/oauth", "google", who).await;
                }
                browser.post(CREATE, &[("password", "moth ledger willow 41")]).await
            }
        }))
        .await;
        assert_no_faults(&answers);
        let made = (database.count("users").await, database.count("identifiers").await);
        assert_eq!(made, (round + 1, round + 1), "one account in each round");
        let accepted = "SELECT CAST(COUNT(*) AS BIGINT) FROM invitations WHERE accepted_at IS NOT NULL";
        assert_eq!(database.number(accepted).await, round + 1);
    }
}

/// T18.
async fn of_a_hundred_browsers_with_one_ticket_one_gets_in(database: Database) {
    let house = house(&database, SignUpMode::Public).await;
    let ada = Person::named("ada");
    for _ in 0..rounds(20) {
        let (_, link) = ticket_of(&house, &ada).await;
        let sessions = database.live_sessions().await;
        let mut browsers = Vec::new();
        for _ in 0..100 {
            let browser = house.browser();
            browser.set_cookie("vestibule_ticket", ticket(&link));
            browsers.push(browser);
        }
        let answers = at_once(browsers.iter().map(|browser| {
            let browser = browser.clone();
            async move { browser.post(TICKET, &[]).await }
        }))
        .await;
        assert_no_faults(&answers);
        assert_eq!((good(&answers), database.live_sessions().await), (1, sessions + 1));
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            answer.expect_error(422, "ticket_invalid");
        }
    }
}

/// T18.
async fn a_ticket_in_one_browser_many_times_at_once_makes_one_session(database: Database) {
    let house = house(&database, SignUpMode::Public).await;
    let ada = Person::named("ada");
    let (_, link) = ticket_of(&house, &ada).await;
    let sessions = database.live_sessions().await;
    let (browser, _) = house.opened(&link).await;
    // So that it is known to begin with.
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let answers = at_once((0..100).map(|_| {
        let browser = browser.clone();
        async move { browser.post(TICKET, &[]).await }
    }))
    .await;
    assert_no_faults(&answers);
    assert_eq!((good(&answers), database.live_sessions().await), (1, sessions + 1));
    assert_eq!(browser.who().await, Some(ada.email));
}

/// T43.
async fn one_address_is_invited_once_however_many_invite_it(database: Database) {
    let house = house(&database, SignUpMode::Restricted).await;
    let made = at_once((0..50).map(|_| {
        let vestibule = house.vestibule.clone();
        async move { vestibule.invitations().create(&NewInvitation::to("ada@example.com")).await.is_ok() }
    }))
    .await;
    assert_eq!(made.iter().filter(|made| **made).count(), 1);
    assert_eq!((database.count("invitations").await, house.mails().await.len()), (1, 1));
}

/// T43.
async fn one_address_is_on_the_list_once_however_often_it_comes(database: Database) {
    let house = house(&database, SignUpMode::Waitlist).await;
    let answers = at_once((0..50).map(|_| {
        let browser = house.browser();
        async move { browser.post("waitlist/join", &[("email_address", "ada@example.com")]).await }
    }))
    .await;
    assert_no_faults(&answers);
    assert_eq!(good(&answers), 5, "as many as may come in an hour");
    assert_eq!((database.count("waitlist_entries").await, house.mails().await.len()), (1, 1));
}

/// T2.
async fn links_are_made_of_the_settings_alone(database: Database) {
    let house = house(&database, SignUpMode::Waitlist).await;
    for (number, (header, value)) in [
        ("host", "evil.example"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("ada{number}@example.com");
        let ask = house.browser().ask("POST", "/vestibule/api/waitlist/join").by_script();
        let joined = ask.form(&[("email_address", &email)]).header(header, value).send().await;
        assert_eq!(joined.status, 200, "{header}");
        assert_eq!(house.mail_to(&email).await.link.as_deref(), Some("http://localhost:3000"), "{header}");
        // Nor does a ticket move to where the request says that it is.
        let (_, link) = invite(&house, &format!("bob{number}@example.com")).await;
        let moved = house.browser().ask("GET", &link).header("accept", "text/html").header(header, value).send().await;
        assert_eq!((moved.status, moved.header("location")), (303, Some("/sign-up")), "{header}");
        assert!(
            house.mail_to(&format!("bob{number}@example.com")).await.text.contains("http://localhost:3000/sign-up")
        );
    }
    for odd in ["/sign-up/?ticket=x&redirect_url=//evil.example", "//evil.example/sign-up?ticket=x", "//?ticket=x"] {
        let at_root = house.another_with(|settings| settings.paths.sign_in = "/".into()).await;
        let moved = at_root.browser().page_alone(odd).await;
        assert!(
            !moved.header("location").is_some_and(|to| to.starts_with("//")),
            "{odd}: {:?}",
            moved.header("location")
        );
    }
}

/// T20.
async fn no_answer_holds_a_ticket(database: Database) {
    let house = house(&database, SignUpMode::Restricted).await;
    let (_, invitation) = invite(&house, "bob@example.com").await;
    let (_, sign_in) = ticket_of(&house, &Person::named("ada")).await;
    for (link, form) in [(&invitation, CREATE), (&sign_in, TICKET)] {
        let secret = ticket(link);
        let browser = house.browser();
        let moved = browser.page_alone(link).await;
        assert!(!moved.body.contains(secret) && !moved.header("location").is_some_and(|to| to.contains(secret)));
        let fields: &[(&str, &str)] = if form == CREATE { &[("password", "moth ledger willow 41")] } else { &[] };
        for answer in [
            browser.page("/sign-up").await,
            browser.page("/sign-in").await,
            browser.post("client/get", &[]).await,
            browser.post(form, fields).await,
            browser.post("client/get", &[]).await,
        ] {
            assert!(!answer.body.contains(secret), "{}: {}", answer.path, answer.body);
            let headers = format!("{:?}", answer.headers);
            assert!(!headers.contains(secret), "{}: {headers}", answer.path);
        }
        assert!(browser.who().await.is_some());
        let dump = database.dump().await;
        assert!(!dump.contains(secret), "it is stored nowhere as it is");
    }
}

/// What a stranger sees, without what is random: ids, times and the address itself.
fn seen(answer: &Answer, address: &str) -> (u16, String) {
    let policy = answer.header("content-security-policy").unwrap_or_default();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or("no nonce");
    let text = answer.body.replace(address, "ADDRESS").replace(nonce, "");
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "_-+/=".contains(c)));
    let plain = words.filter(|word| !(word.len() >= 12 && word.bytes().any(|byte| byte.is_ascii_digit())));
    (answer.status, plain.collect::<Vec<_>>().join(" "))
}

/// T28.
async fn a_closed_door_says_nothing_about_who_has_an_account(database: Database) {
    let open = house(&database, SignUpMode::Public).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    open.sign_up(&ada).await;
    for mode in [SignUpMode::Restricted, SignUpMode::Waitlist] {
        let house = open.another_with(|settings| settings.sign_up.mode = mode).await;
        let mut answers: [Vec<(u16, String)>; 2] = Default::default();
        for (person, answers) in [&ada, &bob].into_iter().zip(&mut answers) {
            let browser = house.browser();
            answers.push(seen(&house.begin_sign_up(&browser, person).await, &person.email));
            let fields = [("email_address", person.email.as_str()), ("password", "short")];
            answers.push(seen(&browser.post(CREATE, &fields).await, &person.email));
            answers.push(seen(&browser.submit(CREATE, &fields).await, &person.email));
            answers.push(seen(&browser.post("client/get", &[]).await, &person.email));
            let unproven = browser.come_from("sign_up/oauth", "google", Somebody::unproven(&person.email)).await;
            answers.push((unproven.status, unproven.header("location").unwrap_or_default().to_owned()));
        }
        assert_eq!(answers[0], answers[1]);
    }
    assert_eq!(open.mails().await.len(), 1, "nothing was sent to anyone");
}

/// T28.
async fn the_waitlist_says_nothing_about_who_has_an_account(database: Database) {
    let open = house(&database, SignUpMode::Public).await;
    let people = ["ada", "bob", "cyd"].map(Person::named);
    open.sign_up(&people[0]).await;
    let house = open.another_with(|settings| settings.sign_up.mode = SignUpMode::Waitlist).await;
    house.browser().post("waitlist/join", &[("email_address", &people[1].email)]).await.expect_ok();
    let mut answers: [Vec<(u16, String)>; 3] = Default::default();
    for (person, answers) in people.iter().zip(&mut answers) {
        let browser = house.browser();
        let fields = [("email_address", person.email.as_str())];
        answers.push(seen(&browser.post("waitlist/join", &fields).await, &person.email));
        answers.push(seen(&browser.submit("waitlist/join", &fields).await, &person.email));
        answers.push(seen(&browser.post("client/get", &[]).await, &person.email));
    }
    assert_eq!(answers[0], answers[1], "who has an account, who is on the list");
    assert_eq!(answers[1], answers[2], "who is on the list, who was not");
    assert!(house.mail_to(&people[0].email).await.subject.contains("already have an account"));
    assert_eq!(database.count("waitlist_entries").await, 2);
}
