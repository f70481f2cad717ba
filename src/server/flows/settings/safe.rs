//! What settings that go together may still do: lock everyone out, or those who could let the others in again.

use super::SettingChangeError;
use crate::model::Strategy;
use crate::server::crypto::HOUR;
use crate::server::delivery::Smtp;
use crate::server::factors::oauth::Oauth;
use crate::server::settings::{OauthSettings, Settings};
use crate::server::store::settings::SettingRow;
use crate::server::store::ways_in::{Held, Place, of_newest, of_owners};
use crate::server::store::{Connection, StoreError, WaysIn, messages, organization_memberships, users};

/// Of messages that were sent it is known for so long, in milliseconds.
const MESSAGES_ARE_KEPT: i64 = 24 * HOUR;
/// As many of those who would be locked out are named.
const NAMED: usize = 5;
/// By what it is said whether text messages arrive. How many there may be is no part of it.
const SMS: &[&str] = &[
    "sms.twilio_account_sid",
    "sms.twilio_auth_token",
    "sms.twilio_base_url",
    "sms.from",
    "sms.http_url",
    "sms.http_token",
    "sms.countries",
];

/// What is found of new settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody gets in whom it takes.
    Safe,
    /// They get in if one of these works, of which nobody knows.
    IfOneWorks(Untried),
}

/// Ways in by which nobody is known to have come since they were set how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Untried {
    mail: bool,
    /// It cannot be tried without somebody's telephone.
    phone: bool,
    providers: Vec<String>,
}

/// The providers that are set up in another way than before, or were not offered.
fn changed_providers(old: &Settings, new: &Settings) -> Vec<String> {
    let is_another = |key: &str| {
        let (before, after) = (old.oauth.get(key).filter(|set| set.enabled), new.oauth.get(key));
        before.zip(after).is_none_or(|(before, after)| {
            before.client_id != after.client_id
                || before.client_secret.expose() != after.client_secret.expose()
                || before.issuer != after.issuer
                || before.team_id != after.team_id
                || before.key_id != after.key_id
        })
    };
    // In development a page of ours takes the place of a provider.
    let is_known = |set: &OauthSettings| new.is_development() && set.is_simulated();
    let changed = new.providers().filter(|(key, set)| !is_known(set) && is_another(key));
    changed.map(|(key, _)| key.to_owned()).collect()
}

impl Untried {
    /// `is_else_the_same` is that all ways in are as before, so that one that nobody has changed is no worse than it was.
    async fn between(
        connection: &mut Connection,
        (old, new): (&Settings, &Settings),
        rows: &[SettingRow],
        is_else_the_same: bool,
        now: i64,
    ) -> Result<Self, StoreError> {
        let providers = changed_providers(old, new);
        // There is the mailbox.
        if new.is_development() {
            return Ok(Self { providers, ..Self::default() });
        }
        let mut untried = Self { mail: old.differ(new, &["mail"]), phone: old.differ(new, SMS), providers };
        if !is_else_the_same {
            let changed_at = |table: &str| {
                let of_it = rows.iter().filter(|row| row.path.starts_with(table));
                of_it.map(|row| row.changed_at).max().unwrap_or_default()
            };
            let since = changed_at("mail.").max(now - MESSAGES_ARE_KEPT);
            untried.mail |= !messages::was_any_sent(connection, "email", since).await?;
            let since = changed_at("sms.");
            // Of what is older nobody knows, and people have come by it.
            let is_new = since > now - MESSAGES_ARE_KEPT;
            untried.phone |= is_new && !messages::was_any_sent(connection, "sms", since).await?;
        }
        untried.phone &= new.sms.sender.is_none();
        Ok(untried)
    }

    /// What of it would let one of these people in.
    fn of_use_to(&self, people: &[Held], doors: &Doors) -> Self {
        let would_open = |untried: &Self| doors.without(untried).open_to_one_of(people);
        let mail = self.mail && would_open(&Self { mail: false, ..self.clone() });
        let is_of_use = |key: &&String| {
            let others = self.providers.iter().filter(|other| other != key).cloned().collect();
            would_open(&Self { providers: others, ..self.clone() })
        };
        let providers: Vec<String> = self.providers.iter().filter(is_of_use).cloned().collect();
        // Where none of it is enough by itself, it is a second step that is missing as well.
        let phone = self.phone && (would_open(&Self { phone: false, ..self.clone() }) || !mail && providers.is_empty());
        Self { mail, phone, providers }
    }
}

/// What lets people in.
#[derive(Clone, PartialEq)]
struct Doors {
    ways: WaysIn,
    /// Text messages, for second steps.
    texts: bool,
    providers: Vec<String>,
    /// Where whoever is in may act.
    place: Place,
}

impl Doors {
    fn of(settings: &Settings) -> Self {
        let ways = settings.ways_in();
        let is_sent = settings.is_development();
        // What cannot be sent lets nobody in.
        let texts = is_sent || settings.sms.is_set();
        // What is mailed to whoever has forgotten a password lets them in with another one.
        let is_mailed = ways.mail || settings.first_factors().contains(&Strategy::ResetPasswordEmailCode);
        let ways = WaysIn {
            mail: is_mailed && (is_sent || !settings.mail.smtp_url.expose().is_empty()),
            phone: ways.phone && texts,
            ..ways
        };
        let organizations = &settings.organizations;
        let place = match organizations.personal_accounts {
            true => Place::Anywhere,
            false => Place::Organization { may_make: organizations.create },
        };
        Self { ways, texts, providers: settings.providers().map(|(key, _)| key.to_owned()).collect(), place }
    }

    fn open_to_one_of(&self, people: &[Held]) -> bool {
        people.iter().any(|held| held.opens(self.ways, &self.providers, self.texts) && held.reaches(self.place))
    }

    fn without(&self, untried: &Untried) -> Self {
        let ways =
            WaysIn { mail: self.ways.mail && !untried.mail, phone: self.ways.phone && !untried.phone, ..self.ways };
        let providers = self.providers.iter().filter(|key| !untried.providers.contains(key)).cloned().collect();
        Self { ways, texts: self.texts && !untried.phone, providers, place: self.place }
    }

    /// Without those who know people by another name than before: whom they send has no account here.
    fn without_strangers(self, old: &Settings, new: &Settings) -> Self {
        let is_another = |key: &String| {
            old.oauth.get(key).zip(new.oauth.get(key)).is_some_and(|(before, after)| {
                before.issuer != after.issuer || before.is_simulated() != after.is_simulated()
            })
        };
        Self { providers: self.providers.into_iter().filter(|key| !is_another(key)).collect(), ..self }
    }
}

/// Refuses settings with which no owner of the dashboard gets in any more, if one does now; where there is none, those with which
/// nobody does of those who came last; and those in which a role is missing that people have. `rows` are what the database said of
/// settings before.
pub async fn check(
    connection: &mut Connection,
    (old, new): (&Settings, &Settings),
    rows: &[SettingRow],
    now: i64,
) -> Result<Verdict, SettingChangeError> {
    // Of whoever signs in with a password each needs a place.
    if new.password.hash_queue == 0 && old.password.hash_queue > 0 {
        let told = "password.hash_queue: is at least 1, or no password would let anybody in any more";
        return Err(SettingChangeError::LockedOut(told.to_owned()));
    }
    for role in old.organizations.all_roles() {
        if new.organizations.role(&role.key).is_none() {
            let people = organization_memberships::count_with_role(connection, &role.key, now).await?;
            if people > 0 {
                return Err(SettingChangeError::RoleInUse { role: role.key, people });
            }
        }
    }
    let (before, after) = (Doors::of(old), Doors::of(new));
    let is_sent_otherwise = old.differ(new, &["mail"]) || old.differ(new, SMS);
    if before == after && !is_sent_otherwise && changed_providers(old, new).is_empty() {
        return Ok(Verdict::Safe);
    }
    let (ids, owners): (Vec<String>, Vec<Held>) = of_owners(connection).await?.into_iter().unzip();
    let is_about_owners = before.open_to_one_of(&owners);
    let people = match is_about_owners {
        true => owners.clone(),
        false => of_newest(connection, before.place).await?,
    };
    if !before.open_to_one_of(&people) {
        return Ok(Verdict::Safe);
    }
    let staying = match is_about_owners {
        true => owners,
        false => of_newest(connection, after.place).await?,
    };
    let familiar = after.clone().without_strangers(old, new);
    if !familiar.open_to_one_of(&staying) {
        let (name, how) = if (Doors { place: Place::Anywhere, ..familiar.clone() }).open_to_one_of(&people) {
            (
                "organizations.personal_accounts",
                "whoever is in no organization could go on nowhere, and may not make one; let one of them in first, or let people \
                 make them",
            )
        } else if (Doors { texts: true, ..familiar }).open_to_one_of(&staying) {
            (
                "sms",
                "the code that is the second step of those who have a way in would reach nobody; let one of them set an authenticator \
                 app up first, or have backup codes made",
            )
        } else if after.open_to_one_of(&staying) {
            ("oauth", "a provider with another issuer knows nobody who is here; set another way in up first")
        } else {
            ("sign_in", "leave on a way in that one of them has")
        };
        let told = match is_about_owners {
            true => {
                let whom = names(connection, &ids).await?;
                format!("{name}: no owner of the dashboard could sign in any more ({whom}); {how}")
            }
            false => format!("{name}: nobody who has an account could sign in any more; {how}"),
        };
        return Err(SettingChangeError::LockedOut(told));
    }
    let staying: Vec<Held> = staying.into_iter().filter(|held| held.reaches(familiar.place)).collect();
    let untried = Untried::between(connection, (old, new), rows, before == after, now).await?;
    if familiar.without(&untried).open_to_one_of(&staying) {
        return Ok(Verdict::Safe);
    }
    Ok(Verdict::IfOneWorks(untried.of_use_to(&staying, &familiar)))
}

/// What some people are called.
async fn names(connection: &mut Connection, ids: &[String]) -> Result<String, StoreError> {
    let shown: Vec<&str> = ids.iter().take(NAMED).map(String::as_str).collect();
    let people = users::by_ids(connection, &shown).await?;
    let mut names: Vec<String> = people.iter().map(|user| user.display_name().replace(char::is_control, " ")).collect();
    if ids.len() > NAMED {
        names.push(format!("{} more", ids.len() - NAMED));
    }
    Ok(names.join(", "))
}

/// Tries out whether one of several ways in works, and lets nobody in by it: says hello to the server that would take the mails, as
/// whoever sends them does, and asks providers as a test of them does.
pub async fn try_out(
    oauth: &Oauth,
    settings: &Settings,
    untried: &Untried,
    now: i64,
) -> Result<(), SettingChangeError> {
    let mut why = Vec::new();
    if untried.mail {
        let tried = match Smtp::new(settings) {
            Ok(Some(smtp)) => smtp.probe().await.map_err(|error| error.to_string()),
            Ok(None) => Err("no mail server is set".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        let Err(problem) = tried else { return Ok(()) };
        why.push(format!(
            "mail.smtp_url: it would be by mail alone that anybody who can mend this gets in, no mail is known to have gone out \
             since it was set, and the server was tried in vain ({problem}); leave on another way in until a mail has arrived"
        ));
    }
    for key in &untried.providers {
        let Some(set) = settings.oauth.get(key) else { continue };
        let steps = oauth.try_out(settings, key, set, now).await;
        let Some((what, problem)) = steps.into_iter().find_map(|step| Some((step.what, step.found.err()?))) else {
            return Ok(());
        };
        why.push(format!(
            "oauth.{key}: it would be by this provider alone that anybody who can mend this gets in, and it was tried in vain ({what}: \
             {}); leave on another way in until somebody has come by it",
            problem.trim_end_matches('.').replace(char::is_control, " ")
        ));
    }
    if untried.phone {
        why.push(
            "sms: it would be by text message alone that anybody who can mend this gets in, and none is known to have gone out since it \
             was set; leave on another way in, or have another second step set up, until one has arrived"
                .to_owned(),
        );
    }
    Err(SettingChangeError::LockedOut(why.join("\n")))
}
