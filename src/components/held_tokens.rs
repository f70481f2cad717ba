//! Tokens for other services that a page holds until they have nearly run out. Whoever asks for one while it is being asked for
//! waits for the same answer.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::model::ApiErrors;

/// How long before its end a token is given to nobody any more, in milliseconds: it has to get to where it is read.
const MARGIN: i64 = 10_000;

/// What came of asking.
pub type Answer = Result<Option<String>, ApiErrors>;

/// Whose token it is, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// `sess_…`
    pub session_id: Option<String>,
    /// `org_…`
    pub organization_id: Option<String>,
    /// The template's name; `None` for a session token, which is asked for anew each time.
    pub template: Option<String>,
    /// What the token may say of its person, and changes while they are signed in: their role where they act, and when they
    /// were changed last.
    pub known: (Option<String>, i64),
}

/// A request under way.
#[derive(Default)]
struct Flight {
    answer: Option<Answer>,
    waiting: Vec<Waker>,
}

enum State {
    UnderWay(Rc<RefCell<Flight>>),
    /// Until then, Unix milliseconds by the server's clock.
    Known(String, i64),
}

/// The tokens of a page. It is never shared with another page, nor with a server.
#[derive(Clone, Default)]
pub struct HeldTokens(Rc<RefCell<Vec<(Key, State)>>>);

impl HeldTokens {
    /// Keeps nothing but what is of a session.
    pub fn leave(&self, session_id: Option<&str>) {
        self.0.borrow_mut().retain(|(known, _)| known.session_id.as_deref() == session_id);
    }

    /// Does not give out again what is held, nor what is being asked for.
    pub fn forget(&self, key: &Key) {
        self.keep(key, None);
    }

    /// A token: one that is held and still good at `now`, or what a request brings, which `run` sees through even if nobody
    /// waits for it any more. `expires_at` reads when a token runs out. Times are Unix milliseconds by the server's clock.
    pub async fn get(
        &self,
        key: Key,
        now: i64,
        request: impl Future<Output = Answer> + 'static,
        expires_at: fn(&str) -> Option<i64>,
        run: impl FnOnce(Pin<Box<dyn Future<Output = ()>>>),
    ) -> Answer {
        self.leave(key.session_id.as_deref());
        let under_way = self.0.borrow().iter().find(|(known, _)| *known == key).and_then(|(_, state)| match state {
            State::UnderWay(flight) => Some(Ok(Rc::clone(flight))),
            State::Known(token, until) => (now < *until).then(|| Err(token.clone())),
        });
        let flight = match under_way {
            Some(Err(token)) => return Ok(Some(token)),
            Some(Ok(flight)) => flight,
            None => {
                let flight = Rc::<RefCell<Flight>>::default();
                self.keep(&key, Some(State::UnderWay(Rc::clone(&flight))));
                let (this, flight_too) = (self.clone(), Rc::clone(&flight));
                run(Box::pin(async move {
                    let answer = request.await;
                    let token = answer.as_ref().ok().and_then(Option::as_ref).filter(|_| key.template.is_some());
                    let known = token.and_then(|token| Some(State::Known(token.clone(), expires_at(token)? - MARGIN)));
                    this.landed(&key, &flight_too, known);
                    let waiting = {
                        let mut flight = flight_too.borrow_mut();
                        flight.answer = Some(answer);
                        std::mem::take(&mut flight.waiting)
                    };
                    waiting.into_iter().for_each(Waker::wake);
                }));
                flight
            }
        };
        poll_fn(|context| {
            let mut flight = flight.borrow_mut();
            if let Some(answer) = &flight.answer {
                return Poll::Ready(answer.clone());
            }
            flight.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn keep(&self, key: &Key, state: Option<State>) {
        let mut all = self.0.borrow_mut();
        all.retain(|(known, _)| known != key);
        all.extend(state.map(|state| (key.clone(), state)));
    }

    /// Keeps what a request has brought, unless someone else is here by now.
    fn landed(&self, key: &Key, flight: &Rc<RefCell<Flight>>, known: Option<State>) {
        let is_awaited =
            self.0.borrow().iter().any(|(at, state)| {
                at == key && matches!(state, State::UnderWay(awaited) if Rc::ptr_eq(awaited, flight))
            });
        if is_awaited {
            self.keep(key, known);
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::cell::Cell;

    use tokio::task::{LocalSet, spawn_local, yield_now};

    use super::*;
    use crate::model::{ApiError, ErrorCode};

    fn key(session: &str, template: &str) -> Key {
        let template = Some(template.to_owned()).filter(|template| !template.is_empty());
        Key { session_id: Some(session.into()), organization_id: None, template, known: (None, 0) }
    }

    /// A server whose answers are tokens that say when they run out.
    #[derive(Clone, Default)]
    struct Server {
        asked: Rc<Cell<i64>>,
        refuses: Rc<Cell<bool>>,
    }

    impl Server {
        async fn ask(self) -> Answer {
            self.asked.set(self.asked.get() + 1);
            yield_now().await;
            match self.refuses.get() {
                true => Err(ApiError::new(ErrorCode::ResourceNotFound).into()),
                false => Ok(Some(format!("{}", self.asked.get() * 60_000))),
            }
        }

        async fn get(&self, held: &HeldTokens, key: Key, now: i64) -> Answer {
            held.get(key, now, self.clone().ask(), |token| token.parse().ok(), |work| drop(spawn_local(work))).await
        }
    }

    #[tokio::test]
    async fn a_token_is_held_until_it_has_nearly_run_out() {
        LocalSet::new()
            .run_until(async {
                let (held, server) = (HeldTokens::default(), Server::default());
                for (now, expected) in [(0, "60000"), (49_999, "60000"), (50_000, "120000"), (109_999, "120000")] {
                    let got = server.get(&held, key("sess_1", "a"), now).await;
                    assert_eq!(got, Ok(Some(expected.to_owned())), "{now}");
                }
                assert_eq!(server.asked.get(), 2);
                server.get(&held, key("sess_1", "b"), 0).await.expect("is another one");
                assert_eq!(server.asked.get(), 3);
                // Whoever comes next is given nothing of it, and neither are those who come back.
                for session in ["sess_2", "sess_1"] {
                    server.get(&held, key(session, "a"), 0).await.expect("is another one");
                }
                assert_eq!(server.asked.get(), 5);
                server
                    .get(&held, Key { known: (None, 1), ..key("sess_1", "a") }, 0)
                    .await
                    .expect("says something else");
                held.forget(&key("sess_1", "a"));
                server.get(&held, key("sess_1", "a"), 0).await.expect("is wanted anew");
                assert_eq!(server.asked.get(), 7);
                held.leave(None);
                assert!(held.0.borrow().is_empty(), "nobody is here");
                for _ in 0..2 {
                    server.get(&held, key("sess_1", ""), 0).await.expect("a session token");
                }
                assert_eq!(server.asked.get(), 9, "session tokens are asked for anew");
            })
            .await;
    }

    #[tokio::test]
    async fn who_asks_at_the_same_time_gets_the_same_answer() {
        LocalSet::new()
            .run_until(async {
                let (held, server) = (HeldTokens::default(), Server::default());
                // The one who asked first does not wait for it.
                let first = {
                    let (held, server) = (held.clone(), server.clone());
                    spawn_local(async move { server.get(&held, key("sess_1", "a"), 0).await })
                };
                yield_now().await;
                first.abort();
                let all = || server.get(&held, key("sess_1", "a"), 0);
                let (one, two) = tokio::join!(all(), all());
                assert_eq!((one, two), (Ok(Some("60000".into())), Ok(Some("60000".into()))));
                assert_eq!(server.asked.get(), 1);
                // What was refused is not held.
                server.refuses.set(true);
                let (one, two) =
                    tokio::join!(server.get(&held, key("sess_1", "b"), 0), server.get(&held, key("sess_1", "b"), 0));
                assert!(one.is_err() && one == two);
                assert_eq!(server.asked.get(), 2);
                server.refuses.set(false);
                assert_eq!(server.get(&held, key("sess_1", "b"), 0).await, Ok(Some("180000".into())));
            })
            .await;
    }

    #[tokio::test]
    async fn an_answer_that_comes_after_someone_else_is_here_is_not_held() {
        LocalSet::new()
            .run_until(async {
                let (held, server) = (HeldTokens::default(), Server::default());
                let (former, next) =
                    tokio::join!(server.get(&held, key("sess_1", "a"), 0), server.get(&held, key("sess_2", "a"), 0));
                assert!(former.is_ok() && next.is_ok());
                assert_eq!(server.asked.get(), 2);
                assert_eq!(
                    held.0.borrow().iter().map(|(key, _)| key.session_id.clone()).collect::<Vec<_>>(),
                    [Some("sess_2".to_owned())]
                );
            })
            .await;
    }
}
