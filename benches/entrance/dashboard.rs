//! The operator's dashboard: whole pages as they are asked for, with a million users beside a thousand.
//!
//! On SQLite, and on PostgreSQL where `VESTIBULE_TEST_POSTGRES_URL` names one.

use std::time::Instant;

use axum::Router;
use axum::routing::post as route_post;
use vestibule::server::crypto::Token;
use vestibule::server::flows::sweep::sweep;
use vestibule::server::{OperatorRole, Settings, Vestibule};

use super::Failure;
use super::http::{Connection, get};
use super::layer::{serve, sign_up};
use super::organizations::database;
use super::table::{Table, median};

const FEW: u64 = 1_000;
const MANY: u64 = 1_000_000;
/// How often each page is asked for.
const TIMES: usize = 100;

/// The pages: what they are, and where.
const PAGES: &[(&str, &str)] = &[
    ("overview", "/admin"),
    ("first page of the users", "/admin/users"),
    ("users in the middle of the list", "/admin/users?after=MIDDLE"),
    ("who signed in last", "/admin/users?order=signed_in"),
    ("by name", "/admin/users?order=name"),
    ("who was here last", "/admin/users?order=active"),
    ("who is banned", "/admin/users?only=banned"),
    ("a search by a name that many have", "/admin/users?q=ada"),
    ("a search by an address", "/admin/users?q=ADDRESS"),
    ("a search that finds nobody", "/admin/users?q=zzz"),
    ("a user", "/admin/users/USER"),
    ("sessions", "/admin/sessions"),
    ("audit log", "/admin/audit-log"),
];

/// Asks for the same pages with few users and with many.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    let directory = std::env::temp_dir().join(format!("vestibule-bench-dashboard-{}", std::process::id()));
    let sqlite = |name: &str| format!("sqlite://{}", directory.join(name).display());
    let (few, many) = (measure(FEW, &sqlite("few")).await?, measure(MANY, &sqlite("many")).await?);
    compare(table, "SQLite", few, many);
    if let Ok(server) = std::env::var("VESTIBULE_TEST_POSTGRES_URL") {
        let few = measure(FEW, &database(&server, "few_users").await?).await?;
        let many = measure(MANY, &database(&server, "many_users").await?).await?;
        compare(table, "PostgreSQL", few, many);
    }
    std::fs::remove_dir_all(directory).ok();
    Ok(())
}

fn compare(table: &mut Table, on: &str, few: Vec<f64>, many: Vec<f64>) {
    for (((what, _), few), many) in PAGES.iter().zip(few).zip(many) {
        table.add(
            &format!("ms of the dashboard's {what}, {on}"),
            format!("{:.2} with {MANY} users", many * 1e3),
            format!("{:.2} with {FEW}", few * 1e3),
            format!("{:.2}", many / few),
        );
    }
}

/// The middle of how long each page takes, in seconds.
async fn measure(users: u64, database_url: &str) -> Result<Vec<f64>, Failure> {
    eprintln!("▸ The dashboard with {users} users …");
    let directory = std::env::temp_dir().join(format!("vestibule-bench-dashboard-{}", std::process::id()));
    let mut settings = Settings::parse("")?;
    settings.base_url = "http://localhost:3000".into();
    settings.database_url = database_url.to_owned();
    settings.secret_key_file = directory.join("key");
    settings.security.forms_per_minute = 10_000_000;
    let vestibule = Vestibule::start(settings).await?;
    vestibule.seed(users, &mut |_, _| {}).await?;
    let app = Router::new()
        .route("/vestibule/api/{*rest}", route_post(leptos_axum::handle_server_fns))
        .merge(vestibule.routes())
        .layer(vestibule.layer());
    let address = serve(app).await?;
    let cookies = sign_up(address).await?;
    let newest = vestibule.users().list(&Default::default()).await?;
    let operator = newest.first().ok_or("somebody has signed up")?;
    let link = vestibule.operators().invite(OperatorRole::ReadOnly).await?;
    let token = link.url.expose().split("?token=").nth(1).and_then(Token::presented).ok_or("a link with a token")?;
    vestibule.operators().accept(&token, &operator.user.id).await?;
    sweep(&vestibule).await?;

    let half_a_year = vestibule.clock().now() - 182 * 24 * 60 * 60 * 1_000;
    let somebody = newest.last().ok_or("there are others")?;
    let typed = somebody.user.primary_email_address().unwrap_or_default();
    let mut connection = Connection::open(address).await?;
    let mut found = Vec::with_capacity(PAGES.len());
    for (what, path) in PAGES {
        let path = path
            .replace("MIDDLE", &format!("{half_a_year}.user_"))
            .replace("ADDRESS", typed)
            .replace("USER", &somebody.user.id);
        let request = get(&path, "text/html", &cookies);
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let started = Instant::now();
            let status = connection.status(&request).await?;
            times.push(started.elapsed().as_secs_f64());
            if status != 200 {
                return Err(format!("{what}: {status}").into());
            }
        }
        found.push(median(times));
    }
    vestibule.stop().await;
    Ok(found)
}
