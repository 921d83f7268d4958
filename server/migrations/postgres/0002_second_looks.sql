-- The projection also knows second looks at what was pointed out, and walks planned anew.
CREATE TABLE revisits (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    body     TEXT,
    revision BIGINT NOT NULL
);
CREATE INDEX revisits_since ON revisits (revision);

CREATE TABLE replans (
    id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    walk  TEXT   NOT NULL,
    at_ms BIGINT NOT NULL,
    body  TEXT   NOT NULL
);
CREATE INDEX replans_of_walk ON replans (walk, at_ms, id);

-- The municipality's own things that stand outdoors, such as lamp posts.
CREATE TABLE assets (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    lat  DOUBLE PRECISION NOT NULL,
    lon  DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (kind, name)
);
CREATE INDEX assets_by_place ON assets (kind, lat, lon);
