package org.citycatalog.catalog;

/// Where an entry is in its life.
public enum DatasetState {
  DRAFT,
  PUBLISHED,
  WITHDRAWN
}
