//! Users who are brought in, and everything that is taken away, by operators.

use serde_json::{Value, json};
use vestibule::server::import::job;
use vestibule::server::{AuditAction, AuditQuery, EventType, OperatorRole};

use crate::support::{Answer, Browser, Database, House, MINUTE, Person, on_both, until};

on_both!(
    users_come_in_beside_the_requests,
    whoever_comes_in_without_their_username_is_counted,
    what_cannot_be_read_is_said_at_once,
    one_file_is_read_at_a_time,
    everything_is_taken_away_by_owners,
    an_export_says_how_far_it_is,
    both_ask_for_a_proof,
);

const PAGE: &str = "/admin/data";

/// What stands in a file: two who come in, one whose address is none, and a line that is nothing.
const FILE: &str = "{\"external_id\":\"1\",\"email_addresses\":[\"a@other.example\"],\"first_name\":\"Ada\"}\n\
                    {\"external_id\":\"2\",\"email_addresses\":[\"b@other.example\"]}\n\
                    {\"external_id\":\"<b>3</b>\",\"email_addresses\":[\"no address\"]}\n\
                    nonsense\n";

impl Browser {
    /// Sends a file of users, and goes where that leads.
    async fn bring_in(&self, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let ask = self.ask("POST", &format!("{PAGE}/import")).by_hand();
        ask.multipart(fields, Some(("users.jsonl", file))).send_and_follow().await
    }
}

impl House {
    /// Waits until a file is over, and gives its page.
    async fn page_at_the_end(&self, operator: &Browser, path: &str) -> Answer {
        let id = path.rsplit('/').next().expect("an id");
        let is_over = || async {
            let file = job::find(&self.vestibule, id).await.expect("is read").expect("is there");
            file.finished_at.is_some()
        };
        until("the file is over", is_over).await;
        operator.page_alone(path).await
    }
}

async fn users_come_in_beside_the_requests(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let users = database.count("users").await;
    let dry = operator.bring_in(&[("format", "jsonl"), ("dry_run", "1")], FILE.as_bytes()).await;
    assert!(dry.path.starts_with("/admin/data/imports/uimp_") && dry.shows("The file is being read"), "{}", dry.body);
    let dry = house.page_at_the_end(&operator, &dry.path).await;
    for part in ["Dry run", "Would be made</dt><dd>2<", "Would be refused</dt><dd>2<", "Nothing was changed", "line 3"]
    {
        assert!(dry.shows(part), "{part}: {}", dry.body);
    }
    assert!(dry.shows("&lt;b&gt;3") && !dry.shows("<b>3"), "{}", dry.body);
    assert_eq!(database.count("users").await, users);

    let done = operator.bring_in(&[("format", "jsonl"), ("trust_addresses", "1")], FILE.as_bytes()).await;
    let path = done.path.clone();
    let done = house.page_at_the_end(&operator, &path).await;
    assert!(done.shows("Made</dt><dd>2<") && done.shows("Refused</dt><dd>2<") && done.shows("100 %"), "{}", done.body);
    assert_eq!(database.count("users").await, users + 2);
    let found = operator.page_alone("/admin/users?q=a@other").await;
    assert!(found.shows("a@other.example"), "{}", found.body);
    let report = operator.page_alone(&format!("{path}/report")).await;
    assert_eq!((report.status, report.header("content-type")), (200, Some("application/x-ndjson")));
    let lines: Vec<Value> = report.body.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert!(report.header("content-disposition").is_some_and(|kind| kind.starts_with("attachment")));

    for (action, many) in [
        (AuditAction::ImportStarted, 2),
        (AuditAction::ImportFinished, 2),
        (AuditAction::Event(EventType::UserCreated), 2),
    ] {
        let query =
            AuditQuery { actions: vec![action], actor_id: Some(id.clone()), limit: 20, ..AuditQuery::default() };
        let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
        // That they made their own account is noted of the operator too.
        let noted = noted.iter().filter(|entry| entry.subject_id.as_ref() != Some(&id)).count();
        assert_eq!(noted, many, "{}", action.as_str());
    }
    let again = operator.bring_in(&[("format", "jsonl")], FILE.as_bytes()).await;
    let again = house.page_at_the_end(&operator, &again.path).await;
    assert!(again.shows("There already</dt><dd>2<") && again.shows("Made</dt><dd>0<"), "{}", again.body);
    let list = operator.page_alone(PAGE).await;
    assert_eq!(list.body.matches(">users.jsonl<").count(), 3, "{}", list.body);

    let (reader, _) = house.operator("reader", OperatorRole::ReadOnly).await;
    let list = reader.page_alone(PAGE).await;
    assert!(list.shows("users.jsonl") && !list.shows("type=\"file\"") && !list.shows("Take all of it away"));
    assert_eq!(reader.page_alone(&path).await.status, 200);
    assert_eq!(reader.page_alone("/admin/data/imports/uimp_nothing").await.status, 404);
    let (user, _) = house.person("ordinary").await;
    for path in [PAGE, &path, &format!("{path}/report")] {
        assert_eq!(user.page_alone(path).await.status, 404, "{path}");
    }
}

async fn whoever_comes_in_without_their_username_is_counted(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let lines: Vec<String> = ["jane doe", "a+b", "ada"]
        .iter()
        .enumerate()
        .map(|(number, username)| {
            let address = format!("u{number}@other.example");
            json!({ "external_id": number.to_string(), "email_addresses": [address], "username": username }).to_string()
        })
        .collect();
    let fields = [("format", "jsonl"), ("drop_unfit_usernames", "1")];
    let done = operator.bring_in(&fields, lines.join("\n").as_bytes()).await;
    let done = house.page_at_the_end(&operator, &done.path).await;
    for part in ["Made</dt><dd>3<", "Refused</dt><dd>0<", "Without the username that they had</dt><dd>2<"] {
        assert!(done.shows(part), "{part}: {}", done.body);
    }
    assert!(!done.shows(" are shown."), "each is: {}", done.body);
    let list = operator.page_alone(PAGE).await;
    let said = "3 made, 0 there already, 0 refused, 2 without their username";
    assert!(list.shows(said), "{}", list.body);
}

async fn what_cannot_be_read_is_said_at_once(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let users = database.count("users").await;
    for (fields, file, told) in [
        (&[("format", "jsonl")][..], &b""[..], "nothing in it"),
        (&[("format", "okta")], b"{}", "one of"),
        (&[("format", "firebase"), ("signer_key", "a")], b"{}", "hash parameters"),
        (&[("format", "jsonl"), ("operator", "owner")], b"{}", "could not be read"),
    ] {
        let answer = operator.bring_in(fields, file).await;
        assert_eq!(answer.status, 422, "{told}: {}", answer.body);
        assert!(answer.shows(told) && answer.shows("role=\"alert\""), "{told}: {}", answer.body);
    }
    // A browser sends no file twice and no key back; the rest stays as it was.
    let fields = [
        ("format", "firebase"),
        ("trust_addresses", "1"),
        ("signer_key", "c2VjcmV0"),
        ("salt_separator", "Bw=="),
        ("rounds", "eight"),
        ("mem_cost", "14"),
    ];
    let kept = operator.bring_in(&fields, b"{}").await;
    assert_eq!(kept.status, 422, "{}", kept.body);
    for part in [
        "<option value=\"firebase\" selected>",
        "name=\"trust_addresses\" value=\"1\" checked",
        "<details open>",
        "value=\"Bw==\"",
        "value=\"eight\"",
        "value=\"14\"",
    ] {
        assert!(kept.shows(part), "{part}: {}", kept.body);
    }
    for part in
        ["name=\"dry_run\" value=\"1\" checked", "name=\"drop_unfit_usernames\" value=\"1\" checked", "c2VjcmV0"]
    {
        assert!(!kept.shows(part), "{part}: {}", kept.body);
    }
    let no_form = operator.send_form(&format!("{PAGE}/import"), &[("format", "jsonl")]).await;
    assert!(no_form.status == 422 && no_form.shows("No file was sent"), "{}", no_form.body);
    let large = vec![b'x'; job::MOST_BYTES + 1];
    let large = operator.bring_in(&[("format", "jsonl")], &large).await;
    assert!(large.status == 422 && large.shows("larger than 32 MB"), "{}", large.status);
    assert_eq!(database.count("user_imports").await, 0);

    let broken = operator.bring_in(&[("format", "clerk")], b"[{\"id\": ").await;
    let broken = house.page_at_the_end(&operator, &broken.path).await;
    assert!(broken.shows("Broken off"), "{}", broken.body);
    assert_eq!(database.count("users").await, users);
}

async fn one_file_is_read_at_a_time(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let now = house.clock.now();
    // Another server is at it, or was.
    let other = format!(
        "INSERT INTO user_imports (id, running, created_by, file_name, format, is_dry_run, bytes, bytes_read, created,
             there_already, without_password, refused, report, created_at, updated_at)
         VALUES ('uimp_other', 1, '{id}', 'other.jsonl', 'jsonl', 0, 100, 40, 7, 0, 0, 0, '', {now}, {now})"
    );
    database.execute(&other).await;
    let page = operator.page_alone("/admin/data/imports/uimp_other").await;
    assert!(page.shows("40 %") && page.shows("Look again") && page.shows("Made</dt><dd>7<"), "{}", page.body);
    let refused = operator.bring_in(&[("format", "jsonl")], FILE.as_bytes()).await;
    assert!(refused.status == 422 && refused.shows("Another file is being read"), "{}", refused.body);

    house.clock.advance(3 * MINUTE);
    let page = operator.page_alone("/admin/data/imports/uimp_other").await;
    assert!(page.shows("the server stopped that was reading it") && !page.shows("Look again"), "{}", page.body);
    let taken = operator.bring_in(&[("format", "jsonl")], FILE.as_bytes()).await;
    let taken = house.page_at_the_end(&operator, &taken.path).await;
    assert!(taken.shows("Made</dt><dd>2<"), "{}", taken.body);
    let given_up = database.texts("SELECT error FROM user_imports WHERE id = 'uimp_other'").await;
    assert_eq!(given_up, ["the server stopped that was reading it"]);
}

async fn everything_is_taken_away_by_owners(database: Database) {
    let house = House::open(&database).await;
    let (owner, id) = house.operator("owner", OperatorRole::Owner).await;
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    house.vestibule.seed(1_203, &mut |_, _| {}).await.expect("are made");
    let path = format!("{PAGE}/export");
    assert_eq!(admin.send_form(&path, &[]).await.status, 403, "who has the file may be anyone");
    assert!(!admin.page_alone(PAGE).await.shows("Take all of it away"));
    let file = owner.send_form(&path, &[]).await;
    assert_eq!((file.status, file.header("content-type")), (200, Some("application/x-ndjson")));
    assert_eq!(file.header("cache-control"), Some("no-store"));
    let mut lines = file.body.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let header = lines.next().expect("a header");
    assert_eq!((header["object"].as_str(), header["format"].as_str()), (Some("header"), Some("vestibule")));
    let counts = header["counts"].as_object().expect("counts");
    let said: u64 = counts.values().filter_map(Value::as_u64).sum();
    assert_eq!(counts["user"], 1_205);
    assert_eq!(lines.count() as u64, said, "it is whole");
    let id_of_file = header["id"].as_str().expect("an id");
    let is_over = || async { database.count("exports WHERE finished_at IS NOT NULL").await == 1 };
    until("it is noted that it is over", is_over).await;
    let many =
        database.numbers(&format!("SELECT written FROM exports WHERE id = '{id_of_file}' AND total = written")).await;
    assert_eq!(many, [i64::try_from(said).expect("not so many")]);
    let page = admin.page_alone(PAGE).await;
    assert!(page.shows("Whole") && page.shows(&format!("{} of ", said_in_groups(said))), "{}", page.body);
    assert!(!page.shows("<progress"), "nothing is under way: {}", page.body);
    let query = AuditQuery { actions: vec![AuditAction::ExportCreated], ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!((noted.len(), noted[0].actor_id.as_ref()), (1, Some(&id)));
    assert_eq!(noted[0].subject_id.as_deref(), header["id"].as_str());
}

/// A number as pages say it.
fn said_in_groups(number: u64) -> String {
    assert!((1_000..1_000_000).contains(&number), "{number}");
    format!("{},{:03}", number / 1_000, number % 1_000)
}

async fn an_export_says_how_far_it_is(database: Database) {
    let house = House::open(&database).await;
    let (owner, id) = house.operator("owner", OperatorRole::Owner).await;
    assert!(owner.page_alone(PAGE).await.shows("Nobody has taken anything away lately"));
    let now = house.clock.now();
    // Another server sends one.
    let other = format!(
        "INSERT INTO exports (id, created_by, written, total, created_at, updated_at)
         VALUES ('exp_other', '{id}', 250000, 1000000, {now}, {now})"
    );
    database.execute(&other).await;
    let page = owner.page_alone(PAGE).await;
    for text in ["250,000 of 1,000,000 records", "25 %", "<progress", "<noscript>", "Look again"] {
        assert!(page.shows(text), "{text}: {}", page.body);
    }
    house.clock.advance(3 * MINUTE);
    let page = owner.page_alone(PAGE).await;
    assert!(page.shows("the server stopped that was sending it") && !page.shows("<progress"), "{}", page.body);
}

async fn both_ask_for_a_proof(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    house.clock.advance(11 * MINUTE);
    let to = Some("/vestibule/reverify?redirect_url=/admin/data");
    let export = owner.send_form(&format!("{PAGE}/export"), &[]).await;
    assert_eq!((export.status, export.header("location")), (303, to));
    let ask = owner.ask("POST", &format!("{PAGE}/import")).by_hand();
    let import = ask.multipart(&[("format", "jsonl")], Some(("x.jsonl", FILE.as_bytes()))).send().await;
    assert_eq!((import.status, import.header("location")), (303, to));
    assert_eq!(database.count("user_imports").await, 0);
    owner.reverify(&Person::named("owner")).await;
    assert_eq!(owner.send_form(&format!("{PAGE}/export"), &[]).await.status, 200);
}
