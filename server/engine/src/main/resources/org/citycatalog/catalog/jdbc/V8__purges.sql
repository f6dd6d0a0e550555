-- Purges, and what is left of what they destroyed.

CREATE TABLE purge (
  id ${text} PRIMARY KEY,
  provider ${text},
  state ${text} NOT NULL,
  revision ${number} NOT NULL,
  made ${text} NOT NULL,
  document ${text} NOT NULL
) ${options};

CREATE INDEX purge_of_provider ON purge (provider);
CREATE INDEX purge_by_state ON purge (state);

CREATE TABLE purged_version (
  dataset ${text} NOT NULL REFERENCES dataset (id),
  number ${number} NOT NULL,
  load ${text} NOT NULL,
  loaded ${text} NOT NULL,
  table_schema ${text} NOT NULL,
  purge ${text} NOT NULL,
  at ${text} NOT NULL,
  PRIMARY KEY (dataset, number)
) ${options};

-- With the key of the data folder, a dataset's salt makes the seals of what was looked for in it.
CREATE TABLE literal_salt (
  dataset ${text} PRIMARY KEY,
  salt ${text} NOT NULL
) ${options};
