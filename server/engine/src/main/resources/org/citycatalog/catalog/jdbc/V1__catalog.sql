-- One script for both databases: ${text}, ${number} and ${options} are set by Database.
-- Instants are UTC, ISO 8601 with nine digits after the point, so that their order is that of their text.

CREATE TABLE provider (
  namespace ${text} PRIMARY KEY,
  code ${text} NOT NULL UNIQUE,
  document ${text} NOT NULL
) ${options};

CREATE TABLE dataset (
  id ${text} PRIMARY KEY,
  provider ${text} NOT NULL REFERENCES provider (namespace),
  state ${text} NOT NULL,
  revision ${number} NOT NULL,
  sequence ${number} NOT NULL,
  registered ${text} NOT NULL,
  modified ${text} NOT NULL,
  version ${number},
  entry ${text} NOT NULL
) ${options};

CREATE TABLE revision (
  dataset ${text} NOT NULL REFERENCES dataset (id),
  revision ${number} NOT NULL,
  state ${text} NOT NULL,
  at ${text} NOT NULL,
  made_by ${text} NOT NULL,
  note ${text},
  entry ${text} NOT NULL,
  PRIMARY KEY (dataset, revision)
) ${options};

CREATE TABLE load (
  id ${text} PRIMARY KEY,
  dataset ${text} NOT NULL REFERENCES dataset (id),
  state ${text} NOT NULL,
  started ${text} NOT NULL,
  document ${text} NOT NULL
) ${options};

CREATE INDEX load_of_dataset ON load (dataset, started);
CREATE INDEX load_by_state ON load (state);

CREATE TABLE version (
  dataset ${text} NOT NULL REFERENCES dataset (id),
  number ${number} NOT NULL,
  load ${text} NOT NULL REFERENCES load (id),
  loaded ${text} NOT NULL,
  table_schema ${text} NOT NULL,
  source ${text} NOT NULL,
  kept ${number} NOT NULL,
  rejected ${number} NOT NULL,
  unreadable ${number} NOT NULL,
  PRIMARY KEY (dataset, number)
) ${options};

-- No table refers to a change, and a change to none: it outlives what it tells of.
CREATE TABLE change (
  sequence ${number} PRIMARY KEY,
  dataset ${text} NOT NULL,
  kind ${text} NOT NULL,
  revision ${number} NOT NULL,
  version ${number},
  at ${text} NOT NULL
) ${options};

-- The last number given. Its row is the lock that makes writers take turns.
CREATE TABLE change_counter (
  one ${number} PRIMARY KEY CHECK (one = 1),
  last ${number} NOT NULL
) ${options};

INSERT INTO change_counter (one, last) VALUES (1, 0);

CREATE TABLE api_key (
  id ${text} PRIMARY KEY,
  hash ${text} NOT NULL UNIQUE,
  label ${text} NOT NULL,
  kind ${text} NOT NULL,
  provider ${text},
  organisation ${text},
  made ${text} NOT NULL,
  revoked ${text}
) ${options};
