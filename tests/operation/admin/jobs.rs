//! What runs beside the requests, and what it runs on.

use vestibule::server::OperatorRole;
use vestibule::server::flows::job_runs;
use vestibule::server::flows::sweep::sweep;

use crate::support::{DAY, Database, House, MINUTE, on_both, until};

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

    other.vestibule.stop().await;
    house.clock.advance(4 * MINUTE);
    assert!(others().await.expect("stands there").contains("Silent"), "it has said nothing for a while");
    house.clock.advance(DAY);
    assert!(job_runs::of_others(&house.vestibule).await.expect("is read").is_empty());
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
