//! What of the settings is made anew when it changes, and what stands there that does not: with why.

use vestibule::server::OperatorRole;

use super::{about, at, refused, save};
use crate::support::backend::Backend;
use crate::support::{Database, Folder, House, MINUTE, on_both};

on_both!(
    what_stays_says_why,
    what_once_needed_a_start_is_changed_there,
    a_file_that_is_not_there_is_told_beside_its_field,
    owners_alone_say_where_pictures_are_kept_and_confirm_it,
    whoever_may_not_say_where_pictures_are_kept_sees_it,
    what_names_files_and_weakens_hashes_asks_for_a_proof,
);

async fn what_stays_says_why(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let page = owner.page(&at("/start")).await;
    for (name, why) in [
        ("environment", "Which pages there are, and what would be unsafe, follows from it"),
        ("base_url", "Every passkey, token and registered redirect is bound to it"),
        ("secret_key_file", "no other one opens it"),
        ("admin.enabled", "nobody could switch it on again from here"),
        ("webhooks.allow_loopback", "only who runs the machine says so"),
        ("paths.sign_in", "own code has that page there"),
        ("paths.sign_up", "own code has that page there"),
    ] {
        let said = about(&page.body, name);
        assert!(said.contains(why) && said.contains("a start.") && said.contains("Leptos.toml"), "{name}: {said}");
        assert!(!said.contains(&format!("name=\"{name}\"")), "{said}");
    }
    for (name, in_the_file) in
        [("webhooks.allow_loopback", "[vestibule.webhooks] allow_loopback"), ("base_url", "[vestibule] base_url")]
    {
        let said = about(&page.body, name);
        assert!(said.contains(&format!("<code>{in_the_file}</code>")), "{name}: {said}");
    }
    for (group, name) in [
        ("/passwords", "password.hash.memory_kib"),
        ("/passwords", "password.hash.parallelism"),
        ("/passwords", "password.hash_workers"),
        ("/api", "backend_api.enabled"),
        ("/api", "backend_api.unversioned"),
        ("/general", "paths.after_sign_out"),
        ("/general", "paths.user_profile"),
        ("/messages", "mail.templates"),
        ("/messages", "mail.smtp_ca_file"),
        ("/sessions", "devices.ip_database"),
        ("/pictures", "storage.url"),
    ] {
        let page = owner.page(&at(group)).await;
        assert!(!about(&page.body, name).contains("At a start"), "{name}: {}", page.body);
    }
}

async fn what_once_needed_a_start_is_changed_there(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let backend = Backend::of(&house, &[]).await;
    save(&owner, "/api", &[("backend_api.enabled", "false")]).await;
    assert_eq!(backend.get("/v1/users").await.status, 404);
    let keys = owner.page("/admin/keys").await;
    assert!(keys.shows("The REST API is switched off") && keys.shows("href=\"/admin/settings/api\""), "{}", keys.body);
    save(&owner, "/api", &[("unset", "backend_api.enabled")]).await;
    backend.get("/v1/users").await.expect_ok();

    save(&owner, "/general", &[("paths.after_sign_out", "/bye"), ("paths.user_profile", "/user")]).await;
    let app = house.vestibule.clone();
    assert_eq!(
        (app.settings().paths.after_sign_out.as_str(), app.settings().paths.user_profile.as_str()),
        ("/bye", "/user")
    );
    let told = refused(&owner, "/general", &[("paths.after_sign_out", "https://evil.example")]).await;
    assert!(about(&told, "paths.after_sign_out").contains("Is a path that begins with one slash"), "{told}");

    save(&owner, "/passwords", &[("password.hash.parallelism", "2"), ("password.hash_queue", "64")]).await;
    let told = refused(&owner, "/passwords", &[("password.hash_queue", "0")]).await;
    assert!(about(&told, "password.hash_queue").contains("Is at least 1"), "{told}");
    let told = refused(&owner, "/passwords", &[("password.hash.parallelism", "4000")]).await;
    assert!(told.contains("password.hash: "), "of the mix, above the fields: {told}");
}

async fn a_file_that_is_not_there_is_told_beside_its_field(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    for (page, name) in
        [("/sessions", "devices.ip_database"), ("/messages", "mail.templates"), ("/messages", "mail.smtp_ca_file")]
    {
        let told = refused(&owner, page, &[(name, "/nowhere/at/all")]).await;
        let said = about(&told, name);
        assert!(said.contains("/nowhere/at/all: No such file") && said.contains("aria-invalid=\"true\""), "{said}");
    }
    assert_eq!(database.count("settings_changes").await, 0);
}

async fn owners_alone_say_where_pictures_are_kept_and_confirm_it(database: Database) {
    let (house, folder) = (House::open(&database).await, Folder::new());
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    let url = folder.path().join("pictures").display().to_string();
    let now = |house: &House| house.vestibule.clone().settings().storage.url.clone();
    let page = owner.page(&at("/pictures")).await;
    assert!(about(&page.body, "storage.url").contains("are not moved"), "{}", page.body);

    let there = ("storage.url", url.as_str());
    let admins = admin.send_form(&at("/pictures"), &[there, ("confirmation", &url)]).await;
    assert!(admins.status == 403 && admins.shows("This needs the role Owner"), "{}", admins.body);
    let secret = ("storage.secret_access_key", "hunter2");
    for fields in [&[there][..], &[there, ("confirmation", "pictures")], &[there, secret]] {
        let asked = owner.send_form(&at("/pictures"), fields).await;
        assert!(asked.status == 422 && asked.shows("Pictures that are there now will not be shown"), "{}", asked.body);
        assert!(asked.shows(&format!("type=\"hidden\" name=\"storage.url\" value=\"{url}\"")), "{}", asked.body);
        let again = asked.shows("id=\"elsewhere-secret\"");
        assert!(again == fields.contains(&secret) && !asked.shows("hunter2"), "{}", asked.body);
    }
    assert_eq!(now(&house), "data/avatars");
    let nowhere = folder.path().join("file/pictures").display().to_string();
    std::fs::write(folder.path().join("file"), "x").expect("is written");
    let told = refused(&owner, "/pictures", &[("storage.url", &nowhere), ("confirmation", &nowhere)]).await;
    assert!(about(&told, "storage.url").contains("A picture could not be kept there and read again"), "{told}");
    save(&owner, "/pictures", &[there, ("confirmation", &url)]).await;
    assert_eq!(now(&house), url);

    // Nobody does it by the way.
    let (changes, _) = house.vestibule.runtime_settings().history(1, 0).await.expect("a history");
    let revert = format!("{}/{}/revert", at("/history"), changes[0].id);
    let shown = admin.page(&at("/history")).await;
    assert!(!shown.shows(&revert), "{}", shown.body);
    assert!(shown.shows(&format!("<code>vestibule settings revert {}</code>", changes[0].id)), "{}", shown.body);
    assert_eq!(admin.send_form(&revert, &[("confirmation", "data/avatars")]).await.status, 403);
    assert!(owner.page(&at("/history")).await.shows(&revert));
    for fields in [&[][..], &[("confirmation", "pictures")]] {
        let asked = owner.send_form(&revert, fields).await;
        assert!(asked.status == 422 && asked.shows("<code>data/avatars</code>"), "{}", asked.body);
        assert!(asked.shows(&format!("action=\"{revert}\"")), "{}", asked.body);
    }
    assert_eq!(now(&house), url);
    let unset = [("unset", "storage.url")];
    assert_eq!(admin.send_form(&at("/pictures"), &unset).await.status, 403);
    let asked = owner.send_form(&at("/pictures"), &unset).await;
    assert!(asked.status == 422 && asked.shows("<code>data/avatars</code>"), "{}", asked.body);
    assert_eq!(now(&house), url);
    assert_eq!(owner.send_form(&revert, &[("confirmation", "data/avatars")]).await.status, 303);
    assert_eq!(now(&house), "data/avatars");
}

async fn whoever_may_not_say_where_pictures_are_kept_sees_it(database: Database) {
    let house = House::with(&database, |settings| settings.storage.url = "s3://people".into()).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    let (owners, admins) = (owner.page(&at("/pictures")).await, admin.page(&at("/pictures")).await);
    for name in ["storage.endpoint", "storage.region", "storage.access_key_id", "storage.secret_access_key"] {
        let is_field = format!("name=\"{name}\"");
        assert!(about(&owners.body, name).contains(&is_field), "{}", owners.body);
        assert!(!about(&admins.body, name).contains(&is_field), "{}", admins.body);
    }
    assert!(!admins.shows(">Save<"), "{}", admins.body);
    // A key moves nothing: what is wrong about it is told without anything being confirmed.
    let told = refused(&owner, "/pictures", &[("storage.access_key_id", "AKIA")]).await;
    assert!(told.contains("access_key_id and secret_access_key go together"), "{told}");
    assert!(!told.contains("Pictures that are there now will not be shown"), "{told}");
}

async fn what_names_files_and_weakens_hashes_asks_for_a_proof(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    house.clock.advance(11 * MINUTE);
    for (page, name, value) in [
        ("/passwords", "password.hash.parallelism", "2"),
        ("/passwords", "password.hash_queue", "1"),
        ("/api", "backend_api.enabled", "false"),
        ("/sessions", "devices.ip_database", "/etc/passwd"),
        ("/messages", "mail.templates", "/etc"),
        ("/messages", "mail.smtp_ca_file", "/etc/passwd"),
        ("/pictures", "storage.url", "/etc"),
        ("/pictures", "unset", "storage.url"),
    ] {
        let answer = owner.send_form(&at(page), &[(name, value)]).await;
        let to = format!("/vestibule/reverify?redirect_url={}", at(page));
        assert_eq!((answer.status, answer.header("location")), (303, Some(to.as_str())), "{name}");
    }
    assert_eq!(database.count("settings_changes").await, 0);
}
