-- A key and its successors are one holder's: the first of them is the root of all.

ALTER TABLE api_key ADD COLUMN root ${text};

WITH RECURSIVE chain (id, root) AS (
  SELECT id, id FROM api_key
    WHERE id NOT IN (SELECT successor FROM api_key WHERE successor IS NOT NULL)
  UNION ALL
  SELECT api_key.successor, chain.root FROM chain JOIN api_key ON api_key.id = chain.id
    WHERE api_key.successor IS NOT NULL
)
UPDATE api_key SET root = (SELECT chain.root FROM chain WHERE chain.id = api_key.id);

-- What was set for a successor holds for all keys of its holder; of several, what was set for the
-- newest of them.
INSERT INTO use_limit (subject, revision, document)
  SELECT 'key ' || api_key.root, use_limit.revision, use_limit.document
    FROM use_limit JOIN api_key ON use_limit.subject = 'key ' || api_key.id
    WHERE api_key.id <> api_key.root AND NOT EXISTS (
      SELECT 1 FROM use_limit newer JOIN api_key later ON newer.subject = 'key ' || later.id
        WHERE later.root = api_key.root AND later.made > api_key.made)
  ON CONFLICT (subject) DO UPDATE
    SET revision = use_limit.revision + 1, document = excluded.document;

DELETE FROM use_limit
  WHERE subject IN (SELECT 'key ' || id FROM api_key WHERE id <> root);

-- Who reported an error is the holder, too.
UPDATE correction
  SET reporter = (SELECT root FROM api_key WHERE api_key.id = correction.reporter)
  WHERE reporter IN (SELECT id FROM api_key);
