//! Mails and text messages in the language of whoever gets them.

use vestibule::model::{FieldRule, SignUpMode};
use vestibule::server::{Language, NewInvitation};

use crate::support::{Browser, Database, Folder, HOUR, House, MINUTE, Person, on_both};

on_both!(
    whoever_signs_up_in_german_is_written_to_in_german,
    whoever_has_no_language_is_written_to_in_that_of_the_browser,
    the_answer_is_the_same_whatever_language_the_owner_reads,
    text_messages_have_a_language_too,
    whoever_waits_is_invited_in_their_language,
    templates_can_be_for_one_language,
);

const SIGN_UP: &str = "sign_up/create";
const VERIFY: &str = "sign_up/attempt_verification";
const SIGN_IN: &str = "sign_in/create";
const PREPARE: &str = "sign_in/prepare_first_factor";
const ATTEMPT: &str = "sign_in/attempt_first_factor";
const BY_CODE: (&str, &str) = ("strategy", "email_code");
const FORGOTTEN: (&str, &str) = ("strategy", "reset_password_email_code");

async fn house(database: &Database) -> House {
    House::with(database, |settings| settings.app_name = "Notes".into()).await
}

/// Signs someone up in a browser.
async fn sign_up(house: &House, browser: &Browser, person: &Person) {
    house.begin_sign_up(browser, person).await.expect_ok();
    let code = house.code_for(&person.email).await;
    browser.post(VERIFY, &[("code", &code)]).await.expect_ok();
}

/// The subject of the newest mail, without the code.
async fn subject(house: &House, address: &str) -> String {
    let mail = house.mail_to(address).await;
    mail.code.map_or(mail.subject.clone(), |code| mail.subject.replace(&code, "#"))
}

/// Asks for a code by mail, in a browser that has not been here; what the browser was told.
async fn ask(house: &House, languages: &'static str, address: &str, how: (&str, &str)) -> (Browser, String) {
    let browser = house.browser().reading(languages);
    browser.post(SIGN_IN, &[("identifier", address)]).await.expect_ok();
    let answer = browser.post(PREPARE, &[how]).await;
    answer.expect_ok();
    (browser, answer.json()["redirect_to"].to_string())
}

async fn whoever_signs_up_in_german_is_written_to_in_german(database: Database) {
    let house = house(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser().reading("de-AT, de;q=0.9, en;q=0.5"));
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    assert_eq!(subject(&house, &ada.email).await, "# ist Ihr Bestätigungscode für Notes");
    let mail = house.mail_to(&ada.email).await;
    let html = mail.html.expect("has HTML");
    assert!(html.contains("<html lang=\"de\" dir=\"ltr\">") && html.contains("10 Minuten lang gültig"), "{html}");
    assert!(mail.text.contains("Geben Sie diesen Code ein"), "{}", mail.text);
    let code = house.code_for(&ada.email).await;
    browser.post(VERIFY, &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.get("/api/me").await.json()["locale"], "de");

    // Whatever browser asks from now on.
    house.clock.advance(HOUR);
    let (english, _) = ask(&house, "en-US", &ada.email, FORGOTTEN).await;
    assert_eq!(subject(&house, &ada.email).await, "# ist Ihr Code zum Zurücksetzen des Passworts für Notes");
    let code = house.code_for(&ada.email).await;
    english.post(ATTEMPT, &[FORGOTTEN, ("code", &code)]).await.expect_ok();
    english.post("sign_in/reset_password", &[("new_password", "harbour kettle ribbon 77")]).await.expect_ok();
    assert_eq!(subject(&house, &ada.email).await, "Ihr Passwort für Notes wurde geändert");
    house.clock.advance(HOUR);
    house.begin_sign_up(&house.browser().reading("fr"), &ada).await.expect_ok();
    assert_eq!(subject(&house, &ada.email).await, "Sie haben bereits ein Konto bei Notes");
    assert_eq!(english.get("/api/me").await.json()["locale"], "de", "it is not changed on the way");
}

async fn whoever_has_no_language_is_written_to_in_that_of_the_browser(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    // Norwegian is none that there is.
    sign_up(&house, &house.browser().reading("nb-NO, nb;q=0.9"), &ada).await;
    assert_eq!(subject(&house, &ada.email).await, "# is your Notes verification code");
    for (languages, expected) in [
        ("fr-CA", "# est votre code de vérification Notes"),
        ("zh-TW, en;q=0.5", "# 是您的 Notes 驗證碼"),
        ("sv", "# is your Notes verification code"),
        ("ar", "# هو رمز التحقق الخاص بك في \u{2068}Notes\u{2069}"),
    ] {
        house.clock.advance(HOUR);
        ask(&house, languages, &ada.email, BY_CODE).await;
        assert_eq!(subject(&house, &ada.email).await, expected);
    }
    ask(&house, "fr", "bob@example.com", BY_CODE).await;
    assert_eq!(subject(&house, "bob@example.com").await, "Vous n’avez pas encore de compte Notes");

    let polish = house.another_with(|settings| settings.default_locale = Language::Polish).await;
    house.clock.advance(HOUR);
    ask(&polish, "sv", &ada.email, BY_CODE).await;
    assert_eq!(subject(&house, &ada.email).await, "# to Twój kod weryfikacyjny Notes");
}

async fn the_answer_is_the_same_whatever_language_the_owner_reads(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    sign_up(&house, &house.browser().reading("he"), &ada).await;
    house.clock.advance(HOUR);
    let page = async |address: &str| {
        let (browser, answer) = ask(&house, "en", address, BY_CODE).await;
        (answer, browser.page("/sign-in/factor-one").await.body.replace(address, "#"))
    };
    let (known, known_page) = page(&ada.email).await;
    let (unknown, unknown_page) = page("bob@example.com").await;
    assert_eq!(known, unknown);
    assert_eq!(known_page.matches("lang=\"en\"").count(), unknown_page.matches("lang=\"en\"").count());
    for page in [&known_page, &unknown_page] {
        assert!(!page.contains("\"he\"") && !page.contains("locale\":\""), "{page}");
    }
    assert_eq!(subject(&house, &ada.email).await, "# הוא קוד האימות שלך ב-\u{2068}Notes\u{2069}");
    assert_eq!(subject(&house, "bob@example.com").await, "You have no account with Notes yet");
}

async fn text_messages_have_a_language_too(database: Database) {
    let house = House::with(&database, |settings| {
        settings.app_name = "Notes".into();
        settings.sign_up.phone_number = FieldRule::Required;
    })
    .await;
    const NUMBER: &str = "+4915123456789";
    let sign_up = async |name: &str| {
        let (person, browser) = (Person::named(name), house.browser().reading("de"));
        let fields =
            [("email_address", person.email.as_str()), ("password", &person.password), ("phone_number", NUMBER)];
        browser.post(SIGN_UP, &fields).await.expect_ok();
        let code = house.code_for(&person.email).await;
        browser.post(VERIFY, &[("code", &code)]).await.expect_ok();
        browser
    };
    let browser = sign_up("ada").await;
    let code = house.code_for(NUMBER).await;
    let text = house.mail_to(NUMBER).await.text;
    assert_eq!(text, format!("{code} ist Ihr Bestätigungscode für Notes. Geben Sie ihn niemals weiter."));
    browser.post(VERIFY, &[("code", &code)]).await.expect_ok();

    house.clock.advance(HOUR);
    let english = house.browser().reading("en");
    english.post(SIGN_IN, &[("identifier", NUMBER)]).await.expect_ok();
    english.post(PREPARE, &[("strategy", "phone_code")]).await.expect_ok();
    assert!(house.mail_to(NUMBER).await.text.contains("Bestätigungscode"));
    sign_up("bob").await;
    let text = house.mail_to(NUMBER).await.text;
    assert_eq!(text, "Sie haben bereits ein Konto bei Notes. Anmelden: http://localhost:3000/sign-in");
}

async fn whoever_waits_is_invited_in_their_language(database: Database) {
    let house = House::with(&database, |settings| {
        settings.app_name = "Notes".into();
        settings.sign_up.mode = SignUpMode::Waitlist;
        settings.default_locale = Language::Dutch;
    })
    .await;
    let ada = Person::named("ada");
    let join = async |languages| {
        let browser = house.browser().reading(languages);
        browser.post("waitlist/join", &[("email_address", &ada.email)]).await.expect_ok();
    };
    join("ja").await;
    assert_eq!(subject(&house, &ada.email).await, "Notes の順番待ちリストに登録されました");
    let entries = house.vestibule.waitlist().list(None, 10, 0).await.expect("a list");
    house.clock.advance(MINUTE);
    house.vestibule.waitlist().invite(&entries[0].id).await.expect("is invited");
    assert_eq!(subject(&house, &ada.email).await, "Notes への招待");

    let bob = "bob@example.com";
    let invite = async |language| {
        house.clock.advance(MINUTE);
        let new = NewInvitation { language, ignore_existing: true, ..NewInvitation::to(bob) };
        house.vestibule.invitations().create(&new).await.expect("is invited");
        subject(&house, bob).await
    };
    assert_eq!(invite(None).await, "Je bent uitgenodigd voor Notes");
    assert_eq!(invite(Some(Language::Turkish)).await, "Notes uygulamasına davet edildiniz");
}

async fn templates_can_be_for_one_language(database: Database) {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path().join("de")).expect("a folder");
    for (name, text) in [
        ("mail.txt", "{% include '_greeting.txt' %} {{ lang }} {{ text.title }}"),
        ("_greeting.txt", "Hello."),
        ("de/_greeting.txt", "Guten Tag."),
        ("de/verification_code.subject.txt", "Notizen: {{ code }}"),
    ] {
        std::fs::write(folder.path().join(name), text).expect("is written");
    }
    let house = House::with(&database, |settings| {
        settings.app_name = "Notes".into();
        settings.mail.templates = folder.path().display().to_string();
    })
    .await;
    for (name, languages, said) in [
        ("ada", "de", ("Notizen: #", "Guten Tag. de Ihr Bestätigungscode\n")),
        ("bob", "en", ("# is your Notes verification code", "Hello. en Your verification code\n")),
        ("eve", "it", ("# è il tuo codice di verifica per Notes", "Hello. it Il tuo codice di verifica\n")),
    ] {
        let person = Person::named(name);
        house.begin_sign_up(&house.browser().reading(languages), &person).await.expect_ok();
        let text = house.mail_to(&person.email).await.text;
        assert_eq!((subject(&house, &person.email).await.as_str(), text.as_str()), said);
    }
}
