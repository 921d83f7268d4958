-- What came in by imports, with what an undo puts back.
CREATE TABLE imports (
    id           INTEGER NOT NULL PRIMARY KEY,
    at_ms        INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    previous     TEXT,
    undone_at_ms INTEGER
) STRICT;
