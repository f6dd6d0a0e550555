package org.citycatalog.app.api;

import org.citycatalog.catalog.DatasetId;
import org.citycatalog.rows.cube.CubeReleases;
import org.citycatalog.search.CatalogFollower;

/// Those who follow what becomes of datasets. Whoever changes an entry, what is proposed of it or
/// its newest version tells them.
public final class DatasetFollowers {
  private final CubeReleases cubes;
  private final CatalogFollower search;

  public DatasetFollowers(CubeReleases cubes, CatalogFollower search) {
    this.cubes = cubes;
    this.search = search;
  }

  /// Considers the statistics of a dataset, and has search follow soon.
  public void changed(DatasetId dataset) {
    cubes.consider(dataset);
    search.nudge();
  }
}
