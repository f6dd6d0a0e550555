-- Changes of datasets that two persons have to be of one mind about, and what was decided.

CREATE TABLE proposed_change (
  dataset ${text} NOT NULL REFERENCES dataset (id),
  number ${number} NOT NULL,
  document ${text} NOT NULL,
  PRIMARY KEY (dataset, number)
) ${options};
