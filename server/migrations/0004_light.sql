-- Things are looked for by place, whatever their kind.
DROP INDEX assets_by_place;
CREATE INDEX assets_by_place ON assets (lat, lon);
