-- The projection also knows what officers said of what is one thing and what is not.
CREATE TABLE groupings (
    id       TEXT NOT NULL PRIMARY KEY,
    body     TEXT   NOT NULL,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX groupings_since ON groupings (revision);
