-- Requests that wait for somebody, of which an organisation has so many and no more.

ALTER TABLE access_request ADD COLUMN is_open ${number} NOT NULL DEFAULT 1;

-- Within a text of the document its quotation marks have a backslash before them.
UPDATE access_request SET is_open = 0
  WHERE document LIKE '%"state":"APPROVED"%' OR document LIKE '%"state":"REFUSED"%'
    OR document LIKE '%"state":"RETURNED"%' OR document LIKE '%"state":"COORDINATED"%';

CREATE INDEX access_request_open ON access_request (organisation, is_open);
