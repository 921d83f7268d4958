-- The projection also knows what officers said of what is one thing and what is not.
CREATE TABLE groupings (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    body     TEXT   NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX groupings_since ON groupings (revision);
