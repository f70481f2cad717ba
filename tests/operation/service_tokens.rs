//! Tokens for other services, by JWT templates: in the browser, on the app's server, and through the REST API.

use axum::Router;
use axum::routing::{get, post};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use serde_json::{Map, Value, json};
use vestibule::model::ErrorCode;
use vestibule::server::crypto::{Secret, SigningAlgorithm};
use vestibule::server::{Auth, JwtSigning, JwtTemplateUpdate, NewJwtTemplate, Protected, UserMetadata, error_response};

use crate::support::backend::Backend;
use crate::support::{Answer, Browser, Database, HOUR, House, MINUTE, Person, SECOND, on_both};

on_both!(
    a_token_says_what_its_template_says,
    a_token_is_verified_by_whoever_has_the_key,
    a_token_is_no_session_token,
    a_token_is_of_whoever_asks_and_of_nobody_else,
    a_changed_template_counts_at_once,
    a_token_says_where_its_person_acts,
    an_app_s_server_gets_the_same,
    other_backends_get_one_of_any_session,
    a_session_token_may_be_shorter,
    what_would_be_too_long_is_refused,
    a_page_that_believes_something_else_gets_none,
);

const SECRET: &str = "a secret that two services share: 0123456789";

fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

async fn template(house: &House, name: &str, claims: Value) -> String {
    let new = NewJwtTemplate::saying(name, object(claims));
    house.vestibule.jwt_templates().create(&new).await.expect("is made").id
}

async fn asked(browser: &Browser, name: &str) -> Answer {
    browser.post("session/token", &[("template", name)]).await
}

async fn token(browser: &Browser, name: &str) -> String {
    asked(browser, name).await.expect_ok().json().as_str().expect("a token").to_owned()
}

/// What a token says, once another program has found it good.
fn verified(token: &str, algorithm: Algorithm, key: &DecodingKey) -> Option<Value> {
    let mut validation = Validation::new(algorithm);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "sub"]);
    // The server's clock is one that tests move.
    (validation.validate_exp, validation.validate_nbf, validation.validate_aud) = (false, false, false);
    validation.set_issuer(&["http://localhost:3000"]);
    decode::<Value>(token, key, &validation).ok().map(|read| read.claims)
}

/// The same with the keys that the house publishes.
async fn claims(house: &House, token: &str) -> Value {
    let published = house.browser().get("/.well-known/jwks.json").await.body;
    let keys: JwkSet = serde_json::from_str(&published).expect("keys");
    let kid = decode_header(token).expect("a header").kid.expect("a key's name");
    let key = DecodingKey::from_jwk(keys.find(&kid).expect("is published")).expect("a key");
    verified(token, Algorithm::RS256, &key).expect("is good")
}

async fn a_token_says_what_its_template_says(database: Database) {
    let house = House::open(&database).await;
    let (browser, user) = house.person("ada").await;
    let change = UserMetadata { public: object(json!({ "plan": "gold" })), ..UserMetadata::default() };
    house.vestibule.users().update_metadata(&user, &change).await.expect("is kept");
    let said = json!({
        "aud": ["billing", "exports"], "role": "authenticated", "plan": "{{user.public_metadata.plan}}",
        "https://hasura.example/claims": { "x-user": "{{user.id}}", "x-session": "{{session.id}}" },
    });
    let new =
        NewJwtTemplate { lifetime: 600, allowed_clock_skew: 20, ..NewJwtTemplate::saying("billing", object(said)) };
    house.vestibule.jwt_templates().create(&new).await.expect("is made");
    let before = house.clock.now().div_euclid(SECOND);
    let first = token(&browser, "billing").await;
    let claims_of = claims(&house, &first).await;
    let issued = claims_of["iat"].as_i64().expect("seconds");
    assert!((before..=before + 30).contains(&issued), "{claims_of}");
    let expected = json!({
        "iss": "http://localhost:3000", "azp": "http://localhost:3000", "sub": user, "jti": claims_of["jti"],
        "iat": issued, "exp": issued + 600, "nbf": issued - 20,
        "aud": ["billing", "exports"], "role": "authenticated", "plan": "gold",
        "https://hasura.example/claims": { "x-user": user, "x-session": browser.claims()["sid"] },
    });
    assert_eq!(claims_of, expected);
    assert!(claims_of["jti"].as_str().is_some_and(|jti| jti.len() > 20));
    let header = decode_header(&first).expect("a header");
    assert_eq!((header.alg, header.typ.as_deref()), (Algorithm::RS256, Some("JWT")));
    // As often as a session token is made anew, and no oftener.
    assert_eq!(token(&browser, "billing").await, first);
    house.clock.advance(11 * SECOND);
    let next = claims(&house, &token(&browser, "billing").await).await;
    assert_ne!(next["jti"], claims_of["jti"]);
    // It outlives a change of keys as session tokens do.
    house.vestibule.rotate_signing_key().await.expect("rotates");
    house.clock.advance(2 * MINUTE);
    claims(&house, &first).await;
    assert_ne!(decode_header(&token(&browser, "billing").await).expect("a header").kid, header.kid);
    // Nothing outlives a key that somebody has taken.
    house.vestibule.replace_signing_key().await.expect("is made");
    let published = house.browser().get("/.well-known/jwks.json").await.body;
    let published: JwkSet = serde_json::from_str(&published).expect("keys");
    assert!(published.find(&header.kid.expect("a key's name")).is_none());
    claims(&house, &token(&browser, "billing").await).await;
}

async fn a_token_is_verified_by_whoever_has_the_key(database: Database) {
    let house = House::open(&database).await;
    let (browser, user) = house.person("ada").await;
    let (rsa, other) = (KeyPair::generate_for(&PKCS_RSA_SHA256), KeyPair::generate_for(&PKCS_RSA_SHA256));
    let (rsa, other) = (rsa.expect("a key"), other.expect("a key"));
    let ec = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key");
    let public = |pair: &KeyPair| DecodingKey::from_rsa_pem(pair.public_key_pem().as_bytes()).expect("a key");
    let ec_public = DecodingKey::from_ec_pem(ec.public_key_pem().as_bytes()).expect("a key");
    for (algorithm, key, jwt, right, wrong) in [
        (
            SigningAlgorithm::HS256,
            SECRET.to_owned(),
            Algorithm::HS256,
            DecodingKey::from_secret(SECRET.as_bytes()),
            DecodingKey::from_secret(b"another secret of some other two services"),
        ),
        (SigningAlgorithm::RS256, rsa.serialize_pem(), Algorithm::RS256, public(&rsa), public(&other)),
        (SigningAlgorithm::RS512, rsa.serialize_pem(), Algorithm::RS512, public(&rsa), public(&other)),
        (SigningAlgorithm::ES256, ec.serialize_pem(), Algorithm::ES256, ec_public.clone(), ec_public),
    ] {
        let name = algorithm.as_str().to_lowercase();
        let signing = JwtSigning::Own { algorithm: Some(algorithm), key: Some(Secret::new(key)) };
        let new = NewJwtTemplate { signing, ..NewJwtTemplate::saying(&name, Map::new()) };
        let made = house.vestibule.jwt_templates().create(&new).await.expect("is made");
        assert_eq!((made.custom_signing_key, made.signing_algorithm), (true, algorithm));
        let token = token(&browser, &name).await;
        let said = verified(&token, jwt, &right).expect("is good");
        assert_eq!(said["sub"], user, "{name}");
        if jwt != Algorithm::ES256 {
            assert_eq!(verified(&token, jwt, &wrong), None, "{name}");
        }
        assert_eq!(decode_header(&token).expect("a header").kid, None, "it is none of the published keys");
        // Another server of the same instance has the same key.
        let there = browser.at(&house.another().await);
        let said = verified(asked(&there, &name).await.json().as_str().expect("a token"), jwt, &right);
        assert_eq!(said.expect("is good")["sub"], user, "{name}");
    }
}

async fn a_token_is_no_session_token(database: Database) {
    let house = House::open(&database).await;
    let (browser, _) = house.person("ada").await;
    template(&house, "billing", json!({ "sessionId": "{{session.id}}" })).await;
    let token = token(&browser, "billing").await;
    let stranger = house.browser();
    let by_header = stranger.ask("GET", "/api/me").header("authorization", &format!("Bearer {token}"));
    assert_eq!(by_header.send().await.status, 401);
    let by_cookie = stranger.ask("GET", "/api/me").header("cookie", &format!("__session={token}"));
    assert_eq!(by_cookie.send().await.status, 401);
    let backend = Backend::of(&house, &[]).await;
    assert_eq!(backend.post("/v1/clients/verify", json!({ "token": token })).await.status, 422);
    assert_eq!(backend.get("/v1/jwt_templates").await.status, 200);
    assert_eq!(Backend::presenting(&house, Some(&token)).get("/v1/jwt_templates").await.status, 401);
}

async fn a_token_is_of_whoever_asks_and_of_nobody_else(database: Database) {
    let house = House::open(&database).await;
    let (ada, ada_id) = house.person("ada").await;
    let (bob, bob_id) = house.person("bob").await;
    template(&house, "billing", json!({ "email": "{{user.primary_email_address}}" })).await;
    for (browser, id, email) in [(&ada, &ada_id, "ada@example.com"), (&bob, &bob_id, "bob@example.com")] {
        let said = claims(&house, &token(browser, "billing").await).await;
        assert_eq!((&said["sub"], &said["email"]), (&json!(id), &json!(email)));
    }
    assert_eq!(asked(&house.browser(), "billing").await.expect_ok().json(), Value::Null);
    // What is no template is told to whoever is signed in, and nobody else.
    for wrong in ["bills", "Billing", "billing ", "%", "x'--", "a\0b", "../billing", &"x".repeat(300)] {
        asked(&ada, wrong).await.expect_error(404, "resource_not_found");
        assert_eq!(asked(&house.browser(), wrong).await.expect_ok().json(), Value::Null);
    }
    // Another site gets nothing of it.
    let foreign = ada.ask("POST", "/vestibule/api/session/token").header("sec-fetch-site", "cross-site");
    assert_eq!(foreign.form(&[("template", "billing")]).send().await.status, 403);
    // The cookie alone that a script reads is worth nothing: the browser's own secret is asked for.
    let copied = house.browser();
    copied.set_cookie("__session", &ada.cookie("__session").expect("a token"));
    assert_eq!(asked(&copied, "billing").await.json(), Value::Null);

    // Once a session is over there are no more tokens, on whichever server.
    let there = ada.at(&house.another().await);
    token(&there, "billing").await;
    let sid = ada.claims()["sid"].as_str().expect("a session").to_owned();
    house.vestibule.sessions().revoke(&sid).await.expect("is revoked");
    assert_eq!(asked(&ada, "billing").await.json(), Value::Null);
    assert_eq!(asked(&there, "billing").await.json(), Value::Null);
    token(&bob, "billing").await;
    bob.post("session/sign_out", &[]).await.expect_ok();
    assert_eq!(asked(&bob, "billing").await.json(), Value::Null);

    // Nor for whoever is held up.
    let strict = house.another_with(|settings| settings.mfa.required = true).await;
    let held_up = strict.sign_in(&Person::named("ada")).await;
    assert_eq!(held_up.claims()["sts"], "pending");
    assert_eq!(asked(&held_up, "billing").await.expect_ok().json(), Value::Null);
    assert_eq!(asked(&held_up, "bills").await.expect_ok().json(), Value::Null);
    let sid = held_up.claims()["sid"].as_str().expect("a session").to_owned();
    let refused = Backend::of(&strict, &[]).await.post(&format!("/v1/sessions/{sid}/tokens/billing"), json!({})).await;
    assert_eq!(refused.error(), (403, "action_not_allowed", ""));
    held_up.add_app(&strict).await;
    token(&held_up, "billing").await;
}

async fn a_changed_template_counts_at_once(database: Database) {
    let house = House::open(&database).await;
    let (browser, _) = house.person("ada").await;
    let there = browser.at(&house.another().await);
    let id = template(&house, "billing", json!({ "turn": 0 })).await;
    let templates = house.vestibule.jwt_templates();
    for turn in 0..3 {
        for browser in [&browser, &there] {
            assert_eq!(claims(&house, &token(browser, "billing").await).await["turn"], turn);
        }
        let claims = Some(object(json!({ "turn": turn + 1 })));
        templates.update(&id, &JwtTemplateUpdate { claims, ..JwtTemplateUpdate::default() }).await.expect("changes");
    }
    templates.delete(&id).await.expect("is deleted");
    for browser in [&browser, &there] {
        asked(browser, "billing").await.expect_error(404, "resource_not_found");
    }
    assert!(templates.delete(&id).await.is_err());
}

async fn a_token_says_where_its_person_acts(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (browser, user) = house.person("ada").await;
    let acme = house.organization("Acme", &user, &[]).await;
    database.execute("UPDATE organizations SET public_metadata = '{\"plan\":\"gold\"}'").await;
    database.execute("UPDATE users SET external_id = 'crm-7'").await;
    let said = json!({
        "org_id": "{{org.id}}", "org": "{{org.name}}/{{org.slug}}/{{org.role}}", "plan": "{{org.public_metadata.plan}}",
        "crm": "{{user.external_id}}", "logo": "{{org.image_url}}", "by": "{{session.actor}}",
    });
    template(&house, "billing", said).await;
    let alone = claims(&house, &token(&browser, "billing").await).await;
    assert_eq!((&alone["org_id"], &alone["org"]), (&Value::Null, &json!("//")));
    assert_eq!((&alone["crm"], &alone["plan"], &alone["by"]), (&json!("crm-7"), &Value::Null, &Value::Null));
    browser.act_in("acme").await.expect_ok();
    let inside = claims(&house, &token(&browser, "billing").await).await;
    assert_eq!((&inside["org_id"], &inside["org"]), (&json!(acme.id), &json!("Acme/acme/org:admin")));
    assert_eq!((&inside["plan"], &inside["logo"]), (&json!("gold"), &Value::Null));
    let sid = browser.claims()["sid"].as_str().expect("a session").to_owned();
    let by_key = house.vestibule.sessions().token_by_template(&sid, "billing", None).await.expect("is made");
    assert_eq!(claims(&house, by_key.expose()).await["org_id"], acme.id);
    // Whoever is taken out of it says nothing of it any more.
    let (_, bob) = house.person("bob").await;
    house.vestibule.organizations().add_member(&acme.id, &bob, "org:admin").await.expect("is let in");
    house.vestibule.organizations().remove_member(&acme.id, &user).await.expect("is taken out");
    let outside = claims(&house, &token(&browser, "billing").await).await;
    assert_eq!(outside["org_id"], Value::Null);
}

/// What an app's own handler gets for whoever asks.
async fn told(auth: Auth, name: Option<&str>) -> axum::response::Response {
    use axum::response::IntoResponse;
    match auth.get_token(name).await {
        Ok(token) => axum::Json(token.map(|token| token.expose().to_owned())).into_response(),
        Err(errors) => error_response(&axum::http::HeaderMap::new(), errors.errors[0].clone()),
    }
}

/// An app with the server in front.
fn app(house: &House) -> Router {
    let guarded = async |auth: Protected| {
        let token = auth.get_token("billing").await;
        token.map_or_else(|errors| errors.to_string(), |token| token.expose().to_owned())
    };
    let router = Router::new()
        .route("/billing", get(async |auth: Auth| told(auth, Some("billing")).await))
        .route("/bills", get(async |auth: Auth| told(auth, Some("bills")).await))
        .route("/session", get(async |auth: Auth| told(auth, None).await))
        .route("/orgs/{organization}/session", get(async |auth: Auth| told(auth, None).await))
        .route("/orgs/{organization}/billing", get(async |auth: Auth| told(auth, Some("billing")).await))
        .route("/guarded", get(guarded))
        .route("/vestibule/api/{*name}", post(leptos_axum::handle_server_fns))
        .merge(house.vestibule.routes());
    router.layer(house.vestibule.layer().organizations_at(["/orgs/:organization/*"]))
}

async fn an_app_s_server_gets_the_same(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (browser, user) = house.person("ada").await;
    let [acme, beta] = [house.organization("Acme", &user, &[]).await, house.organization("Beta", &user, &[]).await];
    template(&house, "billing", json!({ "org": "{{org.id}}", "name": "{{user.primary_email_address}}" })).await;
    let browser = browser.through(app(&house));
    let of = async |path: &str| {
        // From a page that is about no organization, unless the path itself names one.
        let ask = browser.ask("GET", path).header("referer", "http://localhost:3000/dashboard");
        let answer = ask.header("accept", "application/json").send().await;
        answer.expect_ok().json().as_str().map(str::to_owned)
    };
    let said = async |path: &str| claims(&house, &of(path).await.expect("a token")).await;
    assert_eq!(said("/billing").await["sub"], user);
    assert_eq!(said("/billing").await["name"], "ada@example.com");
    assert_eq!(claims(&house, &browser.get("/guarded").await.body).await["sub"], user);
    browser.get("/bills").await.expect_error(404, "resource_not_found");
    // A session token is one that the server itself takes.
    let token = of("/session").await.expect("a token");
    let program = house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {token}"));
    assert_eq!(program.send().await.json()["id"], user);
    // It acts where the page says.
    browser.act_in(&acme.id).await.expect_ok();
    assert_eq!(said("/session").await["o"]["id"], acme.id);
    assert_eq!(said("/orgs/beta/session").await["o"]["id"], beta.id);
    assert_eq!(said("/orgs/beta/billing").await["org"], beta.id);
    assert_eq!(said("/orgs/none/session").await.get("o"), None);
    assert_eq!(said("/orgs/none/billing").await["org"], Value::Null);
    // Nobody is signed in.
    let nobody = house.browser().through(app(&house));
    assert_eq!(nobody.get("/billing").await.body, "null");
    assert_eq!(nobody.get("/guarded").await.status, 401);

    // A session that ended a moment ago gives none, even where its token is still taken.
    let there = house.another().await;
    let elsewhere = browser.through(app(&there));
    assert_ne!(elsewhere.get("/billing").await.body, "null");
    let sql = "UPDATE sessions SET status = 'revoked' WHERE status = 'active'";
    database.execute(sql).await;
    let answer = elsewhere.ask("GET", "/billing").header("accept", "application/json").send().await;
    assert_eq!(answer.body, "null");
    let answer = elsewhere.ask("GET", "/guarded").header("accept", "application/json").send().await;
    assert_eq!(answer.body, ErrorCode::AuthenticationInvalid.as_str());
}

async fn other_backends_get_one_of_any_session(database: Database) {
    let house = House::open(&database).await;
    let (browser, user) = house.person("ada").await;
    let sid = browser.claims()["sid"].as_str().expect("a session").to_owned();
    template(&house, "billing", json!({ "session": "{{session.id}}" })).await;
    let backend = Backend::of(&house, &["sessions:write"]).await;
    let path = format!("/v1/sessions/{sid}/tokens/billing");
    let made = backend.post(&path, json!({})).await.expect_ok();
    assert_eq!(made["object"], "token");
    let said = claims(&house, made["jwt"].as_str().expect("a token")).await;
    assert_eq!((&said["sub"], &said["session"]), (&json!(user), &json!(sid)));
    assert_eq!(said["exp"].as_i64(), said["iat"].as_i64().map(|issued| issued + 60));
    for seconds in [30, 59, 60] {
        let made = backend.post(&path, json!({ "expires_in_seconds": seconds })).await.expect_ok();
        let said = claims(&house, made["jwt"].as_str().expect("a token")).await;
        assert_eq!(said["exp"].as_i64(), said["iat"].as_i64().map(|issued| issued + seconds));
    }
    // No longer than whoever made the template allows.
    for wrong in [0, 29, -1, 61, 86_400, 315_360_000, 315_360_001] {
        let refused = backend.post(&path, json!({ "expires_in_seconds": wrong })).await;
        assert_eq!(refused.error(), (422, "form_param_format_invalid", "expires_in_seconds"), "{wrong}");
    }
    let unknown = backend.post(&path, json!({ "expires": 60 })).await;
    assert_eq!(unknown.error(), (422, "form_param_unknown", "expires"));
    assert_eq!(backend.ask("POST", &path, None).await.status, 200, "without a body too");
    for nothing in ["sess_0/tokens/billing", &format!("{sid}/tokens/bills"), &format!("{sid}/tokens/%00")] {
        let refused = backend.post(&format!("/v1/sessions/{nothing}"), json!({})).await;
        assert_eq!(refused.error(), (404, "resource_not_found", ""), "{nothing}");
    }
    let reader = Backend::of(&house, &["sessions:read", "jwt_templates:write"]).await;
    assert_eq!(reader.post(&path, json!({})).await.status, 403);
    house.vestibule.sessions().revoke(&sid).await.expect("is revoked");
    assert_eq!(backend.post(&path, json!({})).await.error(), (404, "resource_not_found", ""));
}

async fn a_session_token_may_be_shorter(database: Database) {
    let house = House::open(&database).await;
    let (browser, _) = house.person("ada").await;
    let sid = browser.claims()["sid"].as_str().expect("a session").to_owned();
    let backend = Backend::of(&house, &[]).await;
    let path = format!("/v1/sessions/{sid}/tokens");
    house.clock.advance(MINUTE);
    let made = backend.post(&path, json!({ "expires_in_seconds": 30 })).await.expect_ok();
    let short = made["jwt"].as_str().expect("a token").to_owned();
    let said = claims(&house, &short).await;
    assert_eq!(said["exp"].as_i64(), said["iat"].as_i64().map(|issued| issued + 30));
    // Its browser is given a whole minute all the same.
    let own = browser.post("session/token", &[]).await.json().as_str().expect("a token").to_owned();
    let said = claims(&house, &own).await;
    assert_eq!(said["exp"].as_i64(), said["iat"].as_i64().map(|issued| issued + 60));
    let program = house.browser();
    let me = async |token: &str| {
        program.ask("GET", "/api/me").header("authorization", &format!("Bearer {token}")).send().await.status
    };
    assert_eq!((me(&short).await, me(&own).await), (200, 200));
    house.clock.advance(31 * SECOND);
    assert_eq!((me(&short).await, me(&own).await), (401, 200));
    for wrong in [0, 29, 61, i64::from(u32::MAX)] {
        let refused = backend.post(&path, json!({ "expires_in_seconds": wrong })).await;
        assert_eq!(refused.error(), (422, "form_param_format_invalid", "expires_in_seconds"), "{wrong}");
    }
    house.clock.advance(24 * 8 * HOUR);
    assert_eq!(backend.post(&path, json!({})).await.status, 404, "its time is over");
}

async fn what_would_be_too_long_is_refused(database: Database) {
    let house = House::open(&database).await;
    let (browser, user) = house.person("ada").await;
    let keep = async |public: Value, unsafe_: Value| {
        let change =
            UserMetadata { public: object(public), unsafe_metadata: object(unsafe_), ..UserMetadata::default() };
        house.vestibule.users().update_metadata(&user, &change).await.expect("is kept");
    };
    let claim = |name: &str| format!("{{{{user.{name}_metadata}}}}");
    template(&house, "thrice", json!({ "a": claim("public"), "b": claim("public"), "c": claim("public") })).await;
    template(
        &house,
        "own",
        json!({ "role": "{{user.public_metadata.role}}", "a": claim("unsafe"), "b": claim("unsafe"),
        "c": claim("unsafe") }),
    )
    .await;
    token(&browser, "thrice").await;
    keep(json!({ "role": "editor", "x": "x".repeat(6_000) }), json!({ "x": "x".repeat(6_000) })).await;
    house.clock.advance(11 * SECOND);
    asked(&browser, "thrice").await.expect_error(422, "form_param_max_length_exceeded");
    // What people write themselves takes nothing away of what the app says of them.
    let said = claims(&house, &token(&browser, "own").await).await;
    assert_eq!((&said["role"], &said["a"]), (&json!("editor"), &json!({})));
}

async fn a_page_that_believes_something_else_gets_none(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (browser, user) = house.person("ada").await;
    let [acme, beta] = [house.organization("Acme", &user, &[]).await, house.organization("Beta", &user, &[]).await];
    template(&house, "billing", json!({ "org": "{{org.id}}" })).await;
    browser.act_in(&acme.id).await.expect_ok();
    let sid = browser.claims()["sid"].as_str().expect("a session").to_owned();
    let asked = async |session: &str, organization: &str| {
        let seen = [("template", "billing"), ("session_id", session), ("organization_id", organization)];
        browser.post("session/token", &seen).await
    };
    let token = asked(&sid, &acme.id).await.expect_ok().json().as_str().expect("a token").to_owned();
    assert_eq!(claims(&house, &token).await["org"], acme.id);
    for (session, organization) in [(&*sid, &*beta.id), (&sid, ""), ("sess_0", &acme.id), ("sess_0", "")] {
        asked(session, organization).await.expect_error(422, "client_state_invalid");
    }
    browser.act_in("").await.expect_ok();
    asked(&sid, &acme.id).await.expect_error(422, "client_state_invalid");
    asked(&sid, "").await.expect_ok();
}
