//! The tables, version after version. A published version is never edited; a change is one more entry.

/// Marks the file as ours (`SELN`), in the header that `file(1)` and SQLite read.
pub(crate) const APPLICATION_ID: i64 = 0x5345_4c4e;

/// Entry `n` brings a database from version `n` to `n + 1`.
pub(crate) const MIGRATIONS: &[&str] = &[VERSION_1];

const VERSION_1: &str = r"
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE reports (
  report_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL UNIQUE,
  language TEXT, title TEXT, outlet TEXT, url TEXT,
  published TEXT, published_basis TEXT,
  text TEXT NOT NULL,
  n_chars INTEGER NOT NULL,
  added_at TEXT NOT NULL,
  origin TEXT NOT NULL, record TEXT NOT NULL, form TEXT NOT NULL, raw_sha256 TEXT NOT NULL, fetched TEXT,
  status TEXT NOT NULL, extent TEXT NOT NULL,
  CHECK ((published IS NULL) = (published_basis IS NULL))
);
CREATE INDEX reports_published ON reports (published, key);
CREATE INDEX reports_url ON reports (url) WHERE url IS NOT NULL;
CREATE TABLE report_remarks (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, kind TEXT NOT NULL, start INTEGER, end INTEGER, message TEXT NOT NULL,
  PRIMARY KEY (report_id, idx)
) WITHOUT ROWID;
CREATE TABLE arrivals (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  origin TEXT NOT NULL, record TEXT NOT NULL, id TEXT NOT NULL, raw_sha256 TEXT NOT NULL, fetched TEXT,
  PRIMARY KEY (report_id, origin, record, id)
) WITHOUT ROWID;
CREATE INDEX arrivals_raw ON arrivals (raw_sha256, origin, record) WHERE raw_sha256 <> '';
CREATE TABLE set_aside (
  origin TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (origin, reason)
) WITHOUT ROWID;

CREATE TABLE analyses (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  engine TEXT NOT NULL, model TEXT NOT NULL, made_at TEXT NOT NULL, is_current INTEGER NOT NULL,
  language TEXT,
  PRIMARY KEY (report_id, engine, model)
) WITHOUT ROWID;
CREATE UNIQUE INDEX analyses_current ON analyses (report_id) WHERE is_current;
CREATE TABLE analysis_remarks (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, kind TEXT NOT NULL, start INTEGER, end INTEGER, message TEXT NOT NULL,
  PRIMARY KEY (report_id, idx)
) WITHOUT ROWID;
CREATE TABLE remarks (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, kind TEXT NOT NULL, start INTEGER, end INTEGER, message TEXT NOT NULL,
  PRIMARY KEY (report_id, idx)
) WITHOUT ROWID;
CREATE TABLE sentences (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, role TEXT NOT NULL,
  PRIMARY KEY (report_id, idx)
) WITHOUT ROWID;
CREATE TABLE actors (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, entity INTEGER NOT NULL,
  name TEXT, code TEXT, sector TEXT, body TEXT, form TEXT NOT NULL, confidence REAL NOT NULL,
  PRIMARY KEY (report_id, idx)
) WITHOUT ROWID;
CREATE INDEX actors_code ON actors (code) WHERE code IS NOT NULL;
CREATE TABLE places (
  place_id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  name TEXT NOT NULL, geonameid INTEGER, country TEXT, lat REAL, lon REAL, radius_km REAL, precision TEXT,
  confidence REAL NOT NULL,
  UNIQUE (report_id, idx),
  CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE INDEX places_name ON places (name);
CREATE INDEX places_country ON places (country) WHERE country IS NOT NULL;
CREATE VIRTUAL TABLE places_box USING rtree (place_id, min_lat, max_lat, min_lon, max_lon);
CREATE TRIGGER places_in AFTER INSERT ON places WHEN new.lat IS NOT NULL BEGIN
  INSERT INTO places_box VALUES (new.place_id, new.lat, new.lat, new.lon, new.lon);
END;
CREATE TRIGGER places_out AFTER DELETE ON places BEGIN
  DELETE FROM places_box WHERE place_id = old.place_id;
END;
CREATE TABLE timexes (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  type TEXT NOT NULL, value TEXT NOT NULL, first_day TEXT, last_day TEXT,
  PRIMARY KEY (report_id, idx)
) WITHOUT ROWID;
CREATE TABLE attributions (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, kind TEXT NOT NULL, act TEXT NOT NULL,
  source_kind TEXT NOT NULL, source_name TEXT, source_code TEXT, source_sector TEXT, source_actor INTEGER,
  source_confidence REAL NOT NULL, source_form TEXT NOT NULL,
  stance TEXT NOT NULL, distance TEXT NOT NULL, parent INTEGER,
  basis_start INTEGER, basis_end INTEGER, said_when INTEGER, flags TEXT NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY (report_id, idx)
) WITHOUT ROWID;
CREATE TABLE attribution_spans (
  report_id INTEGER NOT NULL, attribution INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('source', 'cue', 'content', 'hedge')),
  idx INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  PRIMARY KEY (report_id, attribution, part, idx),
  FOREIGN KEY (report_id, attribution) REFERENCES attributions (report_id, idx) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE claims (
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  idx INTEGER NOT NULL, type TEXT NOT NULL, modes TEXT NOT NULL, contexts TEXT NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL,
  polarity TEXT NOT NULL, modality TEXT NOT NULL,
  first_day TEXT, last_day TEXT, date_precision TEXT, date_timex INTEGER, date_basis TEXT,
  place INTEGER, attribution INTEGER NOT NULL, same_event_as INTEGER, confidence REAL NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY (report_id, idx),
  FOREIGN KEY (report_id, attribution) REFERENCES attributions (report_id, idx) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (report_id, place) REFERENCES places (report_id, idx) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX claims_type ON claims (type, first_day);
CREATE TABLE claim_actors (
  report_id INTEGER NOT NULL, claim INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  idx INTEGER NOT NULL, actor INTEGER NOT NULL,
  PRIMARY KEY (report_id, claim, role, idx),
  FOREIGN KEY (report_id, claim) REFERENCES claims (report_id, idx) ON DELETE CASCADE,
  FOREIGN KEY (report_id, actor) REFERENCES actors (report_id, idx) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE TABLE figures (
  report_id INTEGER NOT NULL, claim INTEGER NOT NULL, idx INTEGER NOT NULL,
  kind TEXT NOT NULL, low INTEGER, high INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL, of_actor INTEGER,
  PRIMARY KEY (report_id, claim, idx),
  FOREIGN KEY (report_id, claim) REFERENCES claims (report_id, idx) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE copies (
  report_id INTEGER PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
  copy_group TEXT NOT NULL, kind TEXT, similarity REAL
);
CREATE INDEX copies_group ON copies (copy_group);
CREATE TABLE stories (story_id TEXT PRIMARY KEY, title TEXT) WITHOUT ROWID;
CREATE TABLE story_reports (
  story_id TEXT NOT NULL REFERENCES stories ON DELETE CASCADE,
  report_id INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
  PRIMARY KEY (story_id, report_id)
) WITHOUT ROWID;
CREATE TABLE events (
  event_id TEXT PRIMARY KEY, type TEXT NOT NULL, modes TEXT NOT NULL, status TEXT NOT NULL,
  first_day TEXT, last_day TEXT, n_reports INTEGER NOT NULL, n_independent INTEGER NOT NULL,
  contested INTEGER NOT NULL, merged_into TEXT
) WITHOUT ROWID;
CREATE TABLE event_claims (
  event_id TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
  report_id INTEGER NOT NULL, claim INTEGER NOT NULL,
  PRIMARY KEY (report_id, claim),
  FOREIGN KEY (report_id, claim) REFERENCES claims (report_id, idx) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX event_claims_event ON event_claims (event_id);

CREATE TABLE reviews (
  review_id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, reviewer TEXT NOT NULL, target TEXT NOT NULL, report_key TEXT,
  decision TEXT NOT NULL, value TEXT, note TEXT
);
CREATE INDEX reviews_target ON reviews (target);
CREATE TRIGGER reviews_keep BEFORE UPDATE ON reviews BEGIN
  SELECT RAISE(ABORT, 'decisions are only added, never changed');
END;
CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews BEGIN
  SELECT RAISE(ABORT, 'decisions are only added, never removed');
END;

CREATE VIRTUAL TABLE reports_text USING fts5 (
  title, text, content='reports', content_rowid='report_id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER reports_text_in AFTER INSERT ON reports BEGIN
  INSERT INTO reports_text (rowid, title, text) VALUES (new.report_id, new.title, new.text);
END;
CREATE TRIGGER reports_text_out AFTER DELETE ON reports BEGIN
  INSERT INTO reports_text (reports_text, rowid, title, text)
  VALUES ('delete', old.report_id, old.title, old.text);
END;
CREATE TRIGGER reports_text_change AFTER UPDATE OF title, text ON reports BEGIN
  INSERT INTO reports_text (reports_text, rowid, title, text)
  VALUES ('delete', old.report_id, old.title, old.text);
  INSERT INTO reports_text (rowid, title, text) VALUES (new.report_id, new.title, new.text);
END;

CREATE VIEW claims_read AS
SELECT r.id AS report, r.status, r.outlet, r.language, r.published, c.report_id, c.idx AS claim,
  c.type, c.modes, c.polarity, c.modality,
  (SELECT group_concat(coalesce(a.name, substr(r.text, a.start + 1, a.end - a.start)), '; ')
     FROM claim_actors ca JOIN actors a ON a.report_id = ca.report_id AND a.idx = ca.actor
    WHERE ca.report_id = c.report_id AND ca.claim = c.idx AND ca.role = 'actor') AS actors,
  (SELECT group_concat(coalesce(a.name, substr(r.text, a.start + 1, a.end - a.start)), '; ')
     FROM claim_actors ca JOIN actors a ON a.report_id = ca.report_id AND a.idx = ca.actor
    WHERE ca.report_id = c.report_id AND ca.claim = c.idx AND ca.role = 'recipient') AS recipients,
  substr(r.text, c.start + 1, c.end - c.start) AS words,
  c.first_day, c.last_day, p.name AS place, p.country,
  t.source_kind, t.source_name, t.source_code, t.stance, t.distance, c.confidence
FROM claims c
JOIN reports r USING (report_id)
JOIN attributions t ON t.report_id = c.report_id AND t.idx = c.attribution
LEFT JOIN places p ON p.report_id = c.report_id AND p.idx = c.place;
";
