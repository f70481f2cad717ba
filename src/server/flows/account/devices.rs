use super::{Change, refusal};
use crate::model::{ErrorCode, SessionActivity, SessionStatus, SessionWithActivities};
use crate::server::Language;
use crate::server::flows::reverification::Action;
use crate::server::flows::session::{self, is_over};
use crate::server::flows::{Error, Issued, Outcome, Visitor, acting, browser, client};
use crate::server::store::sessions::{self, DeviceRow};
use crate::server::user_agent;
use crate::server::vestibule::Inner;

/// Where a person is signed in, the browser that is asking in front; places are called as a language calls them.
pub async fn get_sessions(
    app: &Inner,
    visitor: &Visitor,
    language: Language,
) -> Result<Vec<SessionWithActivities>, Error> {
    let (_, acting) = acting::find(app, visitor).await?;
    let now = app.clock.now();
    let rows = sessions::devices_of_user(&mut *app.store.read().await?, &acting.user_id, now).await?;
    let live = rows.into_iter().filter(|row| !is_over(app, &row.session, now));
    let mut list: Vec<_> = live.map(|row| public(app, row, language)).collect();
    // Stable: the others stay as they are.
    list.sort_by_key(|session| session.id != acting.id);
    Ok(list)
}

fn public(app: &Inner, row: DeviceRow, language: Language) -> SessionWithActivities {
    let agent = row.user_agent.as_deref().unwrap_or_default();
    let place = row.ip_address.as_deref().map(|address| app.places.of(address, language)).unwrap_or_default();
    SessionWithActivities {
        last_active_at: app.activity.last(&row.session.id).unwrap_or(0).max(row.session.last_active_at),
        created_at: row.session.created_at,
        expire_at: row.session.expire_at,
        status: row.session.status,
        id: row.session.id,
        actor: row.session.actor,
        latest_activity: SessionActivity {
            browser_name: user_agent::browser(agent).map(str::to_owned),
            device_type: user_agent::system(agent).map(str::to_owned),
            is_mobile: user_agent::is_mobile(agent),
            ip_address: row.ip_address,
            city: place.city,
            country: place.country,
        },
    }
}

/// Ends a session of a person, wherever it is. A session of anyone else is not there.
pub async fn revoke(app: &Inner, visitor: &Visitor, id: &str) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Everyday).await?;
    if change.session.id == id {
        drop(change);
        return browser::sign_out(app, visitor, Some(id)).await;
    }
    change.person(app).await?;
    let live = sessions::live_of_user(&mut change.tx, &change.session.user_id, change.now).await?;
    let row = live.iter().find(|row| row.id == id).ok_or_else(|| refusal(ErrorCode::ResourceNotFound))?;
    session::end(app, &mut change.tx, row, SessionStatus::Revoked, change.now).await?;
    end(app, change, std::slice::from_ref(&row.id)).await
}

/// Ends all sessions of a person but the one that is asking.
pub async fn revoke_others(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Everyday).await?;
    change.person(app).await?;
    let ended = end_others(app, &mut change).await?;
    end(app, change, &ended).await
}

/// Ends them in a transaction that holds the person; the caller revokes their tokens once that has been committed.
pub async fn end_others(app: &Inner, change: &mut Change) -> Result<Vec<String>, Error> {
    let mut live = sessions::live_of_user(&mut change.tx, &change.session.user_id, change.now).await?;
    live.retain(|row| row.id != change.session.id);
    // In the order in which others write them, so that nobody waits for each other.
    live.sort_by(|a, b| a.id.cmp(&b.id));
    for row in &live {
        session::end(app, &mut change.tx, row, SessionStatus::Revoked, change.now).await?;
    }
    Ok(live.into_iter().map(|row| row.id).collect())
}

async fn end(app: &Inner, mut change: Change, ended: &[String]) -> Result<Outcome, Error> {
    let outcome = client::outcome(app, &mut change.tx, &change.browser, Issued::default()).await?;
    let now = change.now;
    crate::server::flows::commit(change.tx).await?;
    for id in ended {
        app.tokens.revoke(id, now);
    }
    Ok(outcome)
}
