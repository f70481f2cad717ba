//! Mails and text messages, looked at by operators.

use std::collections::BTreeSet;

use vestibule::server::{AuditAction, AuditQuery, OperatorRole};

use crate::support::{Answer, Database, House, on_both};

on_both!(every_message_is_shown_in_every_language, a_test_goes_to_whoever_asks_for_it_alone, a_test_needs_a_way_to_go);

/// The names of the messages that a page links to.
fn kinds(page: &Answer) -> BTreeSet<String> {
    let links = page.body.split("href=\"/admin/mail/").skip(1);
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
