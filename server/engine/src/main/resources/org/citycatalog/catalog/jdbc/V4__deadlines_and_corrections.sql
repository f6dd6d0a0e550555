-- Requests that may become overdue and have not been noted as that; and reports of errors in rows
-- or descriptions, which outlive the datasets and keys that they speak of.

ALTER TABLE access_request ADD COLUMN watched ${number} NOT NULL DEFAULT 1;
CREATE INDEX access_request_watched ON access_request (watched);

CREATE TABLE correction (
  id ${text} PRIMARY KEY,
  dataset ${text} NOT NULL,
  provider ${text} NOT NULL,
  organisation ${text},
  reporter ${text} NOT NULL,
  revision ${number} NOT NULL,
  is_open ${number} NOT NULL,
  watched ${number} NOT NULL,
  made ${text} NOT NULL,
  document ${text} NOT NULL
) ${options};

CREATE INDEX correction_of_provider ON correction (provider);
CREATE INDEX correction_of_organisation ON correction (organisation);
CREATE INDEX correction_of_reporter ON correction (reporter);
CREATE INDEX correction_watched ON correction (watched);
