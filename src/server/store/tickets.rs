//! What tickets have in common, whatever they let in to: each is good until it is accepted or taken back, or runs out.

use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use super::{Connection, StoreError};
use crate::model::TicketStatus;

/// Where a ticket stands that was accepted, taken back, and runs out at these times.
pub fn status((accepted_at, revoked_at, expire_at): (Option<i64>, Option<i64>, i64), now: i64) -> TicketStatus {
    match (accepted_at, revoked_at) {
        (Some(_), _) => TicketStatus::Accepted,
        (None, Some(_)) => TicketStatus::Revoked,
        (None, None) if expire_at <= now => TicketStatus::Expired,
        (None, None) => TicketStatus::Pending,
    }
}

/// Tickets of one kind.
pub struct Tickets<T> {
    /// The table in which they are.
    pub table: &'static str,
    /// What is read of one.
    pub columns: &'static str,
    /// How that is read.
    pub read: fn(&AnyRow) -> Result<T, StoreError>,
}

impl<T> Tickets<T> {
    /// The one that a ticket belongs to, whatever has become of it.
    pub async fn by_ticket(&self, connection: &mut Connection, ticket_hash: &str) -> Result<Option<T>, StoreError> {
        self.find(connection, "ticket_hash", ticket_hash).await
    }

    /// One, whatever has become of it.
    pub async fn by_id(&self, connection: &mut Connection, id: &str) -> Result<Option<T>, StoreError> {
        self.find(connection, "id", id).await
    }

    async fn find(
        &self,
        connection: &mut Connection,
        column: &'static str,
        value: &str,
    ) -> Result<Option<T>, StoreError> {
        let sql = format!("SELECT {} FROM {} WHERE {column} = $1", self.columns, self.table);
        let row = sqlx::query(AssertSqlSafe(sql)).bind(value).fetch_optional(connection).await?;
        row.as_ref().map(self.read).transpose()
    }

    /// Uses one up, once; `false` if it is not good.
    pub async fn accept(&self, connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
        let sql = format!(
            "UPDATE {} SET accepted_at = $2, updated_at = $2
             WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expire_at > $2 RETURNING id",
            self.table
        );
        let row = sqlx::query(AssertSqlSafe(sql)).bind(id).bind(now).fetch_optional(connection).await?;
        Ok(row.is_some())
    }

    /// Takes one back that nobody has accepted; `None` if there is none.
    pub async fn revoke(&self, connection: &mut Connection, id: &str, now: i64) -> Result<Option<T>, StoreError> {
        self.take_back(connection, "revoked_at = $2, updated_at = $2", id, now).await
    }

    /// The same of those that leave room for another one with that.
    pub async fn revoke_from_slot(
        &self,
        connection: &mut Connection,
        id: &str,
        now: i64,
    ) -> Result<Option<T>, StoreError> {
        self.take_back(connection, "revoked_at = $2, slot = NULL, updated_at = $2", id, now).await
    }

    async fn take_back(
        &self,
        connection: &mut Connection,
        set: &'static str,
        id: &str,
        now: i64,
    ) -> Result<Option<T>, StoreError> {
        let sql = format!(
            "UPDATE {} SET {set} WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING {}",
            self.table, self.columns
        );
        let row = sqlx::query(AssertSqlSafe(sql)).bind(id).bind(now).fetch_optional(connection).await?;
        row.as_ref().map(self.read).transpose()
    }

    /// Makes room for another one in a slot: one that has run out waits no longer.
    pub async fn make_room(&self, connection: &mut Connection, slot: &str, now: i64) -> Result<(), StoreError> {
        let sql = format!("UPDATE {} SET slot = NULL WHERE slot = $1 AND expire_at <= $2", self.table);
        sqlx::query(AssertSqlSafe(sql)).bind(slot).bind(now).execute(connection).await?;
        Ok(())
    }

    /// Whether one waits in a slot for an answer.
    pub async fn is_waiting(&self, connection: &mut Connection, slot: &str) -> Result<bool, StoreError> {
        let sql = format!("SELECT id FROM {} WHERE slot = $1", self.table);
        let row = sqlx::query(AssertSqlSafe(sql)).bind(slot).fetch_optional(connection).await?;
        Ok(row.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_become_of_a_ticket_goes_over_its_time() {
        for (accepted_at, revoked_at, expire_at, expected) in [
            (None, None, 11, TicketStatus::Pending),
            (None, None, 10, TicketStatus::Expired),
            (None, Some(5), 11, TicketStatus::Revoked),
            (None, Some(5), 1, TicketStatus::Revoked),
            (Some(5), None, 1, TicketStatus::Accepted),
            (Some(5), Some(6), 11, TicketStatus::Accepted),
        ] {
            assert_eq!(status((accepted_at, revoked_at, expire_at), 10), expected);
        }
    }
}
