-- Paper sheets that somebody typed in at the desk: each is a walker's series without a phone, and says who typed.
CREATE TABLE papers (
    series  BYTEA NOT NULL PRIMARY KEY REFERENCES series (id),
    officer BYTEA NOT NULL REFERENCES series (id)
);
