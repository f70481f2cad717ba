//! What people leave who do not exist: where they are signed in, where they belong, who was invited and who waits, what was mailed,
//! and what the audit log has of it.

use super::DAY;
use super::left::Left;
use crate::server::crypto::{HOUR, Prefix, Token, new_id, new_ordered_id};
use crate::server::events::{AuditAction, EventType};
use crate::server::store::organization_invitations::slot;
use crate::server::store::search;
use crate::server::store::seed::{Cell, Rows, SeedRow};

/// What all of one call have in common.
#[derive(Debug)]
pub struct Around {
    /// What tells them from those of another call.
    pub run: String,
    /// How many people there are.
    pub many: u64,
    /// When it is.
    pub now: i64,
    /// How long a session lasts.
    pub lifetime: i64,
    /// What every message says.
    pub sealed_content: String,
}

/// Of as many people some belong to one organization.
const BLOCK: u64 = 50;
/// How long invitations are good, and sessions are kept that are over.
const MONTH: i64 = 30 * DAY;

const BROWSERS: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
];
const PLACES: [&str; 12] = [
    "Harbor", "North", "Copper", "Cedar", "Lantern", "Orchard", "Granite", "Willow", "Ember", "Tide", "Meadow",
    "Summit",
];
const TRADES: [&str; 9] = ["Labs", "Works", "Foods", "Health", "Freight", "Books", "Energy", "Studio", "Partners"];

fn one_of<'a>(words: &[&'a str], number: u64) -> &'a str {
    words[usize::try_from(number % words.len() as u64).unwrap_or_default()]
}

/// An address of those that are kept for examples.
fn network_address(number: u64) -> String {
    let net = if number.is_multiple_of(2) { "198.51.100" } else { "203.0.113" };
    format!("{net}.{}", number / 2 % 254 + 1)
}

/// What the audit log has of something that a person did.
struct Deed<'a> {
    action: AuditAction,
    at: i64,
    /// Who, if they are known: whoever fails to sign in is not.
    actor_id: Option<&'a str>,
    subject_id: &'a str,
    session_id: Option<&'a str>,
    organization_id: Option<&'a str>,
    number: u64,
}

fn note(entries: &mut Rows, deed: &Deed<'_>) {
    let text = |text: Option<&str>| text.map_or(Cell::NoText, Cell::from);
    entries.push([
        new_ordered_id(Prefix::AuditEntry, deed.at).into(),
        deed.at.into(),
        Cell::from(if deed.actor_id.is_some() { "user" } else { "visitor" }),
        text(deed.actor_id),
        text(deed.session_id),
        deed.action.as_str().into(),
        deed.action.subject_type().into(),
        deed.subject_id.into(),
        text(deed.organization_id),
        network_address(deed.number).into(),
        one_of(&BROWSERS, deed.number).into(),
        "{}".into(),
    ]);
}

impl Around {
    /// What some people left, the first of whom has this number.
    pub fn rows(&self, first: u64, people: &[SeedRow]) -> [Rows; 9] {
        let mut left = Left::nothing();
        for (number, person) in (first..).zip(people) {
            let by_them = Deed {
                action: EventType::UserCreated.into(),
                at: person.created_at,
                actor_id: Some(&person.id),
                subject_id: &person.id,
                session_id: None,
                organization_id: None,
                number,
            };
            note(&mut left.entries, &by_them);
            if let Some(at) = person.last_sign_in_at {
                self.sign_in(&mut left, number, person, at);
            }
            if number % 13 == 7 {
                let at = self.now - (self.now - person.created_at) / 3;
                let action = AuditAction::SignInFailed;
                note(&mut left.entries, &Deed { action, at, actor_id: None, ..by_them });
            }
            if number % 200 == 100 {
                self.invite(&mut left, number, person);
            }
            if number % 100 == 50 {
                let address = format!("waiting.{}{number}@seed.example", self.run);
                let status = if number % 500 == 450 { "rejected" } else { "pending" };
                let at = person.created_at;
                let id = new_id(Prefix::WaitlistEntry, at);
                let address = Cell::from(address);
                left.waitlist.push([id.into(), address.clone(), address, status.into(), at.into(), at.into()]);
            }
            if number % 500 == 250 {
                self.mail(&mut left, number, person);
            }
        }
        for (block, people) in (first / BLOCK..).zip(people.chunks_exact(usize::try_from(BLOCK).unwrap_or(1))) {
            self.organize(&mut left, block, people);
        }
        left.in_order()
    }

    /// Where somebody is signed in, or was a while ago.
    fn sign_in(&self, left: &mut Left, number: u64, person: &SeedRow, at: i64) {
        let age = self.now - at;
        let (client_id, id) = (new_id(Prefix::Client, at), new_id(Prefix::Session, at));
        let deed = Deed {
            action: EventType::SessionCreated.into(),
            at,
            actor_id: Some(&person.id),
            subject_id: &id,
            session_id: Some(&id),
            organization_id: None,
            number,
        };
        note(&mut left.entries, &deed);
        // What is over is not kept for longer.
        if age > MONTH {
            return;
        }
        let is_live = age < self.lifetime && person.banned_at.is_none();
        let status = match (is_live, number % 2) {
            (true, _) => "active",
            (false, 0) => "expired",
            (false, _) => "removed",
        };
        let share = i64::try_from(number % 8).unwrap_or_default();
        let used = at + age.min(self.lifetime) * share / 8;
        left.clients.push([client_id.clone().into(), id.clone().into(), at.into(), used.into()]);
        left.sessions.push([
            id.into(),
            client_id.into(),
            (&person.id).into(),
            status.into(),
            at.into(),
            network_address(number).into(),
            one_of(&BROWSERS, number).into(),
            used.into(),
            (at + self.lifetime).into(),
            at.into(),
            used.into(),
        ]);
    }

    /// Somebody is invited by nobody in particular.
    fn invite(&self, left: &mut Left, number: u64, person: &SeedRow) {
        let at = person.created_at;
        let address = format!("invited.{}{number}@seed.example", self.run);
        let waits = at + MONTH > self.now;
        left.invitations.push([
            new_id(Prefix::Invitation, at).into(),
            (&address).into(),
            (&address).into(),
            if waits { Cell::from(&address) } else { Cell::NoText },
            // Nobody knows the ticket.
            Token::random().hash().into(),
            "{}".into(),
            (at + MONTH).into(),
            if waits { Cell::NoNumber } else { Cell::Number(at + DAY) },
            at.into(),
            at.into(),
        ]);
    }

    /// A mail of the last day, which went out or was refused.
    fn mail(&self, left: &mut Left, number: u64, person: &SeedRow) {
        let done = i128::from(number) * i128::from(20 * HOUR) / i128::from(self.many.max(1));
        let at = self.now - 20 * HOUR + i64::try_from(done).unwrap_or_default();
        let failed = number % 10_000 == 250;
        left.messages.push([
            new_id(Prefix::Message, at).into(),
            "email".into(),
            (&person.email_address).into(),
            (&self.sealed_content).into(),
            (at + DAY).into(),
            at.into(),
            Cell::Number(if failed { 5 } else { 1 }),
            if failed { Cell::NoNumber } else { Cell::Number(at) },
            if failed { Cell::Number(at) } else { Cell::NoNumber },
            if failed { Cell::from("the server answered 550 5.1.1") } else { Cell::NoText },
        ]);
    }

    /// An organization of some of these people, whom the last one of them let in.
    fn organize(&self, left: &mut Left, block: u64, people: &[SeedRow]) {
        let size = usize::try_from(2 + block % 12).unwrap_or(2);
        let Some((owner, others)) = people.split_last() else { return };
        let at = owner.created_at;
        let id = new_id(Prefix::Organization, at);
        let (place, trade) = (one_of(&PLACES, block), one_of(&TRADES, block / 12));
        let name = format!("{place} {trade}");
        let slug = format!("{}-{}{block}", name.to_lowercase().replace(' ', "-"), self.run);
        left.organizations.push([
            (&id).into(),
            (&name).into(),
            slug.into(),
            (&owner.id).into(),
            search::of_organization(&name).into(),
            at.into(),
            at.into(),
        ]);
        let members = std::iter::once((owner, "org:admin"));
        for (member, role) in members.chain(others.iter().rev().take(size - 1).map(|member| (member, "org:member"))) {
            let membership = new_id(Prefix::OrganizationMembership, at);
            left.memberships.push([
                membership.into(),
                (&id).into(),
                (&member.id).into(),
                role.into(),
                at.into(),
                at.into(),
            ]);
        }
        let deed = Deed {
            action: EventType::OrganizationCreated.into(),
            at,
            actor_id: Some(&owner.id),
            subject_id: &id,
            session_id: None,
            organization_id: Some(&id),
            number: block,
        };
        note(&mut left.entries, &deed);
        if block.is_multiple_of(4) {
            let address = format!("invited.{}{block}@{}.example", self.run, place.to_lowercase());
            let waits = at + MONTH > self.now;
            left.organization_invitations.push([
                new_id(Prefix::OrganizationInvitation, at).into(),
                (&id).into(),
                (&address).into(),
                (&address).into(),
                if waits { Cell::from(slot(&id, &address)) } else { Cell::NoText },
                Token::random().hash().into(),
                "org:member".into(),
                (&owner.id).into(),
                (at + MONTH).into(),
                if waits { Cell::NoNumber } else { Cell::Number(at + DAY) },
                at.into(),
                at.into(),
            ]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::people::somebody;
    use super::*;

    #[test]
    fn there_is_something_of_everything_and_in_proportion() {
        let now = 1_800_000_000_000;
        let around = Around { run: "x-".into(), many: 2_000, now, lifetime: 7 * DAY, sealed_content: "sealed".into() };
        let people: Vec<SeedRow> = (0..2_000).map(|number| somebody("x-", number, 2_000, now)).collect();
        let rows = around.rows(0, &people);
        let [clients, sessions, organizations, memberships, _, invitations, waitlist, messages, entries] = &rows;
        assert_eq!((clients.len(), organizations.len()), (sessions.len(), 40));
        assert!((400..700).contains(&sessions.len()), "{}", sessions.len());
        // Two to thirteen belong to each.
        assert_eq!(memberships.len(), (0..40).map(|block| 2 + block % 12).sum::<usize>());
        assert_eq!((invitations.len(), waitlist.len(), messages.len()), (10, 20, 4));
        assert!(entries.len() > 2_000 + 1_200 + 150, "{}", entries.len());
        assert!(rows.iter().all(|rows| !rows.is_empty()));
        // Another part goes on where this one ended.
        assert_eq!(around.rows(2_000, &people[..60])[2].len(), 1);
    }

    #[test]
    fn addresses_are_those_of_examples() {
        let all: Vec<String> = (0..2_000).map(network_address).collect();
        assert!(all.iter().all(|address| address.parse::<std::net::Ipv4Addr>().is_ok_and(|it| it.is_documentation())));
    }
}
