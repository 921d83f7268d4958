-- What a token must match to take over a series that came in by a saved file before its phone did.
CREATE TABLE claims (
    series BLOB    NOT NULL PRIMARY KEY REFERENCES series (id),
    claim  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- A code is open from when the walk is announced until some days after its end, unless it was closed at the desk. Opening
-- it at the desk gives it those days from then on. Codes that the desk has left alone have no row.
CREATE TABLE code_states (
    walk         TEXT    NOT NULL PRIMARY KEY,
    closed       INTEGER NOT NULL,
    opened_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes that were replaced by others: who types one is told so, and phones that joined by one are known by it still.
CREATE TABLE replaced_codes (
    code TEXT NOT NULL PRIMARY KEY,
    walk TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who took in which saved file, and when.
CREATE TABLE bundle_imports (
    series      BLOB    NOT NULL REFERENCES series (id),
    at_ms       INTEGER NOT NULL,
    officer     BLOB    NOT NULL REFERENCES series (id),
    name        TEXT    NOT NULL,
    proof       TEXT    NOT NULL CHECK (proof IN ('proved', 'claimed', 'none')),
    records     INTEGER NOT NULL,
    new_records INTEGER NOT NULL,
    new_photos  INTEGER NOT NULL,
    PRIMARY KEY (series, at_ms, officer)
) STRICT, WITHOUT ROWID;
