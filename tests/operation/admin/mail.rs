//! Mails and text messages, looked at by operators.

use std::collections::BTreeSet;

use vestibule::server::{AuditAction, AuditQuery, OperatorRole};

use crate::support::{Answer, Browser, Database, House, MINUTE, on_both};

on_both!(
    every_message_is_shown_in_every_language,
    what_a_mail_says_is_tried_out_saved_and_taken_back,
    what_cannot_be_said_stays_in_its_field,
    nobody_is_led_to_what_another_has_typed,
    a_test_goes_to_whoever_asks_for_it_alone,
    a_test_needs_a_way_to_go,
);

/// The page of a message.
const PAGE: &str = "/admin/mail/password_changed";

/// The names of the messages that a page links to, besides what the palette does on every page.
fn kinds(page: &Answer) -> BTreeSet<String> {
    let (page, _) = page.body.split_once("<template").expect("has one");
    let links = page.split("href=\"/admin/mail/").skip(1);
    links.filter_map(|rest| rest.split('?').next()).map(str::to_owned).collect()
}

async fn every_message_is_shown_in_every_language(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let list = operator.page_alone("/admin/mail").await;
    let all = kinds(&list);
    assert!(all.len() > 30 && all.contains("verification_code") && all.contains("verification_code_sms"), "{all:?}");
    for kind in &all {
        let page = operator.page_alone(&format!("/admin/mail/{kind}?language=de")).await;
        assert!(page.status == 200 && page.shows("lang=\"de\""), "{kind}: {}", page.body);
        assert!(!page.shows("Send a test mail to me"), "{kind}: they only look");
        let html = operator.page_alone(&format!("/admin/mail/{kind}/preview?language=de")).await;
        assert_eq!(html.status, if kind.ends_with("_sms") { 404 } else { 200 }, "{kind}");
        assert_eq!(page.shows("sandbox=\"\""), html.status == 200, "{kind}");
        if html.status == 200 {
            assert!(html.shows("lang=\"de\"") && !html.shows("<script"), "{kind}: {}", html.body);
            let policy = html.header("content-security-policy").expect("a policy");
            assert!(policy.ends_with("; sandbox") && policy.contains("frame-ancestors 'self'"), "{policy}");
        }
    }
    let texts = ["en", "de", "ja", "ar"].map(|tag| format!("/admin/mail?language={tag}"));
    let mut seen = BTreeSet::new();
    for path in &texts {
        let page = operator.page_alone(path).await;
        assert_eq!(kinds(&page), all, "{path}");
        seen.insert(page.body);
    }
    assert_eq!(seen.len(), texts.len(), "each says something else");
    for nothing in ["nothing", "verification_code_sms_sms", "..%2Fx", "%00"] {
        assert_eq!(operator.page_alone(&format!("/admin/mail/{nothing}")).await.status, 404, "{nothing}");
    }
    assert_eq!(operator.page_alone("/admin/mail?language=xx").await.status, 200, "it is the app's then");
}

/// What is tried out on the page of a mail: it is in the address.
async fn try_out(browser: &Browser, path: &str) -> Answer {
    browser.ask("GET", path).by_hand().send().await
}

/// What the page of a mail has in its fields, with another subject.
const TYPED: [(&str, &str); 3] =
    [("draft", "1"), ("language", "en"), ("subject", "Notes & co: { $app_name } has a <new> password of yours")];

async fn what_a_mail_says_is_tried_out_saved_and_taken_back(database: Database) {
    let house = House::with(&database, |settings| settings.app_name = "App".into()).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let page = operator.page_alone(PAGE).await;
    assert!(page.shows("name=\"subject\"") && page.shows("Your { $app_name } password was changed"), "{}", page.body);
    let query = "draft=1&language=en&subject=Notes+%26+co%3A+%7B+%24app_name+%7D+has+a+%3Cnew%3E+password+of+yours";
    let said = "Notes &amp; co: App has a &lt;new&gt; password of yours";

    // Before anything is saved.
    let tried = try_out(&operator, &format!("{PAGE}?{query}")).await;
    assert!(tried.status == 200 && tried.shows(said) && tried.shows("It is not saved"), "{}", tried.body);
    assert!(tried.shows("{ $app_name } has a &lt;new&gt; password"), "it stays in its field: {}", tried.body);
    let html = try_out(&operator, &format!("{PAGE}/preview?draft=1&language=en&lead=%3Cb%3EHere%3C%2Fb%3E")).await;
    assert!(html.shows("&lt;b&gt;Here&lt;/b&gt;") && !html.shows("<b>Here"), "{}", html.body);
    let test = operator.send_form(&format!("{PAGE}/test"), &TYPED).await;
    assert!(test.status == 200 && test.shows("A mail is on its way to you") && test.shows(said), "{}", test.body);
    assert_eq!(house.mails().await[0].subject, "Notes & co: App has a <new> password of yours");
    assert_eq!(database.count("settings_changes").await, 0);
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    assert!(!support.page_alone(PAGE).await.shows("name=\"subject\""), "they only look");
    assert_eq!(support.send_form(PAGE, &TYPED).await.status, 403);

    let saved = operator.send_form_and_follow(PAGE, &TYPED).await;
    assert!(
        saved.shows("Saved. Messages that are written from now on say so") && saved.shows(">Changed<"),
        "{}",
        saved.body
    );
    assert_eq!(database.count("settings_changes").await, 1, "what says what comes with it is not said");
    assert_eq!(house.last_to(AuditAction::SettingsChanged).await.as_ref(), Some(&id));
    operator.send_form(&format!("{PAGE}/test"), &[("language", "en")]).await;
    assert_eq!(house.mails().await[0].subject, "Notes & co: App has a <new> password of yours");
    operator.send_form(&format!("{PAGE}/test"), &[("language", "de")]).await;
    assert!(house.mails().await[0].subject.contains("Passwort"), "in that language alone");
    assert!(operator.page_alone("/admin/mail?language=en").await.shows(">Changed<"));
    assert!(!operator.page_alone("/admin/mail?language=de").await.shows(">Changed<"));
    let same = operator.send_form_and_follow(PAGE, &TYPED).await;
    assert!(same.shows("It is so already"), "{}", same.body);
    let history = operator.page_alone("/admin/settings/history").await;
    assert!(history.shows("message_words.en.&quot;password_changed.subject&quot;"), "{}", history.body);
    assert!(operator.page_alone("/admin/settings/messages").await.shows("password_changed.subject"));

    let back = operator.send_form_and_follow(PAGE, &[("draft", "1"), ("language", "en"), ("back", "1")]).await;
    assert!(back.shows("Your { $app_name } password was changed") && !back.shows(">Changed<"), "{}", back.body);
    operator.send_form(&format!("{PAGE}/test"), &[("language", "en")]).await;
    assert_eq!(house.mails().await[0].subject, "Your App password was changed");
}

async fn what_cannot_be_said_stays_in_its_field(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    for (wrong, why) in [
        ("Hello { $inviter }", "there is no `$inviter` here"),
        ("Hello { $app_name", "cannot be read"),
        ("Hello { nothing }", "there is no sentence `nothing`"),
        ("Hello { $url }", "it stands elsewhere in the message"),
        ("Go on: https://evil.example/", "which mail programs take for an address"),
    ] {
        let fields = [("draft", "1"), ("language", "en"), ("subject", wrong), ("lead", "This stays")];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        for answer in [
            operator.send_form(PAGE, &fields).await,
            operator.send_form(&format!("{PAGE}/test"), &fields).await,
            try_out(&operator, &format!("{PAGE}?{query}")).await,
        ] {
            assert!(answer.status == 422 && answer.shows(why), "{wrong}: {}", answer.body);
            assert!(
                answer.shows("id=\"say-subject-wrong\"") && !answer.shows("id=\"say-lead-wrong\""),
                "{}",
                answer.body
            );
            assert!(
                answer.shows(&format!("\n{wrong}</textarea>")) && answer.shows("\nThis stays</textarea>"),
                "{}",
                answer.body
            );
        }
        let html = try_out(&operator, &format!("{PAGE}/preview?{query}")).await;
        assert!(html.status == 200 && html.shows(why) && !html.shows("This stays"), "{wrong}: {}", html.body);
    }
    let code = "/admin/mail/verification_code_sms";
    let useless = [("draft", "1"), ("language", "en"), ("lead", "Somebody wants in")];
    let refused = operator.send_form(code, &useless).await;
    assert!(refused.status == 422 && refused.shows("without it the message is good for nothing"), "{}", refused.body);
    assert_eq!(database.count("settings_changes").await, 0);

    // Somebody else was faster.
    let first = [TYPED[0], TYPED[1], TYPED[2], ("seen", "0")];
    operator.send_form(PAGE, &first).await;
    let second = [TYPED[0], TYPED[1], ("subject", "Another one"), ("seen", "0")];
    let refused = operator.send_form(PAGE, &second).await;
    assert!(refused.status == 422 && refused.shows("was changed by somebody else meanwhile"), "{}", refused.body);
    assert_eq!(database.count("settings_changes").await, 1);

    house.clock.advance(11 * MINUTE);
    let led = operator.send_form(PAGE, &TYPED).await;
    let to = "/vestibule/reverify?redirect_url=/admin/mail/password_changed";
    assert!(
        led.status == 303 && led.header("location").is_some_and(|it| it.starts_with(to)),
        "{:?}",
        led.header("location")
    );
}

async fn nobody_is_led_to_what_another_has_typed(database: Database) {
    let house = House::open(&database).await;
    let (admin, _) = house.operator("operator", OperatorRole::Admin).await;
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    let fields = "language=en&draft=1&lead=Call+this+number";
    let deep = format!("language=en&draft=1&lead={}", "%7B".repeat(4_000));
    for path in [PAGE.to_owned(), format!("{PAGE}/preview")] {
        let (typed, deep) = (format!("{path}?{fields}"), format!("{path}?{deep}"));
        assert!(try_out(&admin, &typed).await.shows("Call this number"), "{path}");
        let told = try_out(&admin, &deep).await;
        assert!(told.shows("stand in each other"), "{path}: {}", told.body);
        for address in [&typed, &deep] {
            let by_link = |site: &str| admin.ask("GET", address).by_hand().header("sec-fetch-site", site).send();
            for answer in [
                by_link("cross-site").await,
                by_link("none").await,
                admin.page_alone(address).await,
                try_out(&support, address).await,
            ] {
                assert_eq!(answer.status, 200, "{path}: {}", answer.body);
                assert!(!answer.shows("Call this number") && !answer.shows(&"{".repeat(9)), "{path}: {}", answer.body);
            }
        }
    }
}

async fn a_test_goes_to_whoever_asks_for_it_alone(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let before = house.mails().await.len();
    let path = "/admin/mail/password_changed/test";
    let fields = [("language", "de"), ("email_address", "eve@evil.example"), ("to", "eve@evil.example")];
    let sent = operator.send_form_and_follow(path, &fields).await;
    assert!(sent.shows("A mail is on its way to you"), "{}", sent.body);
    assert_eq!(sent.path, "/admin/mail/password_changed?language=de");
    let mails = house.mails().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (before + 1, "operator@example.com"));
    assert!(mails[0].subject.contains("Passwort"), "{}", mails[0].subject);
    let query = AuditQuery { actions: vec![AuditAction::MessageTested], ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!((noted.len(), noted[0].actor_id.as_ref()), (1, Some(&id)));
    assert_eq!(noted[0].changes["template"], "password_changed");

    let text = operator.send_form_and_follow("/admin/mail/verification_code_sms/test", &[]).await;
    assert!(text.shows("role=\"alert\""), "{}", text.body);
    assert_eq!(operator.send_form("/admin/mail/nothing/test", &[]).await.status, 404);
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    assert_eq!(support.send_form(path, &[]).await.status, 403);
    let (user, _) = house.person("ordinary").await;
    assert_eq!(user.send_form(path, &[]).await.status, 404);
    assert_eq!(house.mails().await.iter().filter(|mail| mail.subject == mails[0].subject).count(), 1);
}

async fn a_test_needs_a_way_to_go(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    // As if they had never proven it.
    database.execute(&format!("UPDATE identifiers SET verified_at = NULL WHERE user_id = '{id}'")).await;
    let page = operator.page_alone("/admin/mail/password_changed").await;
    assert!(page.shows("no email address that is known to be yours"), "{}", page.body);
    let before = house.mails().await.len();
    let refused = operator.send_form_and_follow("/admin/mail/password_changed/test", &[]).await;
    assert!(refused.shows("email_address:"), "{}", refused.body);
    assert_eq!(house.mails().await.len(), before);
}
