//! What becomes of organizations when an account is deleted, or taken over.

use crate::support::organizations::{house, refusal};
use crate::support::{Answer, Browser, Database, Person, Somebody, at_once, location, offer, on_both, rounds};

on_both!(
    what_is_theirs_alone_goes_with_them,
    of_the_last_two_who_delete_their_accounts_at_once_one_stays,
    an_account_is_taken_over_while_organizations_let_it_in,
);

async fn delete(browser: &Browser) -> Answer {
    browser.post("user/delete", &[("confirmation", "Delete account")]).await
}

async fn what_is_theirs_alone_goes_with_them(database: Database) {
    let house = house(&database, |_| {}).await;
    let (browser, ada) = house.person("ada").await;
    let [grace] = house.people(["grace"]).await;
    let organizations = house.vestibule.organizations();
    let own = house.organization("Own", &ada, &[]).await;
    let shared = house.organization("Shared", &ada, &[(&grace, "org:member")]).await;
    let others = house.organization("Others", &grace, &[(&ada, "org:member")]).await;
    let before = database.count("events").await;
    delete(&browser).await.expect_error(403, "organization_minimum_permissions_needed");
    assert_eq!(database.count("events").await, before);
    assert!(browser.who().await.is_some(), "nothing has happened");
    assert_eq!(house.role_of(&own.id, &ada).await.as_deref(), Some("org:admin"));
    organizations.set_role(&shared.id, &grace, "org:admin").await.expect("is given");
    delete(&browser).await.expect_ok();
    assert_eq!(organizations.get(&own.id).await.expect("is read"), None);
    for id in [&shared.id, &others.id] {
        let left = organizations.get(id).await.expect("is read").expect("is there");
        assert_eq!(left.members_count, 1);
    }
    let told = "SELECT type FROM events WHERE type LIKE 'organization%.deleted' ORDER BY type";
    let of_two = ["organization.deleted", "organizationMembership.deleted", "organizationMembership.deleted"];
    assert_eq!(database.texts(told).await, of_two);
}

/// T37.
async fn of_the_last_two_who_delete_their_accounts_at_once_one_stays(database: Database) {
    let house = house(&database, |_| {}).await;
    let [grace] = house.people(["grace"]).await;
    for round in 0..rounds(15) {
        let (first, ada) = house.person(&format!("ada{round}")).await;
        let (second, eve) = house.person(&format!("eve{round}")).await;
        let others = [(eve.as_str(), "org:admin"), (grace.as_str(), "org:member")];
        let acme = house.organization("Acme", &ada, &others).await;
        let vestibule = house.vestibule.clone();
        let (id, leaving) = (acme.id.clone(), ada.clone());
        let (gone, left) = match round % 2 {
            0 => {
                let answers = at_once([first, second].map(|browser| async move { delete(&browser).await })).await;
                assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 403)), "{}", answers[0].body);
                (answers[0].status == 200, answers[1].status == 200)
            }
            _ => {
                let leave = async move { vestibule.organizations().acting_as(&leaving).leave(&id).await.is_ok() };
                let (left, deleted) = tokio::join!(tokio::spawn(leave), delete(&second));
                assert!(matches!(deleted.status, 200 | 403), "{}", deleted.body);
                (left.expect("runs to its end"), deleted.status == 200)
            }
        };
        assert_ne!(gone, left, "one of them");
        let admins = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM organization_memberships WHERE organization_id = '{}' AND role = 'org:admin'",
            acme.id
        );
        assert_eq!(database.number(&admins).await, 1);
    }
}

/// Whoever lets somebody in holds the organization, then them; an account that is taken over leaves all its organizations.
async fn an_account_is_taken_over_while_organizations_let_it_in(database: Database) {
    let house = house(&database, |settings| offer(settings, &["google"])).await;
    let [grace] = house.people(["grace"]).await;
    for round in 0..rounds(10) {
        let person = Person::named(&format!("ada{round}"));
        let (_, ada) = house.person(&format!("ada{round}")).await;
        let mut all = Vec::new();
        for others in [&[(ada.as_str(), "org:member")][..], &[(ada.as_str(), "org:member")], &[]] {
            all.push(house.organization("Acme", &grace, others).await.id);
        }
        // As an account is that was made without a proof.
        let sql = format!("UPDATE identifiers SET verified_at = NULL, verified_by = NULL WHERE user_id = '{ada}'");
        database.execute(&sql).await;
        let owner = house.browser();
        let page = owner.press("sign_in/oauth", "google", "").await;
        let callback = owner.be(&page, Somebody::proven(&person.email)).await;
        let letting_in = all.iter().map(|id| {
            let (vestibule, id, ada) = (house.vestibule.clone(), id.clone(), ada.clone());
            async move {
                let mut answers = Vec::new();
                for _ in 0..8 {
                    answers.push(vestibule.organizations().add_member(&id, &ada, "org:member").await);
                }
                answers
            }
        });
        let taking_over = async move { owner.page_alone(&callback).await };
        let (taken_over, answers) = tokio::join!(tokio::spawn(taking_over), at_once(letting_in));
        assert_eq!(location(&taken_over.expect("runs to its end")), "/dashboard");
        for answer in answers.into_iter().flatten().filter(Result::is_err) {
            assert_eq!(refusal(answer), "already_a_member_in_organization");
        }
        let told =
            format!("SELECT subject_id FROM audit_entries WHERE action = 'user.takenOver' AND subject_id = '{ada}'");
        assert_eq!(database.texts(&told).await.len(), 1);
    }
    let miscounted = "SELECT id FROM organizations WHERE members_count <>
        (SELECT COUNT(*) FROM organization_memberships m WHERE m.organization_id = organizations.id)";
    assert_eq!(database.texts(miscounted).await, [""; 0]);
}
