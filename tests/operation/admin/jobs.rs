//! What runs beside the requests, and what it runs on.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use sqlx::Executor;
use vestibule::server::OperatorRole;
use vestibule::server::flows::job_runs;
use vestibule::server::flows::sweep::sweep;

use crate::support::{DAY, Database, HOUR, House, MINUTE, on_both, until};

on_both!(what_runs_is_seen_and_what_fails, what_runs_on_other_servers_is_seen, the_database_is_told_of);

/// What the page says of a job.
fn about<'a>(page: &'a str, job: &str) -> &'a str {
    let marked = format!(">{job}</td>");
    let rest = page.split_once(&marked).unwrap_or_else(|| panic!("no {job} in {page}")).1;
    rest.split("</tr>").next().unwrap_or_default()
}

async fn what_runs_is_seen_and_what_fails(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    sweep(&house.vestibule).await.expect("is swept");
    let page = async || operator.page_alone("/admin/jobs").await.body;
    let now = page().await;
    for job in ["End sessions that have run out", "Count for the overview", "Delete old webhooks"] {
        let said = about(&now, job);
        assert!(said.contains("Well") && said.contains("<time") && said.contains("in 9 min"), "{job}: {said}");
    }
    assert!(about(&now, "Send mails").contains("No mail server is set"), "{now}");
    until("webhooks had their turn", || async { about(&page().await, "Send webhooks").contains("<time") }).await;
    assert!(!now.contains("Failing"), "{now}");

    // What one of them stands in the way of waits.
    database.drop_table("daily_numbers").await;
    sweep(&house.vestibule).await.expect_err("has nothing to count in");
    let now = page().await;
    let said = about(&now, "Count for the overview");
    assert!(said.contains("Failing") && said.contains("daily_numbers"), "{said}");
    assert!(about(&now, "End sessions that have run out").contains("Well"), "{now}");
    assert!(now.contains("No file was read yet"), "{now}");
}

async fn what_runs_on_other_servers_is_seen(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let other = house.another().await;
    sweep(&other.vestibule).await.expect("is swept");
    for each in [&house, &other] {
        job_runs::tell(&each.vestibule).await.expect("is told");
    }
    let page = operator.page_alone("/admin/jobs").await;
    if !database.is_postgres() {
        assert!(!page.shows("On other servers"), "there is one alone: {}", page.body);
        assert_eq!(database.count("job_runs").await, 0);
        return;
    }
    let others = async || {
        let page = operator.page_alone("/admin/jobs").await.body;
        page.split("id=\"other-servers\"").nth(1).and_then(|rest| rest.split("</section>").next()).map(str::to_owned)
    };
    let told = others().await.expect("stands there");
    let said = about(&told, "Count for the overview");
    assert!(said.contains("Well") && said.contains("<time") && said.contains(" ms"), "{said}");
    assert_eq!(told.matches(">Count for the overview</td>").count(), 1, "not of this server as well: {told}");

    database.drop_table("daily_numbers").await;
    sweep(&other.vestibule).await.expect_err("has nothing to count in");
    job_runs::tell(&other.vestibule).await.expect("is told");
    let told = others().await.expect("stands there");
    let said = about(&told, "Count for the overview");
    assert!(said.contains("Failing") && said.contains("daily_numbers"), "what goes wrong is told at once: {said}");
    assert!(about(&told, "End sessions that have run out").contains("Well"), "{told}");

    // Of what runs seldom there is nothing new for minutes: whoever tells of something else is not silent.
    house.clock.advance(4 * MINUTE);
    until("it is heard of again", || async {
        job_runs::tell(&other.vestibule).await.expect("is told");
        about(&others().await.expect("stands there"), "End sessions that have run out").contains("Well")
    })
    .await;
    let told = others().await.expect("stands there");
    let said = about(&told, "Count for the overview");
    assert!(said.contains("Failing") && !said.contains("silent"), "{said}");

    other.vestibule.stop().await;
    house.clock.advance(4 * MINUTE);
    let told = others().await.expect("stands there");
    assert!(
        about(&told, "End sessions that have run out").contains("Silent"),
        "it has said nothing for a while: {told}"
    );
    let said = about(&told, "Count for the overview");
    assert!(said.contains("Failing") && said.contains("silent since"), "what goes wrong stays said: {said}");
    house.clock.advance(DAY);
    assert!(job_runs::of_others(&house.vestibule).await.expect("is read").is_empty());
}

/// PostgreSQL alone: nobody is told on SQLite.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_runs_is_shown_before_those_that_have_stopped() {
    Database::postgres().await.lend(shown_before_those_that_have_stopped).await;
}

async fn shown_before_those_that_have_stopped(database: Database) {
    let house = House::open(&database).await;
    let other = house.another().await;
    sweep(&other.vestibule).await.expect("is swept");
    job_runs::tell(&other.vestibule).await.expect("is told");
    // As if servers had been started again and again, whose names all stand before its own.
    let before = house.clock.now() - 5 * HOUR;
    let jobs = "('mails'), ('text_messages'), ('webhooks'), ('last_uses'), ('rereading'), ('sessions'), ('daily_numbers'), \
                ('pictures'), ('leftovers'), ('webhook_history'), ('audit_log')";
    let stopped = format!(
        "INSERT INTO job_runs (node, job, began_at, took_ms, outcome, told_at)
         SELECT '0000000000000' || n, job, {before}, 1, 'well', {before} FROM generate_series(100, 129) AS all_of_them (n),
             (VALUES {jobs}) AS jobs (job)"
    );
    database.execute(&stopped).await;
    let told = job_runs::of_others(&house.vestibule).await.expect("is read");
    assert!(told.iter().any(|run| run.heard_at > before), "{told:?}");
    let nodes: BTreeSet<&str> = told.iter().map(|run| run.node.as_str()).collect();
    assert_eq!(nodes.len(), 20, "{nodes:?}");
}

/// The same: what takes long in one loop is no silence.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_are_told_while_a_sweep_waits() {
    Database::postgres().await.lend(told_while_a_sweep_waits).await;
}

async fn told_while_a_sweep_waits(database: Database) {
    let house = House::open(&database).await;
    let mut held = house.vestibule.store().write().await.expect("begins");
    held.execute("LOCK TABLE sign_ins IN ACCESS EXCLUSIVE MODE").await.expect("is held");
    let waiting = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%sign_ins%'";
    let patience = Instant::now() + Duration::from_secs(25);
    // Both begin ten seconds after the start.
    while database.number(waiting).await == 0 || database.count("job_runs").await == 0 {
        assert!(Instant::now() < patience, "nobody is told");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    held.rollback().await.expect("ends");
}

async fn the_database_is_told_of(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let page = operator.page_alone("/admin/health").await;
    let newest = database.number("SELECT MAX(version) FROM vestibule_migrations").await;
    assert!(page.shows(&format!("Step {newest}, which is the newest")), "{}", page.body);
    assert!(page.shows("of 5 times between"), "{}", page.body);
    let name = if database.is_postgres() { "<dd>PostgreSQL 1" } else { "<dd>SQLite 3." };
    assert!(page.shows(name) && page.shows("This one alone"), "{}", page.body);
    if database.is_postgres() {
        let _other = house.another().await;
        let page = operator.page_alone("/admin/health").await;
        assert!(page.shows("2 that hear each other"), "{}", page.body);
    }
}
