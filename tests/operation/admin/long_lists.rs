//! Lists that are long: each is leafed through from a place on, and found in by how something begins, by an index alone.

use std::collections::BTreeSet;

use sqlx::Executor;
use vestibule::model::{TicketStatus, WaitlistStatus};
use vestibule::server::flows::invitation_pages::InvitationPageQuery;
use vestibule::server::flows::listed_identifiers::ListedPageQuery;
use vestibule::server::flows::organizations::MemberPageQuery;
use vestibule::server::flows::organizations::pages::{
    OrganizationPageOrder, OrganizationPageQuery, OrganizationsMeant,
};
use vestibule::server::flows::user_pages::{PageOrder, Place, Standing, UserPageQuery};
use vestibule::server::flows::waitlist_pages::WaitlistPageQuery;
use vestibule::server::store::{
    Store, api_keys, invitation_pages, listed_identifiers, organization_invitations, organization_member_pages,
    organization_pages, waitlist_pages, webhook_messages,
};
use vestibule::server::{NewWebhookEndpoint, OperatorRole};

use crate::support::{Database, House, at_once, on_both, until};

on_both!(
    whoever_leafs_through_sees_everything_once,
    something_is_found_by_how_it_begins,
    of_many_that_begin_alike_those_are_found_that_are_meant,
    an_organization_with_many_domains_hides_no_other,
    a_walk_ends_before_its_part_is_full_and_goes_on,
    members_are_found_in_small_and_in_large_organizations,
    the_database_counts_members,
    every_page_is_found_by_an_index,
);

/// Fills the tables of which there are lists with so many rows each.
async fn fill(database: &Database, many: i64) {
    let numbers = match database.is_postgres() {
        true => format!("SELECT CAST(generate_series AS BIGINT) AS n FROM generate_series(1, {many})"),
        false => format!(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many}) SELECT n FROM numbers"
        ),
    };
    for insert in [
        "organizations (id, name, slug, created_at, updated_at, search_text)
         SELECT 'org_' || n, 'House ' || n, 'slug-' || n, n / 10, n, 'house ' || n",
        "invitations (id, email_address, normalized, ticket_hash, public_metadata, expire_at, accepted_at, revoked_at, created_at,
             updated_at)
         SELECT 'inv_' || n, 'guest' || n || '@example.com', 'guest' || n || '@example.com', 'hash' || n, '{}',
             CASE WHEN n % 4 = 2 THEN n / 10 ELSE 9000000000000 + n / 10 END, CASE WHEN n % 4 = 0 THEN n END,
             CASE WHEN n % 4 = 1 THEN n END, n / 10, n",
        "waitlist_entries (id, email_address, normalized, status, created_at, updated_at)
         SELECT 'wle_' || n, 'late' || n || '@example.com', 'late' || n || '@example.com',
             CASE n % 4 WHEN 0 THEN 'pending' WHEN 1 THEN 'invited' WHEN 2 THEN 'completed' ELSE 'rejected' END, n / 10, n",
        "listed_identifiers (id, list, identifier, identifier_type, created_at)
         SELECT 'blid_' || n, 'block', '*@evil' || n || '.example', 'email_address', n / 10",
    ] {
        database.execute(&format!("INSERT INTO {insert} FROM ({numbers}) AS all_of_them")).await;
    }
}

/// What one sees who leafs to the end.
async fn leafed<F>(read: impl Fn(Option<Place>) -> F) -> Vec<String>
where
    F: Future<Output = (Vec<String>, Option<Place>)>,
{
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let (ids, next) = read(after).await;
        seen.extend(ids);
        after = next;
        if after.is_none() {
            return seen;
        }
    }
}

async fn whoever_leafs_through_sees_everything_once(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    fill(&database, 93).await;
    let app = &house.vestibule;
    let once = |what: &str, seen: Vec<String>, many: usize| {
        let different: BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), different.len()), (many, many), "{what}");
    };
    for order in OrganizationPageOrder::ALL {
        let seen = leafed(|after| async move {
            let query = OrganizationPageQuery { order, after, limit: 10, ..OrganizationPageQuery::default() };
            let part = app.organizations().page(&query).await.expect("is read");
            (part.organizations.into_iter().map(|it| it.id).collect::<Vec<_>>(), part.next)
        });
        once(&format!("organizations {order:?}"), seen.await, 93);
    }
    // They were made ten at a time; to every third somebody belongs.
    let members = "UPDATE organizations SET members_count = 1 WHERE CAST(SUBSTR(id, 5) AS BIGINT) % 3 = 0";
    database.execute(members).await;
    let all = OrganizationsMeant::default();
    for (meant, many) in [
        (OrganizationsMeant { empty: true, ..all }, 62),
        (OrganizationsMeant { created_since: Some(5), ..all }, 44),
        (OrganizationsMeant { created_before: Some(5), ..all }, 49),
        (OrganizationsMeant { created_since: Some(2), created_before: Some(5), ..all }, 30),
        (OrganizationsMeant { empty: true, created_since: Some(2), created_before: Some(5) }, 20),
    ] {
        for order in OrganizationPageOrder::ALL {
            let seen = leafed(|after| async move {
                let query =
                    OrganizationPageQuery { meant, order, after, limit: 10, ..OrganizationPageQuery::default() };
                let part = app.organizations().page(&query).await.expect("is read");
                let times: Vec<i64> = part.organizations.iter().map(|it| it.created_at).collect();
                let is_sorted = match order {
                    OrganizationPageOrder::Oldest => times.is_sorted(),
                    _ => times.iter().rev().is_sorted(),
                };
                assert!(is_sorted, "{meant:?} {order:?}: {times:?}");
                assert!(part.organizations.iter().all(|it| meant.has(it.created_at, it.members_count)), "{meant:?}");
                (part.organizations.into_iter().map(|it| it.id).collect::<Vec<_>>(), part.next)
            });
            once(&format!("organizations {meant:?} {order:?}"), seen.await, many);
        }
    }
    for (status, many) in [
        (None, 93),
        (Some(TicketStatus::Accepted), 23),
        (Some(TicketStatus::Revoked), 24),
        (Some(TicketStatus::Expired), 23),
        (Some(TicketStatus::Pending), 23),
    ] {
        let seen = leafed(|after| async move {
            let query = InvitationPageQuery { status, after, limit: 10, ..InvitationPageQuery::default() };
            let part = app.invitations().page(&query).await.expect("is read");
            assert!(part.invitations.iter().all(|it| status.is_none_or(|status| it.status == status)), "{status:?}");
            (part.invitations.into_iter().map(|it| it.id).collect::<Vec<_>>(), part.next)
        });
        once(&format!("invitations {status:?}"), seen.await, many);
    }
    for (status, many) in [(None, 93), (Some(WaitlistStatus::Pending), 23), (Some(WaitlistStatus::Invited), 24)] {
        let seen = leafed(|after| async move {
            let query = WaitlistPageQuery { status, after, limit: 10, ..WaitlistPageQuery::default() };
            let part = app.waitlist().page(&query).await.expect("is read");
            assert!(part.entries.is_sorted_by_key(|it| it.created_at), "who came first comes first");
            (part.entries.into_iter().map(|it| it.id).collect::<Vec<_>>(), part.next)
        });
        once(&format!("waitlist {status:?}"), seen.await, many);
    }
    let seen = leafed(|after| async move {
        let query = ListedPageQuery { after, limit: 10, ..ListedPageQuery::default() };
        let part = app.blocklist().page(&query).await.expect("is read");
        (part.identifiers.into_iter().map(|it| it.id).collect::<Vec<_>>(), part.next)
    });
    once("block-list", seen.await, 93);
    let none = app.allowlist().page(&ListedPageQuery { limit: 10, ..ListedPageQuery::default() }).await;
    assert!(none.expect("is read").identifiers.is_empty(), "the lists are two");
}

async fn something_is_found_by_how_it_begins(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    fill(&database, 93).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let domain = "INSERT INTO organization_domains (id, organization_id, name, enrollment_mode, created_at, updated_at)
        VALUES ('orgdmn_93', 'org_93', 'house93.example', 'manual_invitation', 1, 1)";
    database.execute(domain).await;
    for (page, typed, shown) in [
        ("organizations", "HOUSE 93", "slug-93"),
        ("organizations", "slug-93", "House 93"),
        ("organizations", "HOUSE93.example", "House 93"),
        ("organizations", "org_93", "House 93"),
        ("invitations", "Guest93", "guest93@example.com"),
        ("invitations", "inv_93", "guest93@example.com"),
        ("waitlist", "LATE93@", "late93@example.com"),
        ("waitlist", "wle_93", "late93@example.com"),
        ("lists", "evil93", "*@evil93.example"),
        ("lists", "@EVIL93", "*@evil93.example"),
        ("lists", "*@evil93", "*@evil93.example"),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let found = operator.page_alone(&format!("/admin/{page}?q={query}")).await;
        assert!(found.status == 200 && found.shows(shown), "{page} {typed}: {}", found.body);
        assert_eq!(found.body.matches("<tr").count(), 2, "the head and one row: {page} {typed}");
    }
    for page in ["organizations", "invitations", "waitlist", "lists"] {
        let long = operator.page_alone(&format!("/admin/{page}")).await;
        assert!(long.shows("rel=\"next\""), "{page}: {}", long.body);
        for typed in ["9", "%25", "_", "x%00", "%27%20OR%201%3D1"] {
            let none = operator.page_alone(&format!("/admin/{page}?q={typed}")).await;
            assert!(none.status == 200 && !none.shows("<td"), "{page} {typed}: {}", none.body);
        }
        for place in ["nonsense", "1.%00", "99999999999999999999.x"] {
            let (name, name_of_block) = if page == "lists" { ("allow", "block") } else { ("after", "x") };
            let at = format!("/admin/{page}?{name}={place}&{name_of_block}={place}");
            assert_eq!(operator.page_alone(&at).await.status, 200, "{at}");
        }
    }
    let cut = operator.page_alone("/admin/organizations?q=house").await;
    assert!(cut.shows("type more of it") && !cut.shows("rel=\"next\""), "{}", cut.body);
    // Each was made in the first second of the first day.
    let days = |from: &str, to: &str| format!("/admin/organizations?from={from}&to={to}");
    let made = operator.page_alone(&days("1970-01-01", "1970-01-01")).await;
    assert!(made.shows("House 93") && made.shows("from=1970-01-01&amp;to=1970-01-01&amp;after="), "{}", made.body);
    let later = operator.page_alone(&days("1970-01-02", "")).await;
    assert!(later.shows("No organization is like that") && !later.shows("House 93"), "{}", later.body);
    let none = operator.page_alone(&days("yesterday", "")).await;
    assert!(none.status == 200 && none.shows("There is no such day"), "{}", none.body);
    database.execute("UPDATE organizations SET members_count = 1 WHERE id <> 'org_7'").await;
    let empty = operator.page_alone("/admin/organizations?only=empty&order=name").await;
    assert!(empty.shows("House 7<") && empty.body.matches("<tr").count() == 2, "{}", empty.body);
    assert!(empty.shows("by when they were made"), "that they stand in another order is said: {}", empty.body);
    let both = operator.page_alone("/admin/organizations?q=house%207&only=empty").await;
    assert!(both.shows("House 7<") && !both.shows("House 71<"), "{}", both.body);
    let stands = operator.page_alone("/admin/invitations?q=guest9&status=revoked").await;
    assert!(stands.shows("guest93@") && !stands.shows("guest92@"), "{}", stands.body);
}

async fn of_many_that_begin_alike_those_are_found_that_are_meant(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    fill(&database, 1_000).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let only = async |id: &str, q: &str| {
        database
            .execute(&format!("UPDATE organizations SET members_count = CASE WHEN id = '{id}' THEN 0 ELSE 1 END"))
            .await;
        operator.page_alone(&format!("/admin/organizations?q={q}&only=empty")).await
    };
    // In the order of names it is the 45th of the 111 that begin so, of which all are looked at.
    let found = only("org_939", "house%209").await;
    assert!(found.shows("House 939<") && found.body.matches("<tr").count() == 2, "{}", found.body);
    assert!(!found.shows("type more of it"), "there is no other: {}", found.body);
    let none = only("org_1", "house%209").await;
    assert!(none.shows("No organization is found") && !none.shows("type more of it"), "{}", none.body);
    // The last of a thousand.
    let cut = only("org_999", "house").await;
    assert!(cut.shows("None of the first that begin so is like that") && cut.shows("type more of it"), "{}", cut.body);
    assert!(!cut.shows("No organization is found") && !cut.shows("There are more"), "{}", cut.body);
}

async fn an_organization_with_many_domains_hides_no_other(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    fill(&database, 40).await;
    let numbers = "SELECT CAST(SUBSTR(id, 5) AS BIGINT) AS n FROM organizations";
    for domains in [
        "SELECT 'orgdmn_' || n, 'org_1', 'acme' || n || '.example', 'manual_invitation', 1, 1",
        "SELECT 'orgdmn_last_' || n, 'org_2', 'acmez.example', 'manual_invitation', 1, 1",
        "SELECT 'orgdmn_own_' || n, 'org_3', 'xn--bcher-kva.example', 'manual_invitation', 1, 1",
    ] {
        let which = if domains.contains("'org_1'") { "n > 0" } else { "n = 1" };
        let insert =
            "INSERT INTO organization_domains (id, organization_id, name, enrollment_mode, created_at, updated_at)";
        database.execute(&format!("{insert} {domains} FROM ({numbers}) AS all_of_them WHERE {which}")).await;
    }
    let organizations = house.vestibule.organizations();
    let find = async |typed: &str| {
        let query = OrganizationPageQuery { beginning: typed.into(), limit: 25, ..OrganizationPageQuery::default() };
        let part = organizations.page(&query).await.expect("is read");
        (part.organizations.into_iter().map(|it| it.id).collect::<Vec<_>>(), part.is_cut)
    };
    let (found, is_cut) = find("acme").await;
    assert!(found == ["org_1"] && is_cut, "it is said that there may be more: {found:?}");
    assert_eq!(find("acmez").await, (vec!["org_2".to_owned()], false));
    for typed in ["bücher.exa", "BÜCHER.example", "xn--bcher-kva.exa"] {
        assert_eq!(find(typed).await, (vec!["org_3".to_owned()], false), "{typed}");
    }
}

/// PostgreSQL alone: what is read in SQLite waits for nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_take_long_leave_connections_to_others() {
    Database::postgres().await.lend(leave_connections).await;
}

async fn leave_connections(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let mut held = house.vestibule.store().write().await.expect("begins");
    held.execute("LOCK TABLE waitlist_entries IN ACCESS EXCLUSIVE MODE").await.expect("is held");
    let pages = tokio::spawn(at_once((0..30).map(move |_| {
        let operator = operator.clone();
        async move { operator.page_alone("/admin/waitlist").await.status }
    })));
    let waiting = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%waitlist_entries%'";
    until("a page waits for the table", || async { database.number(waiting).await > 0 }).await;
    // The others have come as well by then.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let many = database.number(waiting).await;
    assert!((1..=3).contains(&many), "{many} wait");
    house.vestibule.store().ping().await.expect("a connection is left");
    held.rollback().await.expect("ends");
    assert_eq!(pages.await.expect("runs to its end"), [200; 30]);
}

/// So many people: those with a small number are locked, and of the others one of two hundred.
async fn fill_with_people(database: &Database, many: i64) {
    fill(database, many).await;
    // There is one invitation of each number.
    let numbers = "SELECT CAST(SUBSTR(id, 5) AS BIGINT) AS n FROM invitations";
    for insert in [
        "users (id, created_at, updated_at, primary_email_address_id, search_text, last_search_text, last_sign_in_at, locked_until)
         SELECT 'user_' || n, n, n, 'idn_' || n, 'person ' || n, '', n,
             CASE WHEN n < 1290 OR n % 200 = 0 THEN 9000000000000 END",
        "identifiers (id, user_id, kind, value, normalized, verified_at, created_at)
         SELECT 'idn_' || n, 'user_' || n, 'email_address', 'u' || n || '@example.com', 'u' || n || '@example.com', n, n",
        "clients (id, created_at, updated_at) SELECT 'client_' || n, n, n",
        "sessions (id, client_id, user_id, status, last_active_at, expire_at, created_at, updated_at)
         SELECT 'sess_' || n, 'client_' || n, 'user_' || n, 'active', n, n, n, n",
    ] {
        database.execute(&format!("INSERT INTO {insert} FROM ({numbers}) AS all_of_them")).await;
    }
}

async fn a_walk_ends_before_its_part_is_full_and_goes_on(database: Database) {
    let house = House::open(&database).await;
    fill_with_people(&database, 2_600).await;
    let users = house.vestibule.users();
    // More than a few are locked, and more than a few came since: seven did both.
    let meant: BTreeSet<String> = (7..=13).map(|n| format!("user_{}", n * 200)).collect();
    for order in PageOrder::ALL {
        let (mut seen, mut after, mut parts) = (Vec::new(), None, 0);
        loop {
            let query = UserPageQuery {
                standing: Some(Standing::Locked),
                created_since: Some(1_290),
                order,
                after,
                limit: 3,
                ..UserPageQuery::default()
            };
            let part = users.page_of(&query, 50).await.expect("is read");
            assert!(part.accounts.len() < 2, "no more are looked at: {order:?}");
            assert_eq!(part.is_walked, part.next.is_some(), "{order:?}");
            seen.extend(part.accounts.into_iter().map(|it| it.user.id));
            parts += 1;
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        assert!(parts > 20, "{order:?}: {parts}");
        assert_eq!(seen.len(), meant.len(), "each once: {order:?}");
        assert_eq!(BTreeSet::from_iter(seen), meant, "{order:?}");
        let query = UserPageQuery {
            standing: Some(Standing::Locked),
            created_since: Some(1_290),
            order,
            limit: 10,
            ..Default::default()
        };
        let whole = users.page(&query).await.expect("is read");
        assert_eq!((whole.accounts.len(), whole.next, whole.is_walked), (7, None, false), "{order:?}");
    }
}

async fn members_are_found_in_small_and_in_large_organizations(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    fill_with_people(&database, 1_200).await;
    for (organization, least) in [("org_1", 1_190), ("org_2", 1)] {
        let insert = format!(
            "INSERT INTO organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
             SELECT 'orgmem_' || id || '_{organization}', '{organization}', id, 'org:member', created_at, created_at
             FROM users WHERE created_at >= {least}"
        );
        database.execute(&insert).await;
    }
    let organizations = house.vestibule.organizations();
    for (organization, typed, found) in [
        ("org_1", "u", 11),
        ("org_1", "person 1195", 1),
        ("org_1", "u1195@", 1),
        ("org_1", "u5", 0),
        ("org_2", "person 5", 26),
        ("org_2", "u1195@", 1),
        ("org_2", "nobody", 0),
    ] {
        let query = MemberPageQuery { beginning: typed.to_owned(), limit: 26, ..MemberPageQuery::default() };
        let part = organizations.parts(organization).members(&query).await.expect("is read");
        assert_eq!(part.data.len(), found, "{organization} {typed}");
        assert_eq!(part.is_cut, found == 26, "{organization} {typed}");
    }
}

async fn the_database_counts_members(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let [ada, bob, cleo] = house.people(["ada", "bob", "cleo"]).await;
    let acme = house.organization("Acme", &ada, &[(&bob, "org:member"), (&cleo, "org:member")]).await;
    house.organization("Small", &bob, &[]).await;
    let counted =
        async || database.number(&format!("SELECT members_count FROM organizations WHERE id = '{}'", acme.id)).await;
    assert_eq!(counted().await, 3);
    let organizations = house.vestibule.organizations();
    let query = OrganizationPageQuery { order: OrganizationPageOrder::Members, limit: 10, ..Default::default() };
    let listed = organizations.page(&query).await.expect("is read").organizations;
    let told: Vec<(&str, i64)> = listed.iter().map(|it| (it.name.as_str(), it.members_count)).collect();
    assert_eq!(told, [("Acme", 3), ("Small", 1)]);
    organizations.remove_member(&acme.id, &bob).await.expect("is out");
    assert_eq!(counted().await, 2);

    // A database that is older, or in which somebody has dropped what counts.
    let on = if database.is_postgres() { " ON organization_memberships" } else { "" };
    for name in ["come", "go"] {
        database.execute(&format!("DROP TRIGGER organization_memberships_{name}{on}")).await;
    }
    organizations.add_member(&acme.id, &bob, "org:member").await.expect("is in");
    assert_eq!(counted().await, 2);
    Store::open(database.url()).await.expect("opens").close().await;
    assert_eq!(counted().await, 3, "a start counts");
    organizations.remove_member(&acme.id, &bob).await.expect("is out");
    assert_eq!(counted().await, 2);
    house.vestibule.users().delete(&cleo).await.expect("is gone");
    assert_eq!(counted().await, 1, "whoever has no account belongs to nothing");
    let whole = if database.is_postgres() { "" } else { "PRAGMA foreign_keys = ON; " };
    database.execute(&format!("{whole}DELETE FROM users WHERE id = '{ada}'")).await;
    assert_eq!(counted().await, 0, "however they have gone");
    database.execute(&format!("{whole}DELETE FROM organizations WHERE id = '{}'", acme.id)).await;
}

/// Whether a plan reads a whole table, or sorts what it has read.
fn is_slow(plan: &str, sorts_a_page: bool) -> bool {
    let mut scans = plan.lines().filter_map(|line| line.trim().strip_prefix("SCAN "));
    // What SQLite has made of a part of a table it reads to its end, under a name of its own.
    let is_made = |name: &str| {
        name.starts_with('(') || ["MATERIALIZE", "CO-ROUTINE"].iter().any(|how| plan.contains(&format!("{how} {name}")))
    };
    let whole = |rest: &str| !rest.contains("INDEX") && !rest.split(' ').next().is_some_and(is_made);
    let sorts = plan.contains("Sort") || plan.contains("TEMP B-TREE");
    plan.contains("Seq Scan") || scans.any(whole) || sorts && !sorts_a_page
}

async fn every_page_is_found_by_an_index(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.webhooks.allow_loopback = true;
    })
    .await;
    house.vestibule.seed(6_000, &mut |_, _| {}).await.expect("are made");
    fill(&database, 20_000).await;
    let events = vec!["organizationDomain.deleted".to_owned()];
    let endpoint = NewWebhookEndpoint { events, ..NewWebhookEndpoint::at("http://127.0.0.1:9/hook") };
    let endpoint = house.vestibule.webhooks().create(&endpoint).await.expect("is made").0.id;
    for insert in [
        "organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
         SELECT 'orgmem_' || id, 'org_1', id, 'org:member', created_at, created_at FROM users",
        "organization_invitations (id, organization_id, email_address, normalized, slot, ticket_hash, role, expire_at, created_at,
             updated_at)
         SELECT 'orginv_' || id, 'org_2', id, id, id, id, 'org:member', created_at, created_at, created_at FROM users",
        "api_keys (id, user_id, name, scopes, hash, created_at, updated_at)
         SELECT 'ak_' || id, id, id, '', id, created_at, created_at FROM users",
        "organization_domains (id, organization_id, name, enrollment_mode, created_at, updated_at)
         SELECT 'orgdmn_' || id, id, slug || '.example', 'manual_invitation', created_at, created_at FROM organizations
             WHERE slug IS NOT NULL",
        &format!(
            "webhook_attempts (id, endpoint_id, event_id, type, attempted_at, duration_ms)
             SELECT 'atmpt_' || id, '{endpoint}', id, 'user.created', created_at, 1 FROM users"
        ),
    ] {
        database.execute(&format!("INSERT INTO {insert}")).await;
    }
    database.execute("ANALYZE").await;
    let backend = house.vestibule.store().backend();
    let (at, beyond) = ("1700000000000", "'x\u{10ffff}'");
    let mut asked: Vec<(String, Vec<&str>)> = Vec::new();
    let any = OrganizationsMeant::default();
    for order in OrganizationPageOrder::ALL {
        let place = if order == OrganizationPageOrder::Name { "'house 5'" } else { "500" };
        for goes_on in [false, true] {
            asked.push((organization_pages::sql(backend, order, &any, goes_on), vec!["26", place, "'org_5'"]));
        }
    }
    let (since, before) = (Some(200), Some(1_200));
    for meant in [
        OrganizationsMeant { empty: true, ..any },
        OrganizationsMeant { created_since: since, created_before: before, ..any },
        OrganizationsMeant { empty: true, created_since: since, created_before: before },
        OrganizationsMeant { empty: true, created_since: since, ..any },
    ] {
        for order in [OrganizationPageOrder::Newest, OrganizationPageOrder::Oldest] {
            let first = organization_pages::sql(backend, order, &meant, false);
            asked.push((first, vec!["26", "200", "1200"]));
            let further = organization_pages::sql(backend, order, &meant, true);
            asked.push((further, vec!["26", "500", "'org_5'", "200", "1200"]));
        }
    }
    for question in organization_pages::sql_beginning(backend) {
        asked.push((question, vec!["'house 5'", beyond, "26"]));
    }
    for status in [None, Some(TicketStatus::Accepted), Some(TicketStatus::Revoked)] {
        asked.push((invitation_pages::sql(status), vec!["500", "'inv_5'", "26"]));
    }
    asked.push((invitation_pages::sql(Some(TicketStatus::Pending)), vec![at, "9000000000500", "'inv_5'", "26"]));
    asked.push((invitation_pages::sql(Some(TicketStatus::Expired)), vec!["500", "'inv_5'", "26"]));
    asked.push((invitation_pages::sql_beginning(backend), vec!["'guest5'", "'guest6'", "26"]));
    asked.push((api_keys::sql(), vec!["500", "'ak_5'", "26"]));
    asked.push((waitlist_pages::sql(None), vec!["500", "'wle_5'", "26"]));
    asked.push((waitlist_pages::sql(Some(WaitlistStatus::Pending)), vec!["'pending'", "500", "'wle_5'", "26"]));
    asked.push((waitlist_pages::sql_beginning(backend), vec!["'late5'", "'late6'", "26"]));
    asked.push((listed_identifiers::sql(), vec!["'block'", "500", "'blid_5'", "26"]));
    asked.push((listed_identifiers::sql_beginning(backend), vec!["'block'", "'*@evil5'", "'*@evil6'", "26"]));
    let whose = format!("'{endpoint}'");
    asked.push((webhook_messages::ATTEMPTS_AFTER.to_owned(), vec![whose.as_str(), at, "'atmpt_5'", "26"]));
    asked.push((organization_invitations::WAITING_AFTER.to_owned(), vec!["'org_2'", "1", at, "'orginv_5'", "26"]));
    let mut of_members = vec![(organization_member_pages::AFTER.to_owned(), vec!["'org_1'", at, "'orgmem_5'", "26"])];
    for question in organization_member_pages::sql_beginning(backend) {
        of_members.push((question, vec!["'hedy.lamarr.'", "'hedy.lamarr.\u{10ffff}'", "26", "'org_1'"]));
    }
    let of_few = organization_member_pages::sql_beginning_among_few(backend);
    of_members.push((of_few, vec!["'hedy.lamarr.'", "'hedy.lamarr.\u{10ffff}'", "26", "'org_9'"]));
    let all = asked.into_iter().map(|it| (it, false)).chain(of_members.into_iter().map(|it| (it, true)));
    for ((mut question, values), sorts_a_page) in all {
        for (number, value) in values.iter().enumerate().rev() {
            question = question.replace(&format!("${}", number + 1), value);
        }
        let plan = database.plan(&question).await;
        assert!(!is_slow(&plan, sorts_a_page), "{question}\n{plan}");
    }
    // Each by the one that was made for it, and not by another of that name.
    let mut of_organizations =
        vec![(organization_pages::sql(backend, OrganizationPageOrder::Name, &any, false), "organizations_name")];
    let found_by = ["organizations_name", "organizations_slug_beginning", "organization_domains_beginning"];
    of_organizations.extend(organization_pages::sql_beginning(backend).into_iter().zip(found_by));
    for (question, index) in of_organizations {
        let question = question
            .replace("$3", "26")
            .replace("$2", beyond)
            .replace("$1", if question.contains("$3") { "'house 5'" } else { "26" });
        let plan = database.plan(&question).await;
        assert!(plan.contains(index), "{question}\n{plan}");
    }
    // That it would be seen.
    for slow in
        ["SELECT name FROM organizations WHERE name LIKE '%9%'", "SELECT id FROM invitations ORDER BY updated_at"]
    {
        let plan = database.plan(slow).await;
        assert!(is_slow(&plan, false), "{slow}\n{plan}");
    }
}
