-- Changes of rules, keys and grants that the ledger does not have yet: written with the change itself,
-- deleted when the ledger has them.

CREATE TABLE change_to_record (
  id ${text} PRIMARY KEY,
  at ${text} NOT NULL,
  document ${text} NOT NULL
) ${options};
