use std::net::SocketAddr;
use std::time::Duration;

use axum::routing::get as route;
use axum::{Json, Router};
use vestibule::server::{Auth, Settings, Vestibule};

use super::http::{Connection, get, load, post};
use super::table::{Table, median};
use super::{Failure, server};

const CONNECTIONS: usize = 32;

/// The same handler with and without the layer, called by someone who is signed in. Both servers run in this process.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    eprintln!("▸ A handler behind the layer …");
    let directory = std::env::temp_dir().join(format!("vestibule-bench-layer-{}", std::process::id()));
    let mut settings = Settings::parse("")?;
    settings.base_url = "http://localhost:3000".into();
    settings.database_url = format!("sqlite://{}", directory.join("db").display());
    settings.secret_key_file = directory.join("key");
    let vestibule = Vestibule::start(settings).await?;

    let handler = || async { Json(serde_json::json!({ "hello": "world" })) };
    let bare = serve(Router::new().route("/hello", route(handler))).await?;
    let guarded = Router::new()
        .route("/hello", route(handler))
        .route("/who", route(|auth: Auth| async move { auth.user_id().unwrap_or_default().to_owned() }))
        .merge(leptos_routes())
        .merge(vestibule.routes())
        .layer(vestibule.layer());
    let guarded = serve(guarded).await?;

    let cookies = sign_up(guarded).await?;
    let who = Connection::open(guarded).await?.ask(&get("/who", "application/json", &cookies)).await?;
    if !who.body.starts_with(b"user_") {
        return Err("the layer does not know who is signed in".into());
    }
    let request = vec![get("/hello", "application/json", &cookies)];
    let (mut ratios, mut withs, mut withouts) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..7 {
        let without = load(bare, CONNECTIONS, Duration::from_secs(2), 200, request.clone(), true).await?;
        let with = load(guarded, CONNECTIONS, Duration::from_secs(2), 200, request.clone(), true).await?;
        ratios.push(with / without);
        withs.push(with);
        withouts.push(without);
    }
    table.add(
        "requests/s of a handler, signed in",
        format!("{:.0}", median(withs)),
        format!("{:.0} without the layer", median(withouts)),
        format!("{:.2}", median(ratios)),
    );
    vestibule.stop().await;
    std::fs::remove_dir_all(directory).ok();
    Ok(())
}

/// The server functions, as an app has them.
fn leptos_routes() -> Router {
    Router::new().route("/vestibule/api/{*rest}", axum::routing::post(leptos_axum::handle_server_fns))
}

/// Serves an app on a port of its own.
pub async fn serve(app: Router) -> Result<SocketAddr, Failure> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}

/// Signs somebody up; gives their cookies.
pub async fn sign_up(address: SocketAddr) -> Result<String, Failure> {
    let mut connection = Connection::open(address).await?;
    let form = [("email_address", "ada@bench.example"), ("password", server::PASSWORD)];
    let begun = connection.ask(&post("/vestibule/api/sign_up/create", "", &form)).await?;
    let mail = connection.ask(&get("/dev/mailbox.json", "application/json", "")).await?;
    let mails: serde_json::Value = serde_json::from_slice(&mail.body)?;
    let code = mails[0]["code"].as_str().ok_or("no code was mailed")?;
    let request = post("/vestibule/api/sign_up/attempt_verification", &begun.cookies(), &[("code", code)]);
    Ok(connection.ask(&request).await?.cookies())
}
