//! T28: nobody finds out who has an account.

use crate::support::{Answer, Browser, Database, House, Person, on_both};

on_both!(
    a_sign_in_says_nothing_about_who_has_an_account,
    a_sign_in_with_forms_says_nothing_either,
    a_sign_up_says_nothing_about_who_has_an_account,
    who_has_no_account_costs_as_many_hashes,
    who_has_no_account_is_locked_just_the_same,
);

/// What a stranger can compare: status, headers and body, without what is random or a time in every answer.
fn seen(answer: &Answer, address: &str) -> String {
    let mut text = format!("{} {}\n", answer.status, answer.path);
    let lines = answer.headers.iter().map(|(name, value)| format!("{name}: {}\n", value.to_str().expect("ASCII")));
    let mut lines: Vec<String> = lines.collect();
    // Cookies are set in no particular order.
    lines.sort_by_key(|line| (line.split(':').next().map(str::to_owned), line.len()));
    text += &lines.concat();
    text += &answer.body;
    let mut text = text.replace(address, "ADDRESS").replace(&address.replace('@', "%40"), "ADDRESS");
    let policy = answer.header("content-security-policy").unwrap_or_default();
    if let Some(nonce) = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()) {
        text = text.replace(nonce, "NONCE");
    }
    // Ids, nonces, secrets; times.
    let mut plain = String::new();
    for word in text.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || "_-+/%=".contains(c))) {
        let (body, end) = match word.char_indices().last() {
            Some((at, c)) if !(c.is_ascii_alphanumeric() || "_-+/%=".contains(c)) => word.split_at(at),
            _ => (word, ""),
        };
        // One in a thousand secrets has no digit.
        let has_digit = body.chars().any(|c| c.is_ascii_digit()) || body.len() >= 43;
        let random = body.len() >= 20 && has_digit && !body.contains("vestibule/");
        let time = body.len() >= 12 && body.chars().all(|c| c.is_ascii_digit());
        match (random, time) {
            (true, _) => plain += &format!("<{}>", body.len()),
            (_, true) => plain += "<time>",
            _ => plain += body,
        }
        plain += end;
    }
    plain
}

/// Someone with an account and someone without, whose addresses are equally long.
async fn known_and_unknown(database: &Database) -> (House, [Person; 2]) {
    let house = House::open(database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    house.sign_up(&ada).await;
    (house, [ada, bob])
}

#[track_caller]
fn assert_same(answers: &[Vec<String>; 2]) {
    assert_eq!(answers[0].len(), answers[1].len());
    for (number, (known, unknown)) in answers[0].iter().zip(&answers[1]).enumerate() {
        assert_eq!(known, unknown, "step {number}");
    }
}

async fn a_sign_in_says_nothing_about_who_has_an_account(database: Database) {
    let (house, people) = known_and_unknown(&database).await;
    let mut answers: [Vec<String>; 2] = Default::default();
    for (person, answers) in people.iter().zip(&mut answers) {
        let browser = house.browser();
        for fields in [&[][..], &[("password", "wrong")]] {
            let fields = [&[("identifier", person.email.as_str())], fields].concat();
            answers.push(seen(&browser.post("sign_in/create", &fields).await, &person.email));
        }
        let step = browser.post("sign_in/attempt_first_factor", &[("password", "wrong")]).await;
        answers.push(seen(&step, &person.email));
        answers.push(seen(&browser.post("client/get", &[]).await, &person.email));
    }
    assert_same(&answers);
}

async fn a_sign_in_with_forms_says_nothing_either(database: Database) {
    let (house, people) = known_and_unknown(&database).await;
    let mut answers: [Vec<String>; 2] = Default::default();
    for (person, answers) in people.iter().zip(&mut answers) {
        let browser = house.browser();
        let forms: [(&str, &[(&str, &str)]); 3] = [
            ("sign_in/create", &[("identifier", &person.email)]),
            ("sign_in/attempt_first_factor", &[("password", "wrong")]),
            ("sign_in/create", &[("identifier", &person.email), ("password", "wrong")]),
        ];
        for (form, fields) in forms {
            let path = format!("/vestibule/api/{form}");
            let led = browser.ask("POST", &path).by_hand().form(fields).send().await;
            answers.push(seen(&led, &person.email));
            let page = browser.page_alone(led.header("location").expect("leads on")).await;
            answers.push(seen(&page, &person.email));
        }
    }
    assert_same(&answers);
}

async fn a_sign_up_says_nothing_about_who_has_an_account(database: Database) {
    let (house, people) = known_and_unknown(&database).await;
    let mut answers: [Vec<String>; 2] = Default::default();
    for (person, answers) in people.iter().zip(&mut answers) {
        let browser = house.browser();
        let mut note = |answer: Answer| answers.push(seen(&answer, &person.email));
        note(house.begin_sign_up(&browser, person).await);
        note(browser.page("/sign-up/verify-email-address").await);
        for _ in 0..6 {
            note(browser.post("sign_up/attempt_verification", &[("code", "1234567")]).await);
        }
        // Without the seconds until another one may be asked for, which pass.
        let early = browser.post("sign_up/prepare_verification", &[]).await;
        early.expect_error(429, "too_many_requests");
        note(browser.post("client/get", &[]).await);
        note(house.begin_sign_up(&browser, person).await);
    }
    assert_same(&answers);
    assert_eq!(house.mails().await.len(), 5, "both were sent something each time");
}

/// Whether a call waits for a hash: in a house whose queue has no place it is refused then.
async fn needs_a_hash(browser: &Browser, form: &str, fields: &[(&str, &str)]) -> bool {
    let answer = browser.post(form, fields).await;
    assert!(matches!(answer.status, 200 | 422 | 429), "{}: {}", answer.status, answer.body);
    answer.status == 429
}

async fn who_has_no_account_costs_as_many_hashes(database: Database) {
    let (house, people) = known_and_unknown(&database).await;
    let full = house.another_with(|settings| settings.password.hash_queue = 0).await;
    for person in &people {
        let browser = full.browser();
        let fields = [("identifier", person.email.as_str()), ("password", "wrong")];
        assert!(needs_a_hash(&browser, "sign_in/create", &fields).await, "{}", person.email);
        assert!(!needs_a_hash(&browser, "sign_in/create", &fields[..1]).await, "{}", person.email);
        let step = needs_a_hash(&browser, "sign_in/attempt_first_factor", &fields[1..]).await;
        assert!(step, "{}", person.email);
        let fields = [("email_address", person.email.as_str()), ("password", &person.password)];
        assert!(needs_a_hash(&browser, "sign_up/create", &fields).await, "{}", person.email);
    }
    // What cannot be anyone's identifier costs one too, where it is taken. Where it is not, that is said of everything like it.
    let with_names = house
        .another_with(|settings| {
            settings.password.hash_queue = 0;
            settings.sign_up.username = vestibule::model::FieldRule::Optional;
        })
        .await;
    for odd in ["x", "a@b@c", "<script>", "ада"] {
        let fields = [("identifier", odd), ("password", "wrong")];
        assert!(needs_a_hash(&with_names.browser(), "sign_in/create", &fields).await, "{odd}");
        assert!(!needs_a_hash(&full.browser(), "sign_in/create", &fields).await, "{odd}");
    }
}

async fn who_has_no_account_is_locked_just_the_same(database: Database) {
    let (house, people) = known_and_unknown(&database).await;
    let mut answers: [Vec<String>; 2] = Default::default();
    for (person, answers) in people.iter().zip(&mut answers) {
        for _ in 0..7 {
            let answer = house.browser().try_password(&person.email, "wrong").await;
            answers.push(format!("{} {}", answer.status, answer.error()));
        }
    }
    assert_same(&answers);
    assert_eq!(answers[0][6], "403 user_locked");
}
