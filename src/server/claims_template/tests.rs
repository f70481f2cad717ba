use serde_json::json;

use super::*;

fn ada() -> User {
    let json = json!({
        "id": "user_1", "first_name": "Ada", "last_name": null, "username": "countess",
        "primary_email_address_id": "idn_1", "email_addresses": [{
            "id": "idn_1", "email_address": "ada@example.com",
            "verification": {
                "status": "verified", "strategy": "email_code", "attempts": 0, "expire_at": null, "resend_at": null
            }
        }],
        "password_enabled": true, "last_sign_in_at": null, "created_at": 7, "updated_at": 9,
        "public_metadata": {"role": "admin", "plan": {"seats": 3, "tags": ["a", "b"]}, "none": null},
        "unsafe_metadata": {"likes": "tea"},
    });
    serde_json::from_value(json).expect("a user")
}

fn of(user: &User) -> Subject<'_> {
    Subject { user: Some(user), session_id: "sess_1", base_url: "https://app.example", ..Subject::default() }
}

fn rendered(template: Value) -> Value {
    let template = ClaimsTemplate::read(template.as_object().expect("an object")).expect("is good");
    let user = ada();
    Value::Object(template.render(of(&user)).expect("is short"))
}

fn refused(template: Value) -> String {
    ClaimsTemplate::read(template.as_object().expect("an object")).expect_err("is refused")
}

#[test]
fn a_lone_shortcode_gives_its_value_and_one_in_a_text_a_text() {
    for (template, claim) in [
        (json!("{{user.id}}"), json!("user_1")),
        (json!("{{ user.created_at }}"), json!(7)),
        (json!("{{user.email_verified}}"), json!(true)),
        (json!("{{user.phone_number_verified}}"), json!(false)),
        (json!("{{user.primary_email_address}}"), json!("ada@example.com")),
        (json!("{{user.public_metadata.plan}}"), json!({"seats": 3, "tags": ["a", "b"]})),
        (json!("{{user.public_metadata.plan.tags.1}}"), json!("b")),
        (json!("{{user.public_metadata.role.deeper}}"), Value::Null),
        (json!("{{user.last_name}}"), Value::Null),
        (json!("{{session.id}}"), json!("sess_1")),
        (json!("{{session.actor}}"), Value::Null),
        (json!("{{user.has_image}}"), json!(false)),
        (json!("{{user.image_url || 'none'}}"), json!("none")),
        (json!("{{user.first_name}} {{user.last_name}}!"), json!("Ada !")),
        (
            json!("{{user.public_metadata.plan.seats}} seats: {{user.public_metadata.plan.tags}}"),
            json!("3 seats: [\"a\",\"b\"]"),
        ),
        (json!("plain }} text"), json!("plain }} text")),
        (json!(["{{user.id}}", 1, {"a": "{{user.username}}"}]), json!(["user_1", 1, {"a": "countess"}])),
        (json!(7), json!(7)),
    ] {
        assert_eq!(rendered(json!({ "claim": template })), json!({ "claim": claim }), "{template}");
    }
    assert_eq!(rendered(json!({})), json!({}));
}

#[test]
fn what_is_not_there_is_something_else() {
    for (template, claim) in [
        ("{{user.last_name || user.username}}", json!("countess")),
        ("{{user.last_name || user.public_metadata.none || 'nobody'}}", json!("nobody")),
        ("{{user.unsafe_metadata.likes || 'coffee'}}", json!("tea")),
        ("{{user.unsafe_metadata.x || \"a || b\"}}", json!("a || b")),
        ("{{user.unsafe_metadata.x || 7}}", json!(7)),
        ("{{user.unsafe_metadata.x || false}}", json!(false)),
        ("{{user.unsafe_metadata.x || user.last_name}}", Value::Null),
        ("likes {{user.unsafe_metadata.x || 'all'}}", json!("likes all")),
    ] {
        assert_eq!(rendered(json!({ "claim": template })), json!({ "claim": claim }), "{template}");
    }
}

#[test]
fn what_it_cannot_say_is_refused_in_one_line() {
    for name in RESERVED {
        assert_eq!(refused(json!({ *name: "x" })), format!("`{name}` is a claim of every token already"));
    }
    for (template, problem) in [
        ("{{user.private_metadata}}", "would show private metadata to browsers"),
        ("{{user.private_metadata.role}}", "would show private metadata to browsers"),
        ("{{user.public_metadata.a || user.private_metadata.a}}", "would show private metadata to browsers"),
        ("{{user.password_digest}}", "is none that there is"),
        ("{{user}}", "is none that there is"),
        ("{{user.first_name.x}}", "is none that there is"),
        ("{{}}", "is none that there is"),
        ("{{user.id ||}}", "is none that there is"),
        ("{{user.public_metadata..a}}", "names no key between two dots"),
        ("{{'a'b'}}", "has a quote within quotes"),
        ("{{user.id", "a shortcode does not end"),
    ] {
        for template in [json!({ "claim": template }), json!({ "claim": [{ "deep": template }] })] {
            let told = refused(template);
            assert!(told.starts_with("`claim`: ") && told.contains(problem) && !told.contains('\n'), "{told}");
        }
    }
    assert!(refused(json!({ "claim": "x".repeat(MOST_BYTES) })).contains("longer than 1200 bytes"));
}

#[test]
fn what_is_too_long_is_none() {
    let read = |template: Value| ClaimsTemplate::read(template.as_object().expect("an object")).expect("is good");
    let template = read(json!({ "all": "{{user.public_metadata}}" }));
    let mut user = ada();
    assert!(template.render(of(&user)).is_some());
    user.public_metadata = serde_json::from_value(json!({ "a": "x".repeat(MOST_BYTES) })).expect("metadata");
    assert_eq!(template.render(of(&user)), None);
    // What they write themselves takes nothing away of what the app says of them.
    let template = read(json!({ "role": "{{user.public_metadata.role}}", "theme": "{{user.unsafe_metadata.theme}}" }));
    let mut user = ada();
    user.public_metadata = serde_json::from_value(json!({ "role": "editor" })).expect("metadata");
    user.unsafe_metadata = serde_json::from_value(json!({ "theme": "x".repeat(MOST_BYTES) })).expect("metadata");
    let rendered = template.render(of(&user)).expect("is short enough");
    assert_eq!(Value::Object(rendered), json!({ "role": "editor", "theme": null }));
    assert!(template.asks_user() && !read(json!({ "a": "{{session.id || 'x'}}", "b": 1 })).asks_user());
}

#[test]
fn a_template_for_another_service_is_no_session_token() {
    let read = |claims: Value| ClaimsTemplate::read_for(Purpose::Service, claims.as_object().expect("an object"));
    for name in RESERVED_IN_TEMPLATES {
        let told = read(json!({ *name: "x" })).expect_err("is refused");
        assert_eq!(told, format!("`{name}` is a claim that no template sets"));
    }
    for name in ["Sub", "EXP", "__proto__"] {
        assert!(read(json!({ name: "x" })).is_err(), "{name}");
    }
    // By these a session token is known.
    for name in ["sid", "sts", "fva", "v", "sub", "iss", "exp"] {
        assert!(RESERVED_IN_TEMPLATES.contains(&name), "{name}");
    }
    let allowed =
        json!({ "aud": "x", "org_id": "{{org.id}}", "role": "authenticated", "https://x.example/y": { "a": 1 } });
    let template = read(allowed).expect("is good");
    assert!(template.asks_organization() && !template.asks_user());
    let long = |length: usize| read(json!({ "claim": "x".repeat(length) }));
    assert!(long(MOST_BYTES).is_ok());
    assert!(long(MOST_BYTES_OF_TEMPLATES).expect_err("is refused").contains("longer than 16384 bytes"));
}

#[test]
fn where_someone_acts_is_said_to_other_services() {
    let template = json!({
        "id": "{{org.id}}", "who": "{{org.name}} ({{org.role}})", "slug": "{{org.slug || 'none'}}"
    });
    let claims = template.as_object().expect("an object");
    let template = ClaimsTemplate::read_for(Purpose::Service, claims).expect("is good");
    let (id, name, role) = ("org_1".into(), "Acme".into(), "org:admin".into());
    let acme = ActiveOrganization { id, name, role, ..ActiveOrganization::default() };
    let user = ada();
    let there = template.render(Subject { organization: Some(&acme), ..of(&user) }).expect("is short");
    let expected = json!({ "id": "org_1", "who": "Acme (org:admin)", "slug": "none" });
    assert_eq!(Value::Object(there), expected);
    let alone = template.render(of(&user)).expect("is short");
    assert_eq!((&alone["id"], &alone["who"]), (&Value::Null, &json!(" ()")));
    for wrong in ["{{org.private_metadata}}", "{{org}}", "{{org.id.x}}"] {
        let claims = json!({ "claim": wrong });
        let told = ClaimsTemplate::read_for(Purpose::Service, claims.as_object().expect("an object"));
        assert!(told.expect_err("is refused").contains("is none that there is"), "{wrong}");
    }
    for of_services in ["{{org.id}}", "{{org.public_metadata.plan}}", "{{org.image_url}}", "{{user.external_id}}"] {
        assert!(refused(json!({ "claim": of_services })).contains("is none that there is"), "{of_services}");
    }
}

#[test]
fn pictures_actors_and_what_others_call_somebody_are_said() {
    let template = json!({
        "picture": "{{user.image_url}}", "has": "{{user.has_image}}", "logo": "{{org.image_url}}", "actor": "{{session.actor}}",
        "plan": "{{org.public_metadata.plan || 'free'}}", "all": "{{org.public_metadata}}", "crm": "{{user.external_id}}",
    });
    let template = ClaimsTemplate::read_for(Purpose::Service, template.as_object().expect("an object"));
    let template = template.expect("is good");
    assert!(template.asks_user() && template.asks_organization());
    assert!(template.asks_organization_metadata() && template.asks_external_id());
    let picture = |id: &str| Some(format!("/vestibule/avatar/{id}"));
    let user = User { image_url: picture("a"), has_image: true, ..ada() };
    let acme = ActiveOrganization { id: "org_1".into(), image_url: picture("b"), ..ActiveOrganization::default() };
    let metadata: Metadata = serde_json::from_value(json!({ "plan": "gold" })).expect("metadata");
    let actor: Actor = serde_json::from_value(json!({ "sub": "user_support", "reason": "7" })).expect("an actor");
    let subject = Subject {
        organization: Some(&acme),
        organization_metadata: Some(&metadata),
        external_id: Some("crm-7"),
        actor: Some(&actor),
        ..of(&user)
    };
    let expected = json!({
        "picture": "https://app.example/vestibule/avatar/a", "has": true, "logo": "https://app.example/vestibule/avatar/b",
        "actor": { "sub": "user_support", "reason": "7" }, "plan": "gold", "all": { "plan": "gold" }, "crm": "crm-7",
    });
    assert_eq!(Value::Object(template.render(subject).expect("is short")), expected);
    let alone = template.render(of(&ada())).expect("is short");
    assert_eq!((&alone["plan"], &alone["crm"], &alone["logo"]), (&json!("free"), &Value::Null, &Value::Null));
}
