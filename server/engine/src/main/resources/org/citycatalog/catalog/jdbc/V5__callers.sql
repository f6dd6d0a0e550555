-- What a key may be used for and how it is followed by another, and people with their sessions.

-- Purposes that a key may state, with spaces between them; null where it may state any.
ALTER TABLE api_key ADD COLUMN purposes ${text};
ALTER TABLE api_key ADD COLUMN division ${text};
ALTER TABLE api_key ADD COLUMN clearance ${text};
-- The key that took the place of this one.
ALTER TABLE api_key ADD COLUMN successor ${text};
-- To the minute, and written some time after the use.
ALTER TABLE api_key ADD COLUMN last_used ${text};

CREATE TABLE account (
  id ${text} PRIMARY KEY,
  name ${text} NOT NULL UNIQUE,
  password ${text} NOT NULL,
  revision ${number} NOT NULL,
  made ${text} NOT NULL,
  locked_until ${text},
  document ${text} NOT NULL
) ${options};

CREATE TABLE session (
  id ${text} PRIMARY KEY,
  hash ${text} NOT NULL UNIQUE,
  account ${text} NOT NULL REFERENCES account (id),
  made ${text} NOT NULL,
  ends ${text} NOT NULL,
  last_used ${text} NOT NULL,
  ended ${text}
) ${options};

CREATE INDEX session_of_account ON session (account, ended);
