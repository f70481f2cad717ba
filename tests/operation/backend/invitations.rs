//! Invitations to sign up, as another backend looks for them.

use serde_json::{Value, json};

use crate::support::backend::Backend;
use crate::support::{Database, House, on_both};

on_both!(invitations_are_found_and_ordered);

async fn invitations_are_found_and_ordered(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let mut made: Vec<Value> = Vec::new();
    for (address, days) in [("bea@example.com", 3), ("ada@work.example", 9), ("cyd@example.com", 1)] {
        house.clock.advance(1_000);
        let new = json!({ "email_address": address, "expires_in_days": days, "notify": false });
        made.push(backend.post("/v1/invitations", new).await.expect_ok());
    }
    let revoked = format!("/v1/invitations/{}/revoke", made[0]["id"].as_str().expect("an id"));
    backend.post(&revoked, json!({})).await.expect_ok();
    let id = made[1]["id"].as_str().expect("an id").to_uppercase();
    for (query, expected) in [
        (String::new(), vec![2, 1, 0]),
        ("order_by=%2Bcreated_at".into(), vec![0, 1, 2]),
        ("order_by=email_address".into(), vec![1, 0, 2]),
        ("order_by=-expires_at".into(), vec![1, 0, 2]),
        ("query=EXAMPLE.com".into(), vec![2, 0]),
        ("query=example.com&status=pending".into(), vec![2]),
        (format!("query={id}"), vec![1]),
        ("query=%25".into(), vec![]),
        ("query=%00".into(), vec![]),
        ("status=revoked".into(), vec![0]),
        ("status=accepted".into(), vec![]),
        ("limit=1&offset=1".into(), vec![1]),
    ] {
        let found = backend.get(&format!("/v1/invitations?paginated=true&{query}")).await.expect_ok();
        let ids: Vec<&Value> = found["data"].as_array().expect("a list").iter().map(|it| &it["id"]).collect();
        let total = if query.starts_with("limit") { 3 } else { expected.len() };
        let expected: Vec<&Value> = expected.into_iter().map(|at: usize| &made[at]["id"]).collect();
        assert_eq!(ids, expected, "{query}");
        assert_eq!(found["total_count"], total, "{query}");
        assert_eq!(backend.get(&format!("/v1/invitations?{query}")).await.expect_ok(), found["data"], "{query}");
    }
    assert_eq!(backend.get("/v1/invitations?order_by=age").await.error().2, "order_by");
    house.clock.advance(2 * 24 * 60 * 60 * 1_000);
    let expired = backend.get("/v1/invitations?status=expired").await.expect_ok();
    assert_eq!(expired[0]["id"], made[2]["id"]);
}
