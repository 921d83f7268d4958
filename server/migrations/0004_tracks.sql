-- The projection also knows where walkers went: each stretch of a track, and when it was walked.
CREATE TABLE tracks (
    series   BLOB    NOT NULL,
    number   INTEGER NOT NULL,
    walk     TEXT,
    from_ms  INTEGER NOT NULL,
    to_ms    INTEGER NOT NULL,
    body     TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (series, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX tracks_since ON tracks (revision);
