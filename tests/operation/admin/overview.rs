//! Numbers and health: quick, and right.

use vestibule::server::OperatorRole;
use vestibule::server::flows::daily_numbers;
use vestibule::server::flows::sweep::sweep;

use crate::support::{Browser, Database, Folder, House, MINUTE, Person, on_both};

const DAY: i64 = 24 * 60 * MINUTE;

on_both!(
    numbers_are_counted_once_and_are_right,
    many_people_are_counted_on_from_the_last_time,
    the_first_pages_show_them,
    no_page_reads_files_to_warn,
    long_lists_are_found_by_an_index,
    the_palette_leads_to_all_that_one_may_open,
);

async fn numbers_are_counted_once_and_are_right(database: Database) {
    let house = House::open(&database).await;
    // At noon, so that a day does not end while this runs.
    house.clock.advance(DAY + DAY / 2 - house.clock.now() % DAY);
    house.sign_up(&Person::named("ada")).await;
    house.browser().try_password("ada@example.com", "not the password of hers").await;
    let today = |numbers: &[i64]| *numbers.last().expect("a day");
    let now = daily_numbers::read(&house.vestibule, 30).await.expect("are read");
    assert_eq!((now.users, today(&now.sign_ups), today(&now.sign_ins), today(&now.failures)), (1, 1, 1, 1));
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(daily_numbers::read(&house.vestibule, 30).await.expect("are read").users, 1, "counted, and not twice");
    house.clock.advance(1);
    house.sign_up(&Person::named("bob")).await;
    let now = daily_numbers::read(&house.vestibule, 30).await.expect("are read");
    assert_eq!((now.users, today(&now.sign_ups), today(&now.sign_ins)), (2, 2, 2), "with what came since");

    house.clock.advance(DAY);
    sweep(&house.vestibule).await.expect("is swept");
    let later = daily_numbers::read(&house.vestibule, 30).await.expect("are read");
    assert_eq!((later.users, today(&later.sign_ups)), (2, 0), "another day");
    assert_eq!(later.sign_ups.iter().sum::<i64>(), 2);
    assert_eq!(later.sign_ups[later.sign_ups.len() - 2], 2, "yesterday");
    assert_eq!(later.users_by_day[27..], [0, 2, 2], "nobody the day before, both since");
    database.execute("DELETE FROM daily_numbers WHERE name = 'users'").await;
    let guessed = daily_numbers::read(&house.vestibule, 30).await.expect("are read");
    assert_eq!(guessed.users_by_day, later.users_by_day, "what nobody has counted follows from who came");
    house.clock.advance(DAY);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(daily_numbers::read(&house.vestibule, 30).await.expect("are read").sign_ups.iter().sum::<i64>(), 2);
}

async fn many_people_are_counted_on_from_the_last_time(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("ada", OperatorRole::ReadOnly).await;
    let users = async || daily_numbers::read(&house.vestibule, 30).await.expect("are read").users;
    sweep(&house.vestibule).await.expect("is swept");
    house.vestibule.seed(100, &mut |_, _| {}).await.expect("are made");
    assert_eq!(users().await, 101, "few are counted whenever somebody looks, whatever the log has");
    assert!(!operator.page_alone("/admin").await.shows("Counted every ten minutes; since"));

    let more = u64::try_from(daily_numbers::COUNTED_AT_ONCE).expect("fits");
    house.vestibule.seed(more, &mut |_, _| {}).await.expect("are made");
    house.clock.advance(1);
    sweep(&house.vestibule).await.expect("is swept");
    house.clock.advance(1);
    house.sign_up(&Person::named("bob")).await;
    let many = daily_numbers::COUNTED_AT_ONCE + 102;
    assert_eq!(users().await, many, "with whom the log has since then");
    let page = operator.page_alone("/admin").await;
    assert!(page.shows("10,102") && page.shows("Counted every ten minutes; since"), "{}", page.body);
}

async fn the_first_pages_show_them(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("ada", OperatorRole::ReadOnly).await;
    let page = operator.page_alone("/admin").await;
    for part in [
        "id=\"users\"",
        "<polyline",
        "Sign-ups",
        "Sign-ins",
        "Active users",
        "Failed sign-ins",
        "As a table",
        "<svg",
        "<table",
    ] {
        assert!(page.shows(part), "{part}");
    }
    for (asked, days) in
        [("", 30), ("?days=7", 7), ("?days=30", 30), ("?days=90", 90), ("?days=31", 30), ("?days=x", 30)]
    {
        let page = operator.page_alone(&format!("/admin{asked}")).await;
        assert_eq!(page.body.matches("<rect").count(), 4 * days, "a bar for each day: {asked}");
        assert_eq!(page.body.matches("scope=\"row\"").count(), 5 * days, "a row for each day: {asked}");
        assert!(page.shows(&format!("aria-current=\"true\">{days} days")), "{asked}: {}", page.body);
    }
    let health = operator.page_alone("/admin/health").await;
    let name = if database.is_postgres() { "PostgreSQL answers" } else { "SQLite answers" };
    assert!(health.shows(name) && health.shows(env!("CARGO_PKG_VERSION")), "{}", health.body);
    assert!(health.shows("Where the database is") && health.shows("as database_url"), "{}", health.body);
    let scheme = if database.is_postgres() { "<code>postgres" } else { "<code>sqlite://" };
    assert!(health.shows(scheme), "{}", health.body);
    let password = url::Url::parse(database.url()).ok().and_then(|url| url.password().map(str::to_owned));
    assert!(password.is_none_or(|password| !health.shows(&format!(":{password}@"))), "{}", health.body);
}

async fn no_page_reads_files_to_warn(database: Database) {
    let folder = Folder::new();
    let file = folder.path().join("places.mmdb");
    std::fs::copy("tests/support/places.mmdb", &file).expect("is copied");
    let house = House::with(&database, |settings| settings.devices.ip_database = file.display().to_string()).await;
    let (operator, _) = house.operator("ada", OperatorRole::ReadOnly).await;
    std::fs::remove_file(&file).expect("is removed");
    let overview = operator.page_alone("/admin").await;
    for page in [&overview, &operator.page_alone("/admin/health").await] {
        assert!(page.shows("environment: development") && !page.shows("devices.ip_database"), "{}", page.body);
        assert!(
            page.shows("<a href=\"/admin/settings/start#instance\">Settings: Fixed at the start</a>"),
            "{}",
            page.body
        );
    }
}

async fn long_lists_are_found_by_an_index(database: Database) {
    use vestibule::server::store::user_pages::question::{
        Behind, Question, Set, Stretch, Value, are_many, end_of_walk, of_all, of_few, of_stretch,
    };
    use vestibule::server::store::user_pages::{PageOrder, Standing};
    let house = House::open(&database).await;
    house.vestibule.seed(6_000, &mut |_, _| {}).await.expect("are made");
    database.execute("INSERT INTO clients (id, created_at, updated_at) VALUES ('client_x', 1, 1)").await;
    let sessions = "INSERT INTO sessions (id, client_id, user_id, status, last_active_at, expire_at, created_at, updated_at)
                    SELECT 'sess_' || id, 'client_x', id, 'active', created_at, created_at, created_at, created_at FROM users";
    database.execute(sessions).await;
    // Few are banned by now, and few are locked or have a second factor.
    let one_of_two_hundred = "(SELECT id FROM users WHERE banned_at IS NOT NULL)";
    database
        .execute(&format!(
            "UPDATE users SET locked_until = 9000000000000, mfa_enabled_at = 1 WHERE id IN {one_of_two_hundred}"
        ))
        .await;
    database
        .execute(&format!(
            "INSERT INTO external_accounts (id, user_id, provider, issuer, provider_user_id, sealed_tokens, created_at, updated_at)
             SELECT 'eac_' || id, id, 'google', 'x', id, '', 1, 1 FROM users WHERE id IN {one_of_two_hundred}"
        ))
        .await;
    database.execute(if database.is_postgres() { "ANALYZE" } else { "ANALYZE main" }).await;
    let backend = house.vestibule.store().backend();
    let filled = |question: &Question| {
        let values = question.values.iter().enumerate().rev();
        values.fold(question.sql.clone(), |sql, (place, value)| {
            let value = match value {
                Value::Text(text) => format!("'{text}'"),
                Value::Number(number) => number.to_string(),
            };
            sql.replace(&format!("${}", place + 1), &value)
        })
    };
    // Nobody is looked for in the whole table, and nothing that is long is sorted.
    let walks = |plan: &str, (table, alias): (&str, &str)| {
        plan.lines().map(str::trim).any(|line| {
            let scanned = line.strip_prefix("SCAN ").filter(|scanned| !scanned.contains("INDEX"));
            let scanned = scanned.and_then(|scanned| scanned.split(' ').next());
            line.contains(&format!("Seq Scan on {table}")) || scanned.is_some_and(|it| it == table || it == alias)
        })
    };
    let (users, identifiers) = (("users", "u"), ("identifiers", "i"));
    let sorts = |plan: &str| ["Sort", "TEMP B-TREE"].iter().any(|word| plan.contains(word));
    // Whom most fit is passed over where they do not.
    let most = [Set::Standing(Standing::WithoutSecondFactor, 1)];
    let middle = "SELECT CAST(AVG(created_at) AS BIGINT) FROM users";
    let middle = database.number(middle).await;
    for (order, at, index) in [
        (PageOrder::Newest, Value::Number(middle), "users_"),
        (PageOrder::Oldest, Value::Number(middle), "users_"),
        (PageOrder::SignedIn, Value::Number(middle), "users_signed_in"),
        (PageOrder::Active, Value::Number(middle), "sessions_last_active"),
        (PageOrder::Name, Value::Text("hed".into()), "users_name"),
    ] {
        let behind = Behind { at, id: "user_x".into() };
        let stretch = Stretch { until: Some(&behind), ..Stretch::default() };
        // Those who come from somewhere are in no index of an order.
        let end = end_of_walk(backend, &[Set::Provider("google")], order, None, 500);
        for question in [of_stretch(backend, &most, order, stretch, 26), end.expect("may be long")] {
            let question = filled(&question);
            let plan = database.plan(&question).await;
            assert!(plan.contains(index) && !sorts(&plan), "{question}: {plan}");
        }
        for sets in [&most[..0], &most[..]] {
            for behind in [None, Some(&behind)] {
                let question = filled(&of_all(backend, sets, order, behind, 26));
                let plan = database.plan(&question).await;
                assert!(plan.contains(index) && !sorts(&plan), "{question}: {plan}");
            }
        }
    }
    for order in [PageOrder::Newest, PageOrder::Oldest, PageOrder::SignedIn, PageOrder::Name] {
        for behind in [None, Some(Behind { at: Value::Number(middle), id: "user_x".into() })] {
            let behind = behind.map(|behind| match order {
                PageOrder::Name => Behind { at: Value::Text("hed".into()), ..behind },
                _ => behind,
            });
            let banned = [Set::Standing(Standing::Banned, 1)];
            let question = filled(&of_all(backend, &banned, order, behind.as_ref(), 26));
            let plan = database.plan(&question).await;
            assert!(plan.contains("users_banned") && !walks(&plan, users), "{question}: {plan}");
        }
    }
    for (few, index) in [
        (Set::Standing(Standing::Banned, 1), "users_banned"),
        (Set::Standing(Standing::Locked, 1), "users_locked"),
        (Set::Standing(Standing::WithSecondFactor, 1), "users_with_second_factor"),
        (Set::Standing(Standing::WithoutSecondFactor, 1), "users_"),
        (Set::Standing(Standing::NeverSignedIn, 1), "users_"),
        (Set::CreatedSince(9_000_000_000_000), "users_"),
        (Set::Organization("org_x"), "organization_memberships_"),
        (Set::Provider("google"), "external_accounts_"),
        (Set::Beginning("hedy.lamarr."), "_beginning"),
        (Set::Beginning("user_2abc"), "_beginning"),
    ] {
        // PostgreSQL reads all of a table that is short, as these two are here.
        let is_short = database.is_postgres() && matches!(few, Set::Organization(_) | Set::Provider(_));
        let is_by_index = |plan: &str| is_short || plan.contains(index);
        let question = filled(&are_many(backend, few));
        let plan = database.plan(&question).await;
        let walks_all = walks(&plan, users) || walks(&plan, identifiers);
        assert!(is_by_index(&plan) && !walks_all, "{question}: {plan}");
        for order in PageOrder::ALL {
            let question = filled(&of_few(backend, few, &[], order, None, 26));
            let plan = database.plan(&question).await;
            // And it reads all where a thousand of twenty thousand are fetched.
            let walks_all = walks(&plan, identifiers) || walks(&plan, users) && !database.is_postgres();
            assert!(is_by_index(&plan) && !walks_all, "{question}: {plan}");
        }
    }
}

async fn the_palette_leads_to_all_that_one_may_open(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    let (reader, _) = house.operator("reader", OperatorRole::ReadOnly).await;
    let places = async |browser: &Browser| {
        let page = browser.page_alone("/admin").await;
        let (_, places) = page.body.split_once("<template id=\"places\">").expect("has one");
        let places = places.split_once("</template>").expect("ends").0;
        let links = places.split("href=\"").skip(1).filter_map(|rest| rest.split_once("\">"));
        links
            .map(|(to, rest)| (to.to_owned(), rest.split('<').next().unwrap_or_default().to_owned()))
            .collect::<Vec<_>>()
    };
    let of_owner = places(&owner).await;
    for (to, name) in [
        ("/admin/users/new", "New user"),
        ("/admin/organizations#new", "New organization"),
        ("/admin/data#import", "Data: Import users"),
        ("/admin/data#export", "Data: Export"),
        ("/admin/settings/passwords", "Settings: Passwords"),
        ("/admin/settings/providers/google", "Provider: Google"),
        ("/admin/mail/password_changed", "Mail: Password changed"),
        ("/admin/mail/verification_code_sms", "Text message: Verification code"),
    ] {
        assert!(of_owner.contains(&(to.to_owned(), name.to_owned())), "{to}: {of_owner:?}");
    }
    // Each leads to a page, and to a part of it that is there.
    for (to, name) in &of_owner {
        let (path, part) = to.split_once('#').unwrap_or((to, ""));
        let page = owner.page_alone(path).await;
        assert_eq!(page.status, 200, "{name}");
        assert!(
            part.is_empty() || page.shows(&format!("<section class=\"part\" id=\"{part}\"")),
            "{name}: {}",
            page.body
        );
    }
    for (browser, may) in [(&support, true), (&reader, false)] {
        let places = places(browser).await;
        let has = |name: &str| places.iter().any(|(_, is)| is == name);
        assert_eq!(has("New user"), may);
        assert!(!has("New organization") && !has("New operator") && has("Provider: Google"), "{places:?}");
        for (to, name) in &places {
            assert_eq!(browser.page_alone(to.split('#').next().unwrap_or(to)).await.status, 200, "{name}");
        }
    }
    let none = house.another_with(|settings| settings.organizations.enabled = false).await;
    let places = places(&owner.at(&none)).await;
    assert!(places.iter().all(|(to, _)| !to.starts_with("/admin/organizations#") && !to.starts_with("/admin/roles")));
}
