package org.citycatalog.sdk;

import org.citycatalog.sdk.api.LimitsApi;
import org.citycatalog.sdk.model.DatasetLimits;
import org.citycatalog.sdk.model.Limits;

/// How fast and how much is read: the operator bounds keys and organisations, a provider the
/// readers of its datasets. What is set replaces what was set before, from the next request on.
public final class UseLimits {
  private final LimitsApi api;

  UseLimits(LimitsApi api) {
    this.api = api;
  }

  /// Reads the limits of a key; for the operator.
  ///
  /// @param key the key's id
  /// @return what was set
  public Limits ofKey(String key) {
    return api.getKeyLimits(key).body();
  }

  /// Sets the limits of a key; for the operator.
  ///
  /// @param key the key's id
  /// @param limits what holds from now on
  /// @return what was set
  public Limits setForKey(String key, Limits limits) {
    return api.setKeyLimits(key, limits).body();
  }

  /// Reads the limits of all keys of an organisation together; for the operator.
  ///
  /// @param code its unified social credit code
  /// @return what was set
  public Limits ofOrganisation(String code) {
    return api.getOrganisationLimits(code).body();
  }

  /// Sets the limits of all keys of an organisation together; for the operator.
  ///
  /// @param code its unified social credit code
  /// @param limits what holds from now on
  /// @return what was set
  public Limits setForOrganisation(String code, Limits limits) {
    return api.setOrganisationLimits(code, limits).body();
  }

  /// Reads what each reader of a dataset gets a day; for its provider and the operator.
  ///
  /// @param dataset the dataset, `provider.name`
  /// @return what was set
  public DatasetLimits ofDataset(String dataset) {
    return api.getDatasetLimits(dataset).body();
  }

  /// Sets what each reader of a dataset gets a day; for its provider and the operator.
  ///
  /// @param dataset the dataset, `provider.name`
  /// @param limits what holds from now on
  /// @return what was set
  public DatasetLimits setForDataset(String dataset, DatasetLimits limits) {
    return api.setDatasetLimits(dataset, limits).body();
  }
}
