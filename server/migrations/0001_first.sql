-- The log: series, and what each states. Nothing here is ever changed.
CREATE TABLE series (
    id          BLOB NOT NULL PRIMARY KEY,
    writer      TEXT NOT NULL CHECK (writer IN ('walker', 'officer')),
    walk        TEXT,
    token_hash  BLOB UNIQUE,
    created_day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX series_of_walk ON series (walk);

CREATE TABLE records (
    series        BLOB    NOT NULL REFERENCES series (id),
    number        INTEGER NOT NULL CHECK (number > 0),
    text          TEXT    NOT NULL,
    digest        BLOB    NOT NULL,
    arrived_at_ms INTEGER NOT NULL,
    PRIMARY KEY (series, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER a_record_is_never_changed BEFORE UPDATE ON records
BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END;
CREATE TRIGGER a_record_is_never_dropped BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'a record is never dropped'); END;

-- Photos that arrived and were checked; their bytes are files.
CREATE TABLE blobs (
    hash        BLOB    NOT NULL PRIMARY KEY,
    bytes       INTEGER NOT NULL,
    width       INTEGER NOT NULL,
    height      INTEGER NOT NULL,
    arrived_day TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The municipality's own geography.
CREATE TABLE areas (
    id   TEXT NOT NULL PRIMARY KEY,
    card TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The projection: follows from the log, the series and the areas, and is rebuilt from them by `lykta rebuild`.
CREATE TABLE threads (
    series BLOB    NOT NULL,
    about  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (series, about, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX threads_of_record ON threads (series, number);

CREATE TABLE photos (
    series      BLOB    NOT NULL,
    number      INTEGER NOT NULL,
    observation INTEGER NOT NULL,
    blob        BLOB    NOT NULL,
    PRIMARY KEY (series, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX photos_of_blob ON photos (blob);

CREATE TABLE observations (
    id       TEXT    NOT NULL PRIMARY KEY,
    walk     TEXT,
    area     TEXT,
    feeling  TEXT,
    category TEXT,
    lat      REAL,
    lon      REAL,
    at_ms    INTEGER,
    body     TEXT,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX observations_since ON observations (revision);
CREATE INDEX observations_of_walk ON observations (walk);

CREATE TABLE walks (
    id   TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    id       TEXT    NOT NULL PRIMARY KEY,
    body     TEXT    NOT NULL,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_since ON decisions (revision);

CREATE TABLE quarantine (
    series BLOB    NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    PRIMARY KEY (series, number)
) STRICT, WITHOUT ROWID;

-- What tells a reader of the projection that it has changed.
CREATE TABLE counters (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('revision', 0), ('rebuilds', 0), ('areas', 0);

-- Who may come in. Every secret is here as its SHA-256 only.
CREATE TABLE walk_codes (
    walk TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    created_day TEXT NOT NULL,
    UNIQUE (name, role)
) STRICT;

CREATE TABLE sign_in_tokens (
    hash          BLOB    NOT NULL PRIMARY KEY,
    name          TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    first         INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    hash          BLOB    NOT NULL PRIMARY KEY,
    account       INTEGER NOT NULL REFERENCES accounts (id),
    series        BLOB    NOT NULL REFERENCES series (id),
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    hash        BLOB NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    series      BLOB NOT NULL REFERENCES series (id),
    created_day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
