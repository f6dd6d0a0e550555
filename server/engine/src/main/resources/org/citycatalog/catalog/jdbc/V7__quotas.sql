-- What is used of quotas, and the limits that were set for keys, organisations and datasets.

CREATE TABLE quota_use (
  subject ${text} NOT NULL,
  -- A day, or empty for all time.
  period ${text} NOT NULL,
  calls ${number} NOT NULL,
  row_count ${number} NOT NULL,
  byte_count ${number} NOT NULL,
  PRIMARY KEY (subject, period)
) ${options};

CREATE TABLE use_limit (
  subject ${text} PRIMARY KEY,
  revision ${number} NOT NULL,
  document ${text} NOT NULL
) ${options};
