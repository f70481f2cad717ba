//! Organizations at scale: what is asked on every page, beside the same with few of them.
//!
//! On SQLite, and on PostgreSQL where `VESTIBULE_TEST_POSTGRES_URL` names one.

use std::time::Instant;

use axum::routing::{get as route, post as route_post};
use axum::{Json, Router};
use sqlx::AnyPool;
use sqlx::any::install_default_drivers;
use vestibule::server::{Auth, MemberQuery, Settings, Vestibule};

use super::Failure;
use super::http::{Connection, get, merged, post};
use super::layer::{serve, sign_up};
use super::table::{Table, median};

/// How much there is.
#[derive(Clone, Copy)]
struct Size {
    organizations: usize,
    /// In the first of them.
    members: usize,
    /// That the person who asks belongs to.
    of_person: usize,
}

const SMALL: Size = Size { organizations: 100, members: 10, of_person: 5 };
const LARGE: Size = Size { organizations: 10_000, members: 1_000, of_person: 500 };
/// How often each thing is asked.
const TIMES: usize = 300;
/// Rows that are written at once.
const ROWS: usize = 200;

/// Asks the same things of few and of many.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    install_default_drivers();
    let directory = std::env::temp_dir().join(format!("vestibule-bench-organizations-{}", std::process::id()));
    let sqlite = |name: &str| format!("sqlite://{}", directory.join(name).display());
    let (few, many) = (measure(SMALL, &sqlite("few")).await?, measure(LARGE, &sqlite("many")).await?);
    compare(table, "SQLite", few, many);
    if let Ok(server) = std::env::var("VESTIBULE_TEST_POSTGRES_URL") {
        let few = measure(SMALL, &database(&server, "few").await?).await?;
        let many = measure(LARGE, &database(&server, "many").await?).await?;
        compare(table, "PostgreSQL", few, many);
    }
    std::fs::remove_dir_all(directory).ok();
    Ok(())
}

fn compare(table: &mut Table, on: &str, few: Vec<(&'static str, f64)>, many: Vec<(&'static str, f64)>) {
    for ((what, few), (_, many)) in few.into_iter().zip(many) {
        table.add(
            &format!("{what}, {on}"),
            format!("{:.0} µs", many * 1e6),
            format!("{:.0} µs with few", few * 1e6),
            format!("{:.2}", many / few),
        );
    }
}

/// A database of its own on a PostgreSQL.
pub async fn database(server: &str, name: &str) -> Result<String, Failure> {
    let name = format!("vestibule_bench_{name}_{}", std::process::id());
    let pool = AnyPool::connect(server).await?;
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await?;
    let (before, _) = server.rsplit_once('/').ok_or("an address without a database")?;
    Ok(format!("{before}/{name}"))
}

/// The middle of how long each thing takes, in seconds.
async fn measure(size: Size, database_url: &str) -> Result<Vec<(&'static str, f64)>, Failure> {
    eprintln!("▸ {} organizations, {} members, {} of one person …", size.organizations, size.members, size.of_person);
    let directory = std::env::temp_dir().join(format!("vestibule-bench-organizations-{}", std::process::id()));
    let mut settings = Settings::parse("[vestibule.organizations]\nenabled = true\n")?;
    settings.base_url = "http://localhost:3000".into();
    settings.database_url = database_url.to_owned();
    settings.secret_key_file = directory.join("key");
    settings.security.forms_per_minute = 10_000_000;
    let vestibule = Vestibule::start(settings).await?;
    let told = |auth: Auth| async move { Json(auth.org_id().map(str::to_owned)) };
    let app = Router::new()
        .route("/told", route(told))
        .route("/vestibule/api/{*rest}", route_post(leptos_axum::handle_server_fns))
        .merge(vestibule.routes())
        .layer(vestibule.layer());
    let address = serve(app).await?;
    let mut cookies = sign_up(address).await?;
    let pool = AnyPool::connect(database_url).await?;
    let person: String = sqlx::query_scalar("SELECT id FROM users").fetch_one(&pool).await?;
    populate(&pool, size, &person).await?;

    let organizations = vestibule.organizations();
    let theirs = organizations.acting_as(&person);
    let last = size.of_person - 1;
    let mut found = Vec::new();
    let (mut may, mut first, mut end, mut search, mut own) = (vec![], vec![], vec![], vec![], vec![]);
    for turn in 0..TIMES {
        let slug = format!("bench-{}", turn % size.of_person);
        let started = Instant::now();
        if !organizations.may(&person, &slug, "org:sys_memberships:manage").await? {
            return Err("the person manages it".into());
        }
        may.push(started.elapsed().as_secs_f64());
        let page = |query: &str, offset: usize| MemberQuery {
            query: query.to_owned(),
            role: None,
            limit: 10,
            offset: i64::try_from(offset).unwrap_or_default(),
        };
        for (times, query) in [
            (&mut first, page("", 0)),
            (&mut end, page("", size.members.saturating_sub(10))),
            (&mut search, page("name 7", 0)),
        ] {
            let started = Instant::now();
            let (members, _) = theirs.members("org_bench0", &query).await?;
            times.push(started.elapsed().as_secs_f64());
            if members.is_empty() {
                return Err("there are members".into());
            }
        }
        let started = Instant::now();
        theirs.memberships(10, 0).await?;
        own.push(started.elapsed().as_secs_f64());
    }
    found.push(("may someone do something there", median(may)));
    found.push(("first page of the members", median(first)));
    found.push(("last page of the members", median(end)));
    found.push(("a search among the members", median(search)));
    found.push(("ten of one's memberships", median(own)));

    let mut connection = Connection::open(address).await?;
    let (mut switch, mut told) = (vec![], vec![]);
    for turn in 0..TIMES {
        let id = format!("org_bench{}", (turn * 7 + last) % size.of_person);
        let request = post("/vestibule/api/session/set_active_organization", &cookies, &[("organization", &id)]);
        let started = Instant::now();
        let answer = connection.ask(&request).await?;
        switch.push(started.elapsed().as_secs_f64());
        if answer.status != 200 {
            return Err(format!("switching: {}", answer.status).into());
        }
        cookies = merged(&cookies, &answer.cookies());
        let request = get("/told", "application/json", &cookies);
        let started = Instant::now();
        let answer = connection.ask(&request).await?;
        told.push(started.elapsed().as_secs_f64());
        if !String::from_utf8_lossy(&answer.body).contains(&id) {
            return Err("the token says where one acts".into());
        }
    }
    for (what, at) in [("the menu of one's organizations", "/"), ("a search in it", "/%3Fswitcher_query%3Dbench+4")] {
        let mut times = vec![];
        let path = format!("/vestibule/drawn/organization-switcher?id=bench&at={at}");
        for _ in 0..TIMES {
            let request = get(&path, "text/html", &cookies);
            let started = Instant::now();
            let answer = connection.ask(&request).await?;
            times.push(started.elapsed().as_secs_f64());
            if answer.status != 200 || !String::from_utf8_lossy(&answer.body).contains("Bench 4") {
                return Err(format!("{what}: {}", answer.status).into());
            }
        }
        found.push((what, median(times)));
    }
    found.push(("switching to another organization", median(switch)));
    found.push(("a request that says where one acts", median(told)));
    vestibule.stop().await;
    Ok(found)
}

/// Fills a database, with statements of many rows.
async fn populate(pool: &AnyPool, size: Size, person: &str) -> Result<(), Failure> {
    let user =
        |at: usize| format!("('user_bench{at}', 'Name {at}', 'Bench', 'name {at} bench', 'idn_bench{at}', 1, 1)");
    let identifier = |at: usize| {
        let address = format!("bench{at}@bench.example");
        format!("('idn_bench{at}', 'user_bench{at}', 'email_address', '{address}', '{address}', 1, 1)")
    };
    let organization = |at: usize| format!("('org_bench{at}', 'Bench {at}', 'bench {at}', 'bench-{at}', 1, 1)");
    let member = |at: usize| format!("('orgmem_bench{at}', 'org_bench0', 'user_bench{at}', 'org:member', {at}, 1)");
    let own = |at: usize| format!("('orgmem_own{at}', 'org_bench{at}', '{person}', 'org:admin', {at}, 1)");
    // One more in every other organization, so that they are not empty.
    let other = |at: usize| {
        let user = at % size.members;
        format!("('orgmem_other{at}', 'org_bench{at}', 'user_bench{user}', 'org:admin', {at}, 1)")
    };
    let memberships = "organization_memberships (id, organization_id, user_id, role, created_at, updated_at)";
    let users = "users (id, first_name, last_name, search_text, primary_email_address_id, created_at, updated_at)";
    let identifiers = "identifiers (id, user_id, kind, value, normalized, verified_at, created_at)";
    insert(pool, users, 0..size.members, user).await?;
    insert(pool, identifiers, 0..size.members, identifier).await?;
    insert(
        pool,
        "organizations (id, name, search_text, slug, created_at, updated_at)",
        0..size.organizations,
        organization,
    )
    .await?;
    insert(pool, memberships, 0..size.members, member).await?;
    insert(pool, memberships, 0..size.of_person, own).await?;
    insert(pool, memberships, 1..size.organizations, other).await?;
    // As a database that has been there for a while knows it.
    sqlx::query("ANALYZE").execute(pool).await?;
    Ok(())
}

async fn insert(
    pool: &AnyPool,
    into: &str,
    rows: std::ops::Range<usize>,
    row: impl Fn(usize) -> String,
) -> Result<(), Failure> {
    let all: Vec<usize> = rows.collect();
    for some in all.chunks(ROWS) {
        let values: Vec<String> = some.iter().map(|at| row(*at)).collect();
        let sql = format!("INSERT INTO {into} VALUES {}", values.join(", "));
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(pool).await?;
    }
    Ok(())
}
