-- Paper sheets that somebody typed in at the desk: each is a walker's series without a phone, and says who typed.
CREATE TABLE papers (
    series  BLOB NOT NULL PRIMARY KEY REFERENCES series (id),
    officer BLOB NOT NULL REFERENCES series (id)
) STRICT, WITHOUT ROWID;
