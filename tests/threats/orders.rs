//! T22: whatever is called in whatever order, nobody gets in without the right password or the right code.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::support::{Browser, Database, House, MINUTE, Person, SECOND, on_both};

on_both!(no_order_of_calls_lets_anyone_in_without_a_proof);

const SEEDS: std::ops::Range<u64> = 0..4;
const CALLS: usize = 150;

/// Someone's browser, and whose code it may know.
struct Visitor {
    browser: Browser,
    signed_in: Option<String>,
}

async fn no_order_of_calls_lets_anyone_in_without_a_proof(database: Database) {
    let mut house = House::with(&database, |settings| settings.security.forms_per_minute = 10_000_000).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    house.sign_up(&ada).await;
    house.sign_up(&bob).await;
    let mut proofs = 0;
    for seed in SEEDS {
        let mut random = StdRng::seed_from_u64(seed);
        let mut visitors: Vec<Visitor> =
            (0..3).map(|_| Visitor { browser: house.browser(), signed_in: None }).collect();
        let mut history = Vec::new();
        for call in 0..CALLS {
            let which = random.random_range(0..visitors.len());
            let person = if random.random() { &ada } else { &bob };
            let fresh = Person::named(&format!("new{seed}{}", random.random_range(0..3)));
            let visitor = &visitors[which];
            let browser = &visitor.browser;
            let action = random.random_range(0..15);
            history.push((which, action));
            // Whom this call may sign in, if the answer is that it did.
            let mut proven = None;
            let answer = match action {
                0 => browser.post("sign_in/create", &[("identifier", &person.email)]).await,
                1 => browser.try_password(&person.email, "wrong").await,
                2 => {
                    proven = Some(person.email.clone());
                    browser.sign_in(person).await
                }
                3 => browser.post("sign_in/attempt_first_factor", &[("password", "wrong")]).await,
                4 => {
                    // Right if it is hers who is asked for.
                    let asked = browser.post("client/get", &[]).await.json()["sign_in"]["identifier"].clone();
                    proven = (asked == person.email.as_str()).then(|| person.email.clone());
                    browser.post("sign_in/attempt_first_factor", &[("password", &person.password)]).await
                }
                5 | 6 => house.begin_sign_up(browser, &fresh).await,
                7 => house.begin_sign_up(browser, person).await,
                8 => browser.post("sign_up/attempt_verification", &[("code", "000000")]).await,
                9 => {
                    // Someone else's newest code, whosever that is.
                    let code = house.mails().await.into_iter().find_map(|mail| mail.code.map(|code| (mail.to, code)));
                    let (to, code) = code.unwrap_or_default();
                    let under_way = browser.post("client/get", &[]).await.json()["sign_up"]["email_address"].clone();
                    proven = (under_way == to.as_str()).then_some(to);
                    browser.post("sign_up/attempt_verification", &[("code", &code)]).await
                }
                10 => browser.post("sign_up/prepare_verification", &[]).await,
                11 => browser.post("session/sign_out", &[]).await,
                12 => {
                    house.clock.advance(random.random_range(1..90) * SECOND);
                    browser.page("/sign-in/factor-one").await
                }
                13 => browser.page("/sign-up/verify-email-address").await,
                _ => browser.submit("sign_in/attempt_first_factor", &[("password", "wrong")]).await,
            };
            assert!(answer.status < 500, "seed {seed}: {history:?}: {}", answer.body);
            let signed_in = browser.who().await;
            let expected = match (&visitor.signed_in, proven) {
                (Some(known), _) if action != 11 => Some(known.clone()),
                (None, Some(proven)) if answer.status == 200 => Some(proven),
                _ => None,
            };
            assert_eq!(signed_in, expected, "seed {seed}, call {call}: {history:?}");
            proofs += usize::from(visitors[which].signed_in.is_none() && signed_in.is_some());
            visitors[which].signed_in = signed_in;
            if random.random_ratio(1, 40) {
                house = house.restarted().await;
                for visitor in &mut visitors {
                    visitor.browser = visitor.browser.at(&house);
                }
            }
        }
        house.clock.advance(61 * MINUTE);
    }
    assert!(proofs > 10, "the calls got somewhere: {proofs}");
}
