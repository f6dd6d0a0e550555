-- Requests for access, the grants they became, and what happened to both. They outlive the datasets
-- and keys that they speak of, so they refer to none.

CREATE TABLE access_request (
  id ${text} PRIMARY KEY,
  provider ${text} NOT NULL,
  organisation ${text} NOT NULL,
  revision ${number} NOT NULL,
  made ${text} NOT NULL,
  document ${text} NOT NULL
) ${options};

CREATE INDEX access_request_of_provider ON access_request (provider);
CREATE INDEX access_request_of_organisation ON access_request (organisation);

CREATE TABLE data_grant (
  id ${text} PRIMARY KEY,
  provider ${text} NOT NULL,
  organisation ${text} NOT NULL,
  epoch ${number} NOT NULL,
  made ${text} NOT NULL,
  document ${text} NOT NULL
) ${options};

CREATE INDEX data_grant_of_provider ON data_grant (provider);
CREATE INDEX data_grant_of_organisation ON data_grant (organisation);

CREATE TABLE contract_event (
  subject ${text} NOT NULL,
  number ${number} NOT NULL,
  document ${text} NOT NULL,
  PRIMARY KEY (subject, number)
) ${options};

ALTER TABLE api_key ADD COLUMN data_grant ${text};
ALTER TABLE api_key ADD COLUMN expires ${text};
