-- What came in by imports, with what an undo puts back.
CREATE TABLE imports (
    id           BIGINT NOT NULL PRIMARY KEY,
    at_ms        BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    previous     TEXT,
    undone_at_ms BIGINT
);
