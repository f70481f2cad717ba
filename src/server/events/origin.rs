//! From where a request came and who acts in it, for what is noted while it is answered.

use std::cell::RefCell;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio::task::futures::TaskLocalFuture;

tokio::task_local! {
    static ORIGIN: RefCell<Held>;
}

/// Reads an origin when somebody asks for it.
type Read = Box<dyn FnOnce() -> Origin + Send>;

/// An origin, or how it is read.
struct Held {
    known: Option<Origin>,
    read: Option<Read>,
}

impl Held {
    fn known(&mut self) -> &mut Origin {
        let read = &mut self.read;
        self.known.get_or_insert_with(|| read.take().map(|read| read()).unwrap_or_default())
    }
}

pin_project! {
    /// An answer: what is noted while it is made says from where the request came and who acts in it.
    pub struct During<F> {
        #[pin]
        answer: TaskLocalFuture<RefCell<Held>, F>,
    }
}

impl<F: Future> Future for During<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.project().answer.poll(context)
    }
}

/// What kind of someone acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActorKind {
    /// The app itself, by whatever it does without being asked: sweeps, tasks of the host's.
    #[default]
    System,
    /// Someone who is not signed in.
    Visitor,
    /// Someone who is.
    User,
    /// Another backend.
    SecretKey,
    /// A program, with a key of a user or an organization.
    ApiKey,
    /// A machine, by its secret key.
    Machine,
    /// Whoever has the command line.
    Operator,
}

impl ActorKind {
    /// As it stands in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Visitor => "visitor",
            Self::User => "user",
            Self::SecretKey => "secret_key",
            Self::ApiKey => "api_key",
            Self::Machine => "machine",
            Self::Operator => "operator",
        }
    }
}

/// Who acts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// What kind of someone.
    pub kind: ActorKind,
    /// `user_…`, `skey_…`, `ak_…`, `mch_…`, or what the computer calls an operator; nothing where that is not known.
    pub id: Option<String>,
    /// In which session of theirs.
    pub session_id: Option<String>,
    /// Who acts as them, if that is somebody else.
    pub impersonator_id: Option<String>,
}

impl Actor {
    /// Someone who is signed in; at their sign-up there is no session yet.
    pub fn user(id: &str, session_id: Option<&str>) -> Self {
        let session_id = session_id.map(str::to_owned);
        Self { kind: ActorKind::User, id: Some(id.to_owned()), session_id, impersonator_id: None }
    }

    /// The same, if somebody else acts in their place.
    #[must_use]
    pub fn in_place(self, impersonator_id: Option<&str>) -> Self {
        Self { impersonator_id: impersonator_id.map(str::to_owned), ..self }
    }

    /// Another backend, by the id of its key.
    pub fn secret_key(id: &str) -> Self {
        Self { kind: ActorKind::SecretKey, id: Some(id.to_owned()), ..Self::default() }
    }

    /// A program, by the id of its key.
    pub fn api_key(id: &str) -> Self {
        Self { kind: ActorKind::ApiKey, id: Some(id.to_owned()), ..Self::default() }
    }

    /// A machine, by its id.
    pub fn machine(id: &str) -> Self {
        Self { kind: ActorKind::Machine, id: Some(id.to_owned()), ..Self::default() }
    }
}

/// From where a request came, and who acts in it.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The browser's address.
    pub client_ip: Option<String>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// Who acts, as far as is known by now.
    pub actor: Actor,
}

impl Origin {
    /// Of what is known of a visitor.
    pub fn new(ip: Option<IpAddr>, user_agent: Option<&str>) -> Self {
        // A database takes no NUL, and a header has none; other control characters are nothing that a receiver expects.
        let user_agent = user_agent.map(|text| text.chars().filter(|c| !c.is_control()).collect());
        let actor = Actor { kind: ActorKind::Visitor, ..Actor::default() };
        Self { client_ip: ip.map(|ip| ip.to_canonical().to_string()), user_agent, actor }
    }

    /// Of the command line: who that is says the environment, if anything does.
    pub fn operator() -> Self {
        let named = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        let id = named.map(|name| name.chars().filter(|c| !c.is_control()).take(64).collect());
        Self { actor: Actor { kind: ActorKind::Operator, id, ..Actor::default() }, ..Self::default() }
    }

    /// The same, with who acts.
    #[must_use]
    pub fn by(self, actor: Actor) -> Self {
        Self { actor, ..self }
    }

    /// Answers a request from there: what is noted meanwhile says so. A task that is spawned meanwhile, and a body that is still
    /// streamed afterwards, take it along if they are to say so too:
    ///
    /// ```
    /// # use vestibule::server::Origin;
    /// # async fn clear_up() {}
    /// # async fn handle() {
    /// tokio::spawn(Origin::current().during(clear_up()));
    /// # }
    /// ```
    pub fn during<F: Future>(self, answer: F) -> During<F> {
        Self::hold(Held { known: Some(self), read: None }, answer)
    }

    /// The same, read only if something is noted.
    pub fn read_during<F: Future>(read: impl FnOnce() -> Self + Send + 'static, answer: F) -> During<F> {
        Self::hold(Held { known: None, read: Some(Box::new(read)) }, answer)
    }

    fn hold<F: Future>(held: Held, answer: F) -> During<F> {
        During { answer: ORIGIN.scope(RefCell::new(held), answer) }
    }

    /// That of the request that is being answered; empty where there is none.
    pub fn current() -> Self {
        ORIGIN.try_with(|held| held.borrow_mut().known().clone()).unwrap_or_default()
    }

    /// From here on it is known that a user acts in the request that is being answered, or whoever acts in their place: their
    /// session has been found, or has just begun. Whoever acts by a key or at the command line does so in nobody's name.
    pub fn acts_as(user_id: &str, session_id: Option<&str>, impersonator_id: Option<&str>) {
        let set = |held: &RefCell<Held>| {
            let mut held = held.borrow_mut();
            let origin = held.known();
            if matches!(
                origin.actor.kind,
                ActorKind::SecretKey | ActorKind::ApiKey | ActorKind::Machine | ActorKind::Operator
            ) {
                return;
            }
            let is_known = origin.actor.kind == ActorKind::User && origin.actor.id.as_deref() == Some(user_id);
            if session_id.is_some() || !is_known {
                origin.actor = Actor::user(user_id, session_id).in_place(impersonator_id);
            }
        };
        // Where nothing is answered, as in a task of the host's, nobody acts but the app.
        let _ = ORIGIN.try_with(set);
    }

    /// From here on it is known by which key a program acts in the request that is being answered, of which nobody else was known
    /// to act in it.
    pub(in crate::server) fn acts_by(key: Actor) {
        let set = |held: &RefCell<Held>| {
            let mut held = held.borrow_mut();
            let origin = held.known();
            if origin.actor.kind == ActorKind::Visitor {
                origin.actor = key;
            }
        };
        let _ = ORIGIN.try_with(set);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_acts_is_known_from_when_it_is_found_out() {
        assert_eq!(Origin::current().actor, Actor::default());
        Origin::acts_as("user_1", None, None);
        assert_eq!(Origin::current().actor.kind, ActorKind::System, "nothing is answered");
        let origin = Origin::new("::ffff:192.0.2.1".parse().ok(), Some("a\u{7}b"));
        origin
            .during(async {
                let Origin { client_ip, user_agent, actor } = Origin::current();
                assert_eq!((client_ip.as_deref(), user_agent.as_deref()), (Some("192.0.2.1"), Some("ab")));
                assert_eq!((actor.kind, actor.id), (ActorKind::Visitor, None));
                Origin::acts_as("user_1", None, None);
                Origin::acts_as("user_1", Some("sess_1"), None);
                Origin::acts_as("user_1", None, None);
                assert_eq!(Origin::current().actor, Actor::user("user_1", Some("sess_1")));
                Origin::acts_as("user_2", None, None);
                assert_eq!(Origin::current().actor, Actor::user("user_2", None), "another one's session is not theirs");
                Origin::acts_as("user_2", Some("sess_2"), Some("user_3"));
                Origin::acts_as("user_2", None, None);
                let in_place = Actor::user("user_2", Some("sess_2")).in_place(Some("user_3"));
                assert_eq!(Origin::current().actor, in_place, "whoever acts in their place still does");
            })
            .await;
        assert_eq!(Origin::current().actor, Actor::default());
    }

    #[tokio::test]
    async fn a_program_acts_by_its_key_where_nobody_else_does() {
        let acting = || async {
            Origin::acts_by(Actor::api_key("ak_1"));
            Origin::current().actor
        };
        assert_eq!(Origin::new(None, None).during(acting()).await, Actor::api_key("ak_1"));
        let user = Actor::user("user_1", Some("sess_1"));
        assert_eq!(Origin::new(None, None).by(user.clone()).during(acting()).await, user);
    }

    #[tokio::test]
    async fn a_key_and_an_operator_act_in_nobodys_name() {
        let keys = [Actor::secret_key("skey_1"), Actor::api_key("ak_1"), Actor::machine("mch_1")];
        for actor in keys.into_iter().chain([Origin::operator().actor]) {
            let acting = async {
                Origin::acts_as("user_1", Some("sess_1"), None);
                Origin::current().actor
            };
            assert_eq!(Origin::default().by(actor.clone()).during(acting).await, actor);
        }
    }

    #[tokio::test]
    async fn an_origin_is_read_once_and_only_if_it_is_asked_for() {
        use std::sync::Arc;
        use std::sync::atomic::{AtomicU32, Ordering};

        let read = Arc::new(AtomicU32::new(0));
        let reading = || {
            let read = Arc::clone(&read);
            move || {
                read.fetch_add(1, Ordering::Relaxed);
                Origin::new("192.0.2.1".parse().ok(), None).by(Actor::user("user_1", None))
            }
        };
        Origin::read_during(reading(), async {}).await;
        assert_eq!(read.load(Ordering::Relaxed), 0);
        Origin::read_during(reading(), async {
            Origin::acts_as("user_1", Some("sess_1"), None);
            assert_eq!(Origin::current().actor, Actor::user("user_1", Some("sess_1")));
            assert_eq!(Origin::current().client_ip.as_deref(), Some("192.0.2.1"));
            // What is spawned has it only if it is given it.
            let alone = tokio::spawn(async { Origin::current().actor.kind });
            let along = tokio::spawn(Origin::current().during(async { Origin::current().actor.kind }));
            assert_eq!((alone.await.ok(), along.await.ok()), (Some(ActorKind::System), Some(ActorKind::User)));
        })
        .await;
        assert_eq!(read.load(Ordering::Relaxed), 1);
    }
}
