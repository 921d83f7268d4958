-- What stands of each observation, without the edits that were superseded; and how much of each limit a series has used.
-- Both follow from the records.
DROP TABLE threads;
CREATE TABLE threads (
    series BLOB    NOT NULL,
    about  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    part   TEXT    NOT NULL,
    bytes  INTEGER NOT NULL,
    PRIMARY KEY (series, about, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE tallies (
    series BLOB    NOT NULL,
    what   TEXT    NOT NULL,
    part   INTEGER NOT NULL,
    used   INTEGER NOT NULL,
    PRIMARY KEY (series, what, part)
) STRICT, WITHOUT ROWID;

-- Counts the imports of lamps and other things that stand outdoors.
INSERT INTO counters (name, value) VALUES ('assets', 0);
