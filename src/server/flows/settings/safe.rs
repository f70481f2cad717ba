//! What settings that go together may still do: lock everyone out, or those who could let the others in again.

use super::SettingChangeError;
use crate::server::crypto::HOUR;
use crate::server::delivery::Smtp;
use crate::server::settings::Settings;
use crate::server::store::ways_in::{Held, of_newest, of_owners};
use crate::server::store::{Connection, StoreError, WaysIn, messages, organization_memberships, users};

/// Of mails that were sent it is known for so long, in milliseconds.
const MAIL_IS_KEPT: i64 = 24 * HOUR;
/// As many of those who would be locked out are named.
const NAMED: usize = 5;

/// What is found of new settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody gets in whom it takes.
    Safe,
    /// It is by mail alone that they get in, and nobody knows whether mails go out.
    IfMailGoes,
}

/// What lets people in.
#[derive(PartialEq)]
struct Doors {
    ways: WaysIn,
    providers: Vec<String>,
}

impl Doors {
    fn of(settings: &Settings) -> Self {
        let ways = settings.ways_in();
        let is_sent = settings.is_development();
        // What cannot be sent lets nobody in.
        let ways = WaysIn {
            mail: ways.mail && (is_sent || !settings.mail.smtp_url.expose().is_empty()),
            phone: ways.phone && (is_sent || settings.sms.is_set()),
            ..ways
        };
        Self { ways, providers: settings.providers().map(|(key, _)| key.to_owned()).collect() }
    }

    fn open_to_one_of(&self, people: &[Held]) -> bool {
        people.iter().any(|held| held.opens(self.ways, &self.providers))
    }

    fn without_mail(self) -> Self {
        Self { ways: WaysIn { mail: false, ..self.ways }, ..self }
    }
}

/// Refuses settings with which no owner of the dashboard gets in any more, if one does now; where there is none, those with which
/// nobody does of those who came last; and those in which a role is missing that people have. `mail_changed_at` is when it was said
/// last how mails are sent.
pub async fn check(
    connection: &mut Connection,
    (old, new): (&Settings, &Settings),
    mail_changed_at: i64,
    now: i64,
) -> Result<Verdict, SettingChangeError> {
    for role in old.organizations.all_roles() {
        if new.organizations.role(&role.key).is_none() {
            let people = organization_memberships::count_with_role(connection, &role.key, now).await?;
            if people > 0 {
                return Err(SettingChangeError::RoleInUse { role: role.key, people });
            }
        }
    }
    let (before, after) = (Doors::of(old), Doors::of(new));
    let is_sent_otherwise = old.differ(new, &["mail"]);
    if before == after && !is_sent_otherwise {
        return Ok(Verdict::Safe);
    }
    let (ids, owners): (Vec<String>, Vec<Held>) = of_owners(connection).await?.into_iter().unzip();
    let is_about_owners = before.open_to_one_of(&owners);
    let people = if is_about_owners { owners } else { vec![of_newest(connection).await?] };
    if !before.open_to_one_of(&people) {
        return Ok(Verdict::Safe);
    }
    if !after.open_to_one_of(&people) {
        if !is_about_owners {
            let told = "sign_in: nobody who has an account could sign in any more; leave on a way in that somebody has";
            return Err(SettingChangeError::LockedOut(told.to_owned()));
        }
        let whom = names(connection, &ids).await?;
        let told = format!(
            "sign_in: no owner of the dashboard could sign in any more ({whom}); leave on a way in that one of them has"
        );
        return Err(SettingChangeError::LockedOut(told));
    }
    // In development there is the mailbox.
    if new.is_development() || after.without_mail().open_to_one_of(&people) {
        return Ok(Verdict::Safe);
    }
    let since = mail_changed_at.max(now - MAIL_IS_KEPT);
    if !is_sent_otherwise && messages::was_any_mail_sent(connection, since).await? {
        return Ok(Verdict::Safe);
    }
    Ok(Verdict::IfMailGoes)
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

/// Says hello to the server that would take the mails, as whoever sends them does, and leaves it at that.
pub async fn try_mail(settings: &Settings) -> Result<(), SettingChangeError> {
    let tried = match Smtp::new(settings) {
        Ok(Some(smtp)) => smtp.probe().await.map_err(|error| error.to_string()),
        Ok(None) => Err("no mail server is set".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    tried.map_err(|why| {
        SettingChangeError::LockedOut(format!(
            "mail.smtp_url: it would be by mail alone that anybody who can mend this gets in, no mail is known to have gone out \
             since it was set, and the server was tried in vain ({why}); leave on another way in until a mail has arrived"
        ))
    })
}
