-- The projection also knows second looks at what was pointed out, and walks planned anew.
CREATE TABLE revisits (
    id       TEXT    NOT NULL PRIMARY KEY,
    body     TEXT,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX revisits_since ON revisits (revision);

CREATE TABLE replans (
    id    TEXT    NOT NULL PRIMARY KEY,
    walk  TEXT    NOT NULL,
    at_ms INTEGER NOT NULL,
    body  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX replans_of_walk ON replans (walk, at_ms, id);

-- The municipality's own things that stand outdoors, such as lamp posts.
CREATE TABLE assets (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    lat  REAL NOT NULL,
    lon  REAL NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX assets_by_place ON assets (kind, lat, lon);
