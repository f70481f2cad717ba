//! Organizations, as other backends change them.

use serde_json::{Value, json};
use vestibule::server::RoleSettings;

use crate::support::backend::Backend;
use crate::support::organizations::house;
use crate::support::pictures::{BLUE, multipart, png};
use crate::support::{Database, House, MINUTE, on_both};

on_both!(
    nothing_changes_where_nothing_is_said,
    metadata_is_replaced,
    domains_are_kept,
    a_domain_is_the_same_in_whatever_letters,
    invitations_stand_in_several_places,
    whoever_is_said_to_invite_may,
    roles_and_permissions_are_told,
    pictures_are_set_and_taken,
    members_are_found_in_many_ways,
    what_is_nothing_is_told_in_json,
);

async fn acme(house: &House, backend: &Backend) -> (Value, String) {
    let [ada] = house.people(["ada"]).await;
    let acme = backend.post("/v1/organizations", json!({ "name": "Acme", "created_by": ada })).await.expect_ok();
    let path = format!("/v1/organizations/{}", acme["id"].as_str().expect("an id"));
    (acme, path)
}

async fn nothing_changes_where_nothing_is_said(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    let (acme, path) = acme(&house, &backend).await;
    house.clock.advance(MINUTE);
    let events = database.count("events").await;
    for body in [None, Some(json!({})), Some(json!({ "name": "Acme", "slug": "acme" }))] {
        assert_eq!(backend.ask("PATCH", &path, body).await.expect_ok()["updated_at"], acme["updated_at"]);
    }
    backend.ask("PATCH", &format!("{path}/metadata"), Some(json!({ "public_metadata": {} }))).await.expect_ok();
    assert_eq!(database.count("events").await, events, "nobody is told");
    let negative = backend.ask("PATCH", &path, Some(json!({ "max_allowed_memberships": -1 }))).await;
    assert_eq!(negative.error(), (422, "form_param_format_invalid", "max_allowed_memberships"));
    let negative = json!({ "name": "B", "max_allowed_memberships": -1 });
    let negative = backend.post("/v1/organizations", negative).await;
    assert_eq!(negative.error(), (422, "form_param_format_invalid", "max_allowed_memberships"));
}

async fn metadata_is_replaced(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    let (_, path) = acme(&house, &backend).await;
    let both = json!({ "public_metadata": { "plan": { "name": "gold" } }, "private_metadata": { "crm": 7 } });
    backend.ask("PATCH", &format!("{path}/metadata"), Some(both)).await.expect_ok();
    let one = json!({ "public_metadata": { "vip": true } });
    let replaced = backend.ask("PUT", &format!("{path}/metadata"), Some(one)).await.expect_ok();
    assert_eq!(replaced["public_metadata"], json!({ "vip": true }));
    assert_eq!(replaced["private_metadata"], json!({ "crm": 7 }), "what is left out stays");
    let also = json!({ "name": "Acme & Sons", "private_metadata": {} });
    let replaced = backend.ask("PATCH", &path, Some(also)).await.expect_ok();
    assert_eq!((&replaced["name"], &replaced["private_metadata"]), (&json!("Acme & Sons"), &json!({})));
    let long = json!({ "public_metadata": { "x": "x".repeat(9_000) } });
    assert_eq!(backend.ask("PUT", &format!("{path}/metadata"), Some(long)).await.status, 422);
    assert_eq!(backend.ask("PUT", "/v1/organizations/org_0/metadata", Some(json!({}))).await.status, 404);
}

async fn domains_are_kept(database: Database) {
    let house = house(&database, |settings| settings.organizations.domains.enabled = true).await;
    let backend = Backend::of(&house, &[]).await;
    let (_, path) = acme(&house, &backend).await;
    let other = backend.post("/v1/organizations", json!({ "name": "Other" })).await.expect_ok();
    let others = format!("/v1/organizations/{}/domains", other["id"].as_str().expect("an id"));
    let domains = format!("{path}/domains");
    let new = json!({ "name": "acme.example", "enrollment_mode": "automatic_suggestion" });
    let made = backend.post(&domains, new).await.expect_ok();
    assert_eq!((&made["verified"], &made["verification"]["status"]), (&json!(true), &json!("verified")));
    assert_eq!(made["enrollment_mode"], "automatic_suggestion");
    assert_eq!((&made["total_pending_invitations"], &made["total_pending_suggestions"]), (&json!(0), &json!(0)));
    let [eve] = house.people(["eve"]).await;
    let sql = "INSERT INTO organization_membership_requests
                   (id, organization_id, user_id, domain_name, status, created_at, updated_at)";
    let organization_id = path.rsplit('/').next().expect("an id");
    database
        .execute(&format!(
            "{sql} VALUES ('orgmemreq_1', '{organization_id}', '{eve}', 'acme.example', 'pending', 1, 1)"
        ))
        .await;
    let asked = backend.get(&domains).await.expect_ok();
    assert_eq!(asked["data"][0]["total_pending_suggestions"], 1);
    database.execute("UPDATE organization_membership_requests SET status = 'rejected'").await;
    assert_eq!(backend.get(&domains).await.expect_ok()["data"][0]["total_pending_suggestions"], 0);
    let twin = json!({ "name": "acme.example", "verified": false });
    let twin = backend.post(&others, twin).await.expect_ok();
    let at = |list: &str, domain: &Value| format!("{list}/{}", domain["id"].as_str().expect("an id"));
    let taken = backend.ask("PATCH", &at(&others, &twin), Some(json!({ "verified": true }))).await;
    assert_eq!(taken.error(), (422, "form_identifier_exists", "name"));
    let let_go = backend.ask("PATCH", &at(&domains, &made), Some(json!({ "verified": false }))).await.expect_ok();
    assert_eq!((&let_go["verified"], &let_go["enrollment_mode"]), (&json!(false), &json!("manual_invitation")));
    backend.ask("PATCH", &at(&others, &twin), Some(json!({ "verified": true }))).await.expect_ok();
    let change = json!({ "enrollment_mode": "automatic_suggestion" });
    let automatic = backend.ask("PATCH", &at(&domains, &made), Some(change)).await;
    assert_eq!(automatic.error().1, "identification_unverified");
    let odd = backend.ask("PATCH", &at(&domains, &made), Some(json!({ "enrollment_mode": "whoever" }))).await;
    assert_eq!(odd.error(), (422, "form_param_format_invalid", "enrollment_mode"));
    let same = json!({ "name": " ACME.example", "enrollment_mode": null });
    let same = backend.ask("PATCH", &at(&domains, &made), Some(same)).await.expect_ok();
    assert_eq!((&same["name"], &same["updated_at"]), (&made["name"], &let_go["updated_at"]));
    let renamed = backend.ask("PATCH", &at(&domains, &made), Some(json!({ "name": "other.example" }))).await;
    assert_eq!(renamed.error(), (422, "form_param_format_invalid", "name"));
    let foreign = backend.ask("PATCH", &at(&others, &made), Some(json!({ "name": "acme.example" }))).await;
    assert_eq!(foreign.status, 404, "it is another one's");
    let list = backend.get(&domains).await.expect_ok();
    assert_eq!((&list["total_count"], &list["data"][0]["id"]), (&json!(1), &made["id"]));
    assert_eq!(backend.ask("DELETE", &at(&others, &made), None).await.status, 404, "it is another one's");
    let gone = backend.ask("DELETE", &at(&domains, &made), None).await.expect_ok();
    assert_eq!(gone, json!({ "object": "organization_domain", "id": made["id"], "deleted": true }));
    assert_eq!(backend.get(&domains).await.expect_ok()["total_count"], 0);
}

async fn a_domain_is_the_same_in_whatever_letters(database: Database) {
    let house = house(&database, |settings| settings.organizations.domains.enabled = true).await;
    let backend = Backend::of(&house, &[]).await;
    let (_, path) = acme(&house, &backend).await;
    let domains = format!("{path}/domains");
    let made = backend.post(&domains, json!({ "name": "bücher.example" })).await.expect_ok();
    assert_eq!(made["name"], "xn--bcher-kva.example");
    let one = format!("{domains}/{}", made["id"].as_str().expect("an id"));
    let named = async |name: &str| backend.ask("PATCH", &one, Some(json!({ "name": name }))).await;
    for same in ["bücher.example", " BÜCHER.example ", "xn--bcher-kva.example", "XN--BCHER-KVA.example"] {
        assert_eq!(named(same).await.expect_ok()["name"], made["name"], "{same}");
    }
    for other in ["bucher.example", "b%C3%BCcher.example", "bücher", "[::1]", "", " "] {
        assert_eq!(named(other).await.error(), (422, "form_param_format_invalid", "name"), "{other}");
    }
    // Nobody could make it any more; it is there, and has its name.
    database.execute("UPDATE organization_domains SET name = 'gmail.com'").await;
    assert_eq!(named("gmail.com").await.expect_ok()["name"], "gmail.com");
}

async fn invitations_stand_in_several_places(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    let (_, path) = acme(&house, &backend).await;
    let [eve] = house.people(["eve"]).await;
    let invitations = format!("{path}/invitations");
    let mut made = Vec::new();
    for address in ["eve@example.com", "b@example.com", "c@example.com"] {
        house.clock.advance(1_000);
        let new = json!({
            "email_address": address, "role": "org:member", "notify": false, "private_metadata": { "of": address },
        });
        made.push(backend.post(&invitations, new).await.expect_ok());
    }
    let at = |one: &Value| format!("{invitations}/{}", one["id"].as_str().expect("an id"));
    let revoke = async |one: &Value| backend.post(&format!("{}/revoke", at(one)), json!({})).await;
    let revoked = revoke(&made[1]).await.expect_ok();
    house.clock.advance(1_000);
    assert_eq!(revoke(&made[1]).await.expect_ok(), revoked, "twice is once");
    let noted = "audit_entries WHERE action = 'organizationInvitation.revoked'";
    let told = "events WHERE type = 'organizationInvitation.revoked'";
    assert_eq!((database.count(noted).await, database.count(told).await), (1, 1));
    for (query, expected) in [
        ("", vec![2, 1, 0]),
        ("?status=pending", vec![2, 0]),
        ("?status=revoked", vec![1]),
        ("?status=pending&status=revoked", vec![2, 1, 0]),
        ("?status=accepted&status=expired", vec![]),
    ] {
        let found = backend.get(&format!("{invitations}{query}")).await.expect_ok();
        let ids: Vec<&Value> = found["data"].as_array().expect("a list").iter().map(|it| &it["id"]).collect();
        let expected: Vec<&Value> = expected.into_iter().map(|at: usize| &made[at]["id"]).collect();
        assert_eq!((ids.len(), &found["total_count"]), (expected.len(), &json!(expected.len())), "{query}");
        assert_eq!(ids, expected, "{query}");
    }
    assert_eq!(backend.get(&format!("{invitations}?status=lost")).await.status, 422);
    let one = backend.get(&at(&made[0])).await.expect_ok();
    assert_eq!((&one["id"], &one["url"]), (&made[0]["id"], &json!(null)), "its link is told once");
    assert_eq!(backend.get(&format!("{invitations}/orginv_0")).await.status, 404);
    let of_eve = format!("/v1/users/{eve}/organization_invitations");
    let theirs = backend.get(&of_eve).await.expect_ok();
    assert_eq!((&theirs["total_count"], &theirs["data"][0]["id"]), (&json!(1), &made[0]["id"]));
    assert_eq!(theirs["data"][0]["public_organization_data"]["name"], "Acme");
    let listed = backend.get(&invitations).await.expect_ok();
    for it in [&made[0], &one, &theirs["data"][0], &listed["data"][2]] {
        assert_eq!(it["private_metadata"], json!({ "of": "eve@example.com" }), "{it}");
    }
    let bulk = json!([{ "email_address": "d@example.com", "role": "org:member", "notify": false }]);
    let bulk = backend.post(&format!("{invitations}/bulk"), bulk).await.expect_ok();
    assert_eq!(bulk["data"][0]["private_metadata"], json!({}));
    assert_eq!(backend.get(&format!("{of_eve}?status=revoked")).await.expect_ok()["total_count"], 0);
    assert_eq!(backend.get(&format!("{of_eve}?status=revoked&status=pending")).await.expect_ok()["total_count"], 1);
    assert_eq!(backend.get("/v1/users/user_0/organization_invitations").await.status, 404);
}

async fn whoever_is_said_to_invite_may(database: Database) {
    let house = house(&database, |settings| {
        let permissions = ["org:sys_memberships:manage"].map(str::to_owned).into();
        let lets_in = RoleSettings { name: "Porter".into(), permissions, ..RoleSettings::default() };
        settings.organizations.roles.insert("org:porter".into(), lets_in);
    })
    .await;
    let backend = Backend::of(&house, &[]).await;
    let (acme, path) = acme(&house, &backend).await;
    let ada = acme["created_by"].as_str().expect("an id").to_owned();
    let [eve, bob, cyd] = house.people(["eve", "bob", "cyd"]).await;
    for (user, role) in [(&eve, "org:porter"), (&bob, "org:member")] {
        backend.post(&format!("{path}/memberships"), json!({ "user_id": user, "role": role })).await.expect_ok();
    }
    let invitations = format!("{path}/invitations");
    let by = |inviter: &str, address: &str, role: &str| json!({ "inviter_user_id": inviter, "email_address": address, "role": role, "notify": false });
    for (inviter, role, status) in [
        (&eve, "org:admin", 403),
        (&bob, "org:porter", 403),
        (&cyd, "org:porter", 404),
        (&"user_\0".to_owned(), "org:porter", 422),
    ] {
        let refused = backend.post(&invitations, by(inviter, "dan@example.com", role)).await;
        assert_eq!(refused.status, status, "{inviter} gives {role}: {}", refused.json);
        let among = json!([by(&ada, "fay@example.com", "org:admin"), by(inviter, "dan@example.com", role)]);
        assert_eq!(backend.post(&format!("{invitations}/bulk"), among).await.status, status, "all of them or nobody");
    }
    assert_eq!(database.count("organization_invitations").await, 0);
    let own = json!({ "email_address": "gus@example.com", "role": "org:admin", "notify": false });
    assert_eq!(backend.post(&invitations, own).await.expect_ok()["inviter_id"], Value::Null);
    let made = backend.post(&invitations, by(&eve, "dan@example.com", "org:porter")).await.expect_ok();
    assert_eq!(made["inviter_id"], json!(eve));
    let kept = database.texts("SELECT inviter_user_id FROM organization_invitations WHERE role = 'org:porter'").await;
    assert_eq!(kept, [eve.as_str()]);
    let id = made["id"].as_str().expect("an id");
    let entry = database.texts(&format!("SELECT changes FROM audit_entries WHERE subject_id = '{id}'")).await;
    assert_eq!(entry.len(), 1);
    assert!(entry[0].contains(&eve), "{}", entry[0]);
    // Whom it is mailed to reads who invites them.
    let mailed = json!({ "inviter_user_id": ada, "email_address": "hal@example.com", "role": "org:member" });
    backend.post(&invitations, mailed).await.expect_ok();
    let mail = house.mail_to("hal@example.com").await;
    assert!(mail.text.contains("Invited by: ada"), "{}", mail.text);
}

async fn roles_and_permissions_are_told(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    let roles = backend.get("/v1/organization_roles").await.expect_ok();
    let keys: Vec<&Value> = roles["data"].as_array().expect("a list").iter().map(|role| &role["key"]).collect();
    assert_eq!(keys[..2], [&json!("org:admin"), &json!("org:member")]);
    assert_eq!(roles["total_count"], keys.len());
    let admin = backend.get("/v1/organization_roles/org:admin").await.expect_ok();
    assert_eq!(admin, roles["data"][0]);
    assert_eq!((&admin["object"], &admin["name"]), (&json!("role"), &json!("Admin")));
    let last = backend.get("/v1/organization_roles?order_by=-key&limit=1&query=MEMBER").await.expect_ok();
    assert_eq!((&last["data"][0]["key"], &last["total_count"]), (&json!("org:member"), &json!(1)));
    assert_eq!(backend.get("/v1/organization_roles/org:nobody").await.status, 404);
    assert_eq!(backend.get("/v1/organization_roles?order_by=age").await.error().2, "order_by");
    let all = backend.get("/v1/organization_permissions?limit=500").await.expect_ok();
    let of_admin = admin["permissions"].as_array().expect("a list");
    assert!(of_admin.iter().all(|permission| all["data"].as_array().is_some_and(|all| all.contains(permission))));
    let one = backend.get("/v1/organization_permissions/org:sys_memberships:manage").await.expect_ok();
    assert_eq!((&one["object"], &one["type"]), (&json!("permission"), &json!("system")));
}

async fn pictures_are_set_and_taken(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    let (acme, path) = acme(&house, &backend).await;
    let user = format!("/v1/users/{}", acme["created_by"].as_str().expect("an id"));
    let [eve] = house.people(["eve"]).await;
    let picture = png(BLUE);
    for (method, path) in [("POST", format!("{user}/profile_image")), ("PUT", format!("{path}/logo"))] {
        let set = backend.upload(method, &path, multipart(&[], Some(("me.png", &picture)))).await.expect_ok();
        assert_eq!(set["has_image"], true, "{path}");
        let url = set["image_url"].as_str().expect("an address");
        let at = url.strip_prefix("http://localhost:3000").expect("is on this site");
        assert_eq!(house.browser().get(at).await.status, 200);
        let none = backend.upload(method, &path, multipart(&[], None)).await;
        assert_eq!(none.error(), (422, "form_param_missing", "file"));
        let text = backend.upload(method, &path, multipart(&[], Some(("me.png", b"text")))).await;
        assert_eq!((text.status, text.error().2), (422, "file"));
        let odd = backend.upload(method, &path, multipart(&[("x", "1")], Some(("me.png", &picture)))).await;
        assert_eq!(odd.error(), (422, "form_param_unknown", "x"));
        let large = vec![0; 10 * 1024 * 1024 + 1];
        let large = backend.upload(method, &path, multipart(&[], Some(("me.png", &large)))).await;
        assert_eq!(large.error(), (422, "avatar_file_size_exceeded", "file"));
        assert_eq!(backend.ask(method, &path, Some(json!({}))).await.error().1, "request_body_invalid");
        for _ in 0..2 {
            let gone = backend.ask("DELETE", &path, None).await.expect_ok();
            assert_eq!((&gone["has_image"], &gone["image_url"]), (&json!(false), &json!("")));
        }
        assert_eq!(house.browser().get(at).await.status, 404, "nobody has it");
    }
    let logo = format!("{path}/logo");
    let stranger = multipart(&[("uploader_user_id", &eve)], Some(("me.png", &picture)));
    assert_eq!(
        backend.upload("PUT", &logo, stranger).await.status,
        404,
        "who does not belong to it does not change it"
    );
    let nobody = multipart(&[], Some(("me.png", &picture)));
    assert_eq!(backend.upload("POST", "/v1/users/user_0/profile_image", nobody).await.status, 404);
}

async fn members_are_found_in_many_ways(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    let (acme, path) = acme(&house, &backend).await;
    let ada = acme["created_by"].as_str().expect("an id").to_owned();
    let [eve, bob] = house.people(["eve", "bob"]).await;
    for (user, role) in [(&eve, "org:member"), (&bob, "org:admin")] {
        house.clock.advance(1_000);
        let new = json!({ "user_id": user, "role": role });
        backend.post(&format!("{path}/memberships"), new).await.expect_ok();
    }
    let named = json!({ "first_name": "Evelyn", "username": "evelyn" });
    backend.ask("PATCH", &format!("/v1/users/{eve}"), Some(named)).await.expect_ok();
    let began = backend.get(&format!("{path}/memberships")).await.expect_ok()["data"][1]["created_at"].clone();
    for (query, expected) in [
        (String::new(), vec![&ada, &eve, &bob]),
        ("order_by=-created_at".into(), vec![&bob, &eve, &ada]),
        ("order_by=email_address".into(), vec![&ada, &bob, &eve]),
        ("order_by=-first_name".into(), vec![&eve, &bob, &ada]),
        ("role=org:admin".into(), vec![&ada, &bob]),
        ("role=org:admin&role=org:member".into(), vec![&ada, &eve, &bob]),
        (format!("user_id={eve}&user_id={bob}"), vec![&eve, &bob]),
        ("email_address=EVE@example.com".into(), vec![&eve]),
        ("email_address=nonsense".into(), vec![]),
        ("username=evelyn".into(), vec![&eve]),
        ("phone_number=%2B491512345678".into(), vec![]),
        ("query=evel".into(), vec![&eve]),
        ("query=example.com".into(), vec![&ada, &eve, &bob]),
        ("email_address_query=BOB".into(), vec![&bob]),
        ("username_query=bob".into(), vec![]),
        ("name_query=velyn".into(), vec![&eve]),
        ("name_query=%25".into(), vec![]),
        ("query=%00".into(), vec![]),
        (format!("created_at_after={began}"), vec![&eve, &bob]),
        (format!("created_at_before={began}"), vec![&ada]),
        ("last_active_at_before=1".into(), vec![]),
        ("limit=1&offset=1".into(), vec![&eve]),
    ] {
        let found = backend.get(&format!("{path}/memberships?{query}")).await.expect_ok();
        let all = found["data"].as_array().expect("a list");
        let ids: Vec<&str> = all.iter().map(|it| it["public_user_data"]["user_id"].as_str().expect("an id")).collect();
        assert_eq!(ids, expected, "{query}");
        let total = if query.starts_with("limit") { 3 } else { expected.len() };
        assert_eq!(found["total_count"], total, "{query}");
    }
    assert_eq!(backend.get(&format!("{path}/memberships?order_by=age")).await.error().2, "order_by");
    assert_eq!(backend.get("/v1/organizations/org_0/memberships").await.status, 404);
    backend.post("/v1/organizations", json!({ "name": "Other", "created_by": eve })).await.expect_ok();
    let all = backend.get("/v1/organization_memberships?order_by=-created_at&limit=2").await.expect_ok();
    assert_eq!((&all["total_count"], &all["data"][0]["organization"]["name"]), (&json!(4), &json!("Other")));
    assert_eq!(all["data"][1]["organization"]["id"], acme["id"]);
}

async fn what_is_nothing_is_told_in_json(database: Database) {
    let house = house(&database, |_| {}).await;
    let backend = Backend::of(&house, &[]).await;
    for (method, path, expected) in [
        ("GET", "/v1/planets", (404, "resource_not_found", "")),
        ("POST", "/v1/users/user_0/fly/away", (404, "resource_not_found", "")),
        ("DELETE", "/v1/users", (405, "method_not_allowed", "")),
        ("PUT", "/v1/organizations/org_0", (405, "method_not_allowed", "")),
    ] {
        assert_eq!(backend.ask(method, path, None).await.error(), expected, "{method} {path}");
    }
    assert_eq!(Backend::presenting(&house, None).get("/v1/planets").await.error().1, "resource_not_found");
}
