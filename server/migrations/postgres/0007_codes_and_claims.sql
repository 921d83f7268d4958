-- What a token must match to take over a series that came in by a saved file before its phone did.
CREATE TABLE claims (
    series BYTEA   NOT NULL PRIMARY KEY REFERENCES series (id),
    claim  BYTEA   NOT NULL
);

-- A code is open from when the walk is announced until some days after its end, unless it was closed at the desk. Opening
-- it at the desk gives it those days from then on. Codes that the desk has left alone have no row.
CREATE TABLE code_states (
    walk         TEXT    NOT NULL PRIMARY KEY,
    closed       BIGINT  NOT NULL,
    opened_at_ms BIGINT  NOT NULL
);

-- Codes that were replaced by others: who types one is told so, and phones that joined by one are known by it still.
CREATE TABLE replaced_codes (
    code TEXT NOT NULL PRIMARY KEY,
    walk TEXT NOT NULL
);

-- Who took in which saved file, and when.
CREATE TABLE bundle_imports (
    series      BYTEA    NOT NULL REFERENCES series (id),
    at_ms       BIGINT NOT NULL,
    officer     BYTEA    NOT NULL REFERENCES series (id),
    name        TEXT    NOT NULL,
    proof       TEXT    NOT NULL CHECK (proof IN ('proved', 'claimed', 'none')),
    records     BIGINT NOT NULL,
    new_records BIGINT NOT NULL,
    new_photos  BIGINT NOT NULL,
    PRIMARY KEY (series, at_ms, officer)
);
