-- What stands of each observation, without the edits that were superseded; and how much of each limit a series has used.
-- Both follow from the records.
DROP TABLE threads;
CREATE TABLE threads (
    series BYTEA  NOT NULL,
    about  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    part   TEXT   NOT NULL,
    bytes  BIGINT NOT NULL,
    PRIMARY KEY (series, about, number)
);

CREATE TABLE tallies (
    series BYTEA            NOT NULL,
    what   TEXT COLLATE "C" NOT NULL,
    part   BIGINT           NOT NULL,
    used   BIGINT           NOT NULL,
    PRIMARY KEY (series, what, part)
);

-- Counts the imports of lamps and other things that stand outdoors.
INSERT INTO counters (name, value) VALUES ('assets', 0);
