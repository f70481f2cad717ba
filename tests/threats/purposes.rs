//! T12: everything that opens something opens the one thing that it is for. All of them are tried at all places that take
//! such a thing, and only those on the diagonal are taken.

use vestibule::model::{SignUpMode, Strategy};
use vestibule::server::NewInvitation;

use crate::support::tickets::path_of;
use crate::support::{Browser, Database, House, Person, offer, on_both, parameter};

on_both!(nothing_opens_what_it_is_not_for);

const PASSWORD: &str = "moth ledger willow 41";

/// What opens something, and what takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// The link of a sign-in.
    EmailLink,
    /// "That was not me", in a mail.
    Disavowal,
    /// An invitation to sign up.
    Invitation,
    /// A link that signs in.
    SignInToken,
    /// What a provider brings back.
    OauthState,
    /// The secret of a browser.
    ClientToken,
    /// The token of a session.
    SessionToken,
}

const ALL: [Purpose; 7] = [
    Purpose::EmailLink,
    Purpose::Disavowal,
    Purpose::Invitation,
    Purpose::SignInToken,
    Purpose::OauthState,
    Purpose::ClientToken,
    Purpose::SessionToken,
];

/// One of each, all of them good, and the browsers that they belong to.
struct All {
    house: House,
    ada: Person,
    tokens: Vec<(Purpose, String)>,
    asked_for_link: Browser,
    pressed: Browser,
}

impl All {
    async fn of(database: &Database) -> Self {
        let house = House::with(database, |settings| {
            settings.sign_up.mode = SignUpMode::Restricted;
            settings.sign_in.email_link = true;
            settings.sign_in.preferred = Strategy::EmailLink;
            settings.security.forms_per_minute = 10_000_000;
            offer(settings, &["google"]);
        })
        .await;
        let ada = Person::named("ada");
        let open = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Public).await;
        let browser = open.sign_in_or_up(&ada).await;
        let new = "harbour kettle ribbon 77";
        let fields = [("current_password", ada.password.as_str()), ("new_password", new)];
        browser.post("user/update_password", &fields).await.expect_ok();
        let ada = Person { password: new.into(), ..ada };
        let notice = house.mail_to(&ada.email).await.text;
        let disavowal = notice.split_once("/vestibule/disavow?token=").expect("a link").1;
        let disavowal = disavowal.split_whitespace().next().expect("a token").to_owned();

        let me = browser.get("/api/me").await.json();
        let id = me["id"].as_str().expect("an id");
        let sign_in = house.vestibule.sign_in_tokens().create(id, None).await.expect("is made");
        let sign_in = path_of(&house, sign_in.url.as_ref().expect("a link").expose());
        let invitation = house.vestibule.invitations().create(&NewInvitation::to("bob@example.com")).await;
        let invitation = invitation.expect("is made");
        let invitation = path_of(&house, invitation.url.as_ref().expect("a link").expose());

        let asked_for_link = house.browser();
        asked_for_link.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
        let link = house.link_to(&ada.email).await;
        let pressed = house.browser();
        let state = parameter(&pressed.press("sign_in/oauth", "google", "").await, "state");
        let tokens = vec![
            (Purpose::EmailLink, parameter(&link, "token")),
            (Purpose::Disavowal, disavowal),
            (Purpose::Invitation, parameter(&invitation, "ticket")),
            (Purpose::SignInToken, parameter(&sign_in, "ticket")),
            (Purpose::OauthState, state),
            (Purpose::ClientToken, browser.cookie(house.client_cookie()).expect("a secret")),
            (Purpose::SessionToken, browser.cookie("__session").expect("a token")),
        ];
        Self { house, ada, tokens, asked_for_link, pressed }
    }

    /// Tries something at a place, in a browser that may hold what belongs to it.
    async fn try_at(&self, place: Purpose, token: &str) {
        let house = &self.house;
        let stranger = house.browser();
        match place {
            Purpose::EmailLink => {
                for browser in [&stranger, &self.asked_for_link] {
                    let page = browser.page(&format!("/vestibule/verify?token={token}")).await;
                    assert_eq!(page.status, 410, "{}", page.body);
                    let click =
                        browser.ask("POST", "/vestibule/verify").by_hand().form(&[("token", token)]).send().await;
                    assert_eq!(click.status, 410, "{}", click.body);
                    assert_eq!(browser.who().await, None);
                }
            }
            Purpose::Disavowal => {
                let click = stranger.ask("POST", "/vestibule/disavow").by_hand().form(&[("token", token)]).send().await;
                assert_eq!(click.status, 410, "{}", click.body);
            }
            Purpose::Invitation => {
                let (browser, _) = house.opened(&format!("/sign-up?ticket={token}")).await;
                let fields = [("email_address", "eve@example.com"), ("password", PASSWORD)];
                browser.post("sign_up/create", &fields).await.expect_error(403, "sign_up_mode_restricted");
                assert_eq!(browser.who().await, None);
            }
            Purpose::SignInToken => {
                let (browser, _) = house.opened(&format!("/sign-in?ticket={token}")).await;
                browser.post("sign_in/ticket", &[]).await.expect_error(422, "ticket_invalid");
                assert_eq!(browser.who().await, None);
            }
            Purpose::OauthState => {
                for browser in [&stranger, &self.pressed] {
                    let path = format!("/vestibule/oauth_callback/google?state={token}&code=x");
                    let back = browser.page_alone(&path).await;
                    assert!(back.status == 303 && back.cookie("__session").is_none(), "{}", back.body);
                    assert_eq!(browser.who().await, None);
                }
            }
            Purpose::ClientToken => {
                stranger.set_cookie(house.client_cookie(), token);
                assert_eq!(stranger.who().await, None);
                assert_eq!(stranger.page_alone("/dashboard").await.status, 303);
            }
            Purpose::SessionToken => {
                stranger.set_cookie("__session", token);
                assert_eq!(stranger.who().await, None);
                let bearer = format!("Bearer {token}");
                let asked = house.browser().ask("GET", "/api/me").header("authorization", &bearer).send().await;
                assert_eq!(asked.status, 401, "{}", asked.body);
            }
        }
    }
}

async fn nothing_opens_what_it_is_not_for(database: Database) {
    let all = All::of(&database).await;
    assert!(ALL.iter().all(|purpose| all.tokens.iter().any(|(of, _)| of == purpose)));
    let before = (database.count("users").await, database.live_sessions().await);
    for (purpose, token) in &all.tokens {
        for place in ALL.into_iter().filter(|place| place != purpose) {
            all.try_at(place, token).await;
            let after = (database.count("users").await, database.live_sessions().await);
            assert_eq!(after, before, "{purpose:?} where {place:?} belongs");
        }
    }
    // All of them are still good for what they are for.
    let token =
        |purpose| all.tokens.iter().find(|(of, _)| *of == purpose).map(|(_, token)| token.as_str()).expect("is there");
    let house = &all.house;
    let click = all.asked_for_link.ask("POST", "/vestibule/verify").by_hand();
    click.form(&[("token", token(Purpose::EmailLink))]).send().await;
    assert_eq!(all.asked_for_link.who().await, Some(all.ada.email.clone()));
    let (browser, _) = house.opened(&format!("/sign-in?ticket={}", token(Purpose::SignInToken))).await;
    browser.post("sign_in/ticket", &[]).await.expect_ok();
    let (browser, _) = house.opened(&format!("/sign-up?ticket={}", token(Purpose::Invitation))).await;
    browser.post("sign_up/create", &[("password", PASSWORD)]).await.expect_ok();
    let browser = house.browser();
    browser.set_cookie("__session", token(Purpose::SessionToken));
    assert_eq!(browser.who().await, Some(all.ada.email.clone()));
    let browser = house.browser();
    let click = browser.ask("POST", "/vestibule/disavow").by_hand();
    click.form(&[("token", token(Purpose::Disavowal))]).send().await;
    let left = database.live_sessions().await;
    assert_eq!(left, 1, "only the one who was invited is still in");
}
