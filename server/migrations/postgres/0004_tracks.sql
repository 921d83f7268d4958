-- The projection also knows where walkers went: each stretch of a track, and when it was walked.
CREATE TABLE tracks (
    series   BYTEA  NOT NULL,
    number   BIGINT NOT NULL,
    walk     TEXT,
    from_ms  BIGINT NOT NULL,
    to_ms    BIGINT NOT NULL,
    body     TEXT   NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (series, number)
);
CREATE INDEX tracks_since ON tracks (revision);
