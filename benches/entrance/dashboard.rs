//! The operator's dashboard: whole pages as they are asked for, with a million users and what they have left beside a thousand.
//!
//! What is measured is from the last byte of the question to the last of the answer, over loopback: the server's time, and a
//! little of the client's, which shares its cores. On SQLite, and on PostgreSQL where `VESTIBULE_TEST_POSTGRES_URL` names one.

use std::time::Instant;

use axum::Router;
use axum::routing::post as route_post;
use sqlx::AnyPool;
use vestibule::server::crypto::Token;
use vestibule::server::flows::sweep::sweep;
use vestibule::server::{OperatorRole, Settings, Vestibule};

use super::Failure;
use super::http::{Connection, get};
use super::layer::{serve, sign_up};
use super::organizations::database;
use super::table::{Table, median, ninety_ninth};

const FEW: u64 = 1_000;
/// How many users there are, unless it is said.
pub const MANY: u64 = 1_000_000;
/// How often each page is asked for.
const TIMES: usize = 200;
/// How often it was before that is measured.
const BEFORE: usize = 3;
/// In so many seconds each page is to be there.
const GOAL: f64 = 0.05;

/// The pages: what they are, and where.
const PAGES: &[(&str, &str)] = &[
    ("overview", "/admin"),
    ("overview of 90 days", "/admin?days=90"),
    ("first page of the users", "/admin/users"),
    ("users, oldest first", "/admin/users?order=oldest"),
    ("users in the middle of the list", "/admin/users?after=MIDDLE.user_"),
    ("who signed in last", "/admin/users?order=signed_in"),
    ("by name", "/admin/users?order=name"),
    ("who was here last", "/admin/users?order=active"),
    ("who is banned", "/admin/users?only=banned"),
    ("who is banned, by the last sign-in", "/admin/users?only=banned&order=signed_in"),
    ("who is banned, by name", "/admin/users?only=banned&order=name"),
    ("who has no second factor, by name", "/admin/users?only=no_second_factor&order=name"),
    ("who came within a week, by name", "/admin/users?came=7&order=name"),
    ("a search by a name that many have", "/admin/users?q=ada"),
    ("a search among those who are banned", "/admin/users?q=ada&only=banned"),
    ("a search by an address", "/admin/users?q=ADDRESS"),
    ("a search that finds nobody", "/admin/users?q=zzz"),
    ("who is locked", "/admin/users?only=locked"),
    ("who has never signed in", "/admin/users?only=never_signed_in"),
    ("who is in an organization", "/admin/users?organization=ORGANIZATION"),
    ("who comes by a provider", "/admin/users?provider=google"),
    (
        "who comes by a provider and has no second factor, by name",
        "/admin/users?provider=google&only=no_second_factor&order=name",
    ),
    ("who comes by a provider and is banned, by the last use", "/admin/users?provider=google&only=banned&order=active"),
    ("who came within a week and has never signed in", "/admin/users?came=7&only=never_signed_in"),
    ("a user", "/admin/users/USER"),
    ("organizations", "/admin/organizations"),
    ("organizations by name", "/admin/organizations?order=name"),
    ("organizations by members", "/admin/organizations?order=members"),
    ("a search among organizations", "/admin/organizations?q=harbor"),
    ("an organization", "/admin/organizations/ORGANIZATION"),
    ("a search among members", "/admin/organizations/ORGANIZATION?q=a"),
    ("invitations", "/admin/invitations"),
    ("a search among invitations", "/admin/invitations?q=a"),
    ("waitlist", "/admin/waitlist"),
    ("a search on the waitlist", "/admin/waitlist?q=a"),
    ("allow and block", "/admin/lists"),
    ("a search on the lists", "/admin/lists?q=a"),
    ("sessions", "/admin/sessions"),
    ("sessions of an address", "/admin/sessions?q=ADDRESS"),
    ("sessions in the middle of the list", "/admin/sessions?after=LATELY.sess_"),
    ("audit log", "/admin/audit-log"),
    ("audit log of a user", "/admin/audit-log?actor_id=USER"),
    ("audit log by words", "/admin/audit-log?action=sign+in"),
    ("audit log of a word that is in half of the actions", "/admin/audit-log?action=user"),
    ("audit log of a day", "/admin/audit-log?from=DATE&to=DATE"),
    ("deliveries", "/admin/deliveries"),
    ("deliveries to an address", "/admin/deliveries?to=ADDRESS"),
    ("what was given up", "/admin/deliveries?only=failed"),
    ("jobs", "/admin/jobs"),
    ("health", "/admin/health"),
    ("data", "/admin/data"),
    ("appearance", "/admin/appearance"),
    ("mail", "/admin/mail"),
    ("operators", "/admin/operators"),
    ("settings", "/admin/settings"),
    ("settings of the sign-in", "/admin/settings/sign-in"),
    ("languages and texts", "/admin/settings/languages"),
    ("history of the settings", "/admin/settings/history"),
    ("roles", "/admin/roles"),
    ("JWT templates", "/admin/jwt-templates"),
    ("webhooks", "/admin/webhooks"),
    ("keys", "/admin/keys"),
    ("API keys of a user", "/admin/keys?owner=USER"),
    ("redirect URLs", "/admin/redirect-urls"),
];

/// How long a page takes, in seconds.
struct Took {
    median: f64,
    ninety_ninth: f64,
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} (99th: {:.2})", self.median * 1e3, self.ninety_ninth * 1e3)
    }
}

/// Asks for the same pages with few users and with many.
pub async fn run(table: &mut Table, many: u64) -> Result<(), Failure> {
    let directory = std::env::temp_dir().join(format!("vestibule-bench-dashboard-{}", std::process::id()));
    let sqlite = |name: &str| format!("sqlite://{}", directory.join(name).display());
    let with_few = measure(FEW, &sqlite("few")).await?;
    let with_many = measure(many, &sqlite("many")).await?;
    compare(table, "SQLite", &with_few, (many, &with_many));
    if let Ok(server) = std::env::var("VESTIBULE_TEST_POSTGRES_URL") {
        let (few_at, many_at) = (database(&server, "few_users").await?, database(&server, "many_users").await?);
        let with_few = measure(FEW, &few_at).await?;
        let with_many = measure(many, &many_at).await?;
        compare(table, "PostgreSQL", &with_few, (many, &with_many));
        let pool = AnyPool::connect(&server).await?;
        for (_, name) in [&few_at, &many_at].into_iter().filter_map(|url| url.rsplit_once('/')) {
            sqlx::query(sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).execute(&pool).await?;
        }
    }
    std::fs::remove_dir_all(directory).ok();
    Ok(())
}

fn compare(table: &mut Table, on: &str, few: &[Took], (users, many): (u64, &[Took])) {
    let mut late = Vec::new();
    for (((what, _), few), many) in PAGES.iter().zip(few).zip(many) {
        let is_quick = many.ninety_ninth < GOAL;
        if !is_quick {
            late.push(*what);
        }
        table.add(
            &format!("ms of the dashboard's {what}, {on}"),
            format!("{many} with {users} users"),
            format!("{few} with {FEW}"),
            format!("{:.2}; {} 50 ms", many.median / few.median, if is_quick { "below" } else { "not below" }),
        );
    }
    let quick = PAGES.len() - late.len();
    table.add(
        &format!("pages of the dashboard below 50 ms, 99 of 100 times, {on}"),
        format!("{quick} of {} with {users} users", PAGES.len()),
        if late.is_empty() { "–".to_owned() } else { format!("not: {}", late.join(", ")) },
        "–".to_owned(),
    );
}

/// How long each page takes.
async fn measure(users: u64, database_url: &str) -> Result<Vec<Took>, Failure> {
    eprintln!("▸ The dashboard with {users} users …");
    let directory = std::env::temp_dir().join(format!("vestibule-bench-dashboard-{}", std::process::id()));
    let mut settings = Settings::parse("[vestibule.organizations]\nenabled = true\n")?;
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

    let day = 24 * 60 * 60 * 1_000;
    let now = vestibule.clock().now();
    let somebody = newest.last().ok_or("there are others")?;
    let typed = somebody.user.primary_email_address().unwrap_or_default();
    // Somebody who belongs somewhere and is signed in: of whom there is something to be shown.
    let pool = AnyPool::connect(database_url).await?;
    let user: String = sqlx::query_scalar(
        "SELECT m.user_id FROM organization_memberships m JOIN sessions s ON s.user_id = m.user_id
         WHERE s.status = 'active' ORDER BY m.created_at DESC LIMIT 1",
    )
    .fetch_one(&pool)
    .await?;
    let organization = "SELECT organization_id FROM organization_memberships WHERE user_id = $1";
    let organization: String = sqlx::query_scalar(organization).bind(&user).fetch_one(&pool).await?;
    pool.close().await;
    let mut connection = Connection::open(address).await?;
    // The first day of the charts.
    let overview = connection.ask(&get("/admin", "text/html", &cookies)).await?.content()?;
    let overview = String::from_utf8(overview)?;
    let date = overview.split("scope=\"row\">").nth(1).and_then(|rest| rest.get(..10)).ok_or("a day")?;
    let filled = |path: &str| {
        path.replace("MIDDLE", &(now - 182 * day).to_string())
            .replace("LATELY", &(now - 3 * day).to_string())
            .replace("DATE", date)
            .replace("ADDRESS", typed)
            .replace("USER", &user)
            .replace("ORGANIZATION", &organization)
    };
    let mut found = Vec::with_capacity(PAGES.len());
    for (what, path) in PAGES {
        let request = get(&filled(path), "text/html", &cookies);
        let mut times = Vec::with_capacity(TIMES);
        for turn in 0..BEFORE + TIMES {
            let started = Instant::now();
            let status = connection.status(&request).await?;
            if turn >= BEFORE {
                times.push(started.elapsed().as_secs_f64());
            }
            if status != 200 {
                return Err(format!("{what}: {status}").into());
            }
        }
        found.push(Took { median: median(times.clone()), ninety_ninth: ninety_ninth(times) });
    }
    vestibule.stop().await;
    Ok(found)
}
