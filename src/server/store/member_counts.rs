//! How many belong to each organization, kept beside it so that organizations are sorted by it. The database itself counts, because
//! memberships end in several ways: with a user and with an organization too. Whoever lets somebody in or out holds the organization.

use sqlx::{Executor, Row};

use super::{Backend, Store, StoreError, Transaction};

const OF_SQLITE: [&str; 4] = [
    "DROP TRIGGER IF EXISTS organization_memberships_come",
    "DROP TRIGGER IF EXISTS organization_memberships_go",
    "CREATE TRIGGER organization_memberships_come AFTER INSERT ON organization_memberships
     BEGIN
         UPDATE organizations SET members_count = members_count + 1 WHERE id = NEW.organization_id;
     END",
    "CREATE TRIGGER organization_memberships_go AFTER DELETE ON organization_memberships
     BEGIN
         UPDATE organizations SET members_count = members_count - 1 WHERE id = OLD.organization_id;
     END",
];

/// Once for a statement, however many memberships it makes: an organization that changes once for each is slow to find. Several
/// are held in the order in which everything holds them, and no more strongly than by being changed: where memberships are made
/// their organizations are referred to.
const OF_POSTGRES: [&str; 5] = [
    "DROP TRIGGER IF EXISTS organization_memberships_come ON organization_memberships",
    "DROP TRIGGER IF EXISTS organization_memberships_go ON organization_memberships",
    "CREATE OR REPLACE FUNCTION vestibule_count_members() RETURNS trigger LANGUAGE plpgsql AS $count$
     BEGIN
         PERFORM 1 FROM organizations
             WHERE id IN (SELECT organization_id FROM changed) ORDER BY id COLLATE \"C\" FOR NO KEY UPDATE;
         UPDATE organizations AS o
             SET members_count = o.members_count + CASE TG_OP WHEN 'INSERT' THEN c.many ELSE -c.many END
             FROM (SELECT organization_id, COUNT(*) AS many FROM changed GROUP BY organization_id) AS c
             WHERE o.id = c.organization_id;
         RETURN NULL;
     END $count$",
    "CREATE TRIGGER organization_memberships_come AFTER INSERT ON organization_memberships
     REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vestibule_count_members()",
    "CREATE TRIGGER organization_memberships_go AFTER DELETE ON organization_memberships
     REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vestibule_count_members()",
];

/// Sees to it that the database counts, from how many there are.
pub async fn count(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    if store.backend() == Backend::Postgres {
        // Nodes that start together wait for each other.
        tx.execute("LOCK TABLE audit_retention IN EXCLUSIVE MODE").await?;
    }
    if counts(store.backend(), &mut tx).await? {
        return Ok(());
    }
    match store.backend() {
        Backend::Sqlite => {
            for sql in OF_SQLITE {
                tx.execute(sql).await?;
            }
        }
        Backend::Postgres => {
            // Nobody comes or goes between the count and the first that the database counts itself.
            tx.execute("LOCK TABLE organizations IN SHARE ROW EXCLUSIVE MODE").await?;
            tx.execute("LOCK TABLE organization_memberships IN SHARE ROW EXCLUSIVE MODE").await?;
            for sql in OF_POSTGRES {
                tx.execute(sql).await?;
            }
        }
    }
    tx.execute(
        "UPDATE organizations SET members_count =
             (SELECT COUNT(*) FROM organization_memberships m WHERE m.organization_id = organizations.id)",
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn counts(backend: Backend, tx: &mut Transaction) -> Result<bool, StoreError> {
    let sql = match backend {
        Backend::Sqlite => {
            "SELECT COUNT(*) AS triggers FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'organization_memberships'
                 AND name IN ('organization_memberships_come', 'organization_memberships_go')"
        }
        Backend::Postgres => {
            "SELECT CAST(COUNT(*) AS BIGINT) AS triggers FROM pg_trigger
             WHERE tgrelid = CAST('organization_memberships' AS regclass)
                 AND CAST(tgname AS TEXT) IN ('organization_memberships_come', 'organization_memberships_go')"
        }
    };
    let row = sqlx::query(sql).fetch_one(&mut **tx).await?;
    Ok(row.try_get::<i64, _>("triggers")? == 2)
}
