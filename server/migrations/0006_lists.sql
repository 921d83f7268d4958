-- The observations of a walk are counted without reading them.
DROP INDEX observations_of_walk;
CREATE INDEX observations_of_walk ON observations (walk) WHERE body IS NOT NULL;

-- What tells this database from every other, so that readers do not take its lists for those of another one with the same
-- revision, such as the one that its backup was made of.
INSERT INTO counters (name, value) VALUES ('lineage', random());
