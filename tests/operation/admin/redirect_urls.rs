//! Where one may be led, in the dashboard.

use vestibule::server::{AuditAction, OperatorRole};

use crate::support::{Database, House, on_both};

on_both!(an_address_is_listed_and_taken_away);

async fn an_address_is_listed_and_taken_away(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let (reader, _) = house.operator("reader", OperatorRole::ReadOnly).await;
    let listed = operator.send_form_and_follow("/admin/redirect-urls", &[("url", "my-app://callback")]).await;
    assert!(listed.shows("One may be led there") && listed.shows("my-app://callback"), "{}", listed.body);
    assert_eq!(house.last_to(AuditAction::RedirectUrlCreated).await.as_ref(), Some(&id));
    for wrong in ["my-app://callback", "javascript:alert(1)", "http://docs.example/", ""] {
        let refused = operator.send_form("/admin/redirect-urls", &[("url", wrong)]).await;
        assert!(refused.status == 422 && refused.shows("role=\"alert\""), "{wrong}: {}", refused.body);
    }
    let (urls, total) = house.vestibule.redirect_urls().list(10, 0).await.expect("is read");
    assert_eq!(total, 1);
    let remove = [("id", urls[0].id.as_str())];
    assert_eq!(reader.send_form("/admin/redirect-urls/remove", &remove).await.status, 403);
    assert!(!reader.page_alone("/admin/redirect-urls").await.shows(">Remove<"));
    let gone = operator.send_form_and_follow("/admin/redirect-urls/remove", &remove).await;
    assert!(gone.shows("Nobody is led there any more") && gone.shows("No address is listed"), "{}", gone.body);
    assert_eq!(house.last_to(AuditAction::RedirectUrlDeleted).await.as_ref(), Some(&id));
}
