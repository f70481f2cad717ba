-- Organizations to which so many belong, none above all, as operators look at them: by when they were made. An index of those alone
-- would be smaller, but SQLite takes another one and sorts as long as it has not counted.
CREATE INDEX organizations_members_created ON organizations (members_count, created_at, id);
