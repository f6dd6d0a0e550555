package org.citycatalog.sdk;

import java.util.List;
import org.citycatalog.sdk.api.KeysApi;
import org.citycatalog.sdk.model.Key;
import org.citycatalog.sdk.model.KeyRequest;
import org.citycatalog.sdk.model.NewKey;

/// The API keys of a server; for its operator.
public final class Keys {
  private final KeysApi api;

  Keys(KeysApi api) {
    this.api = api;
  }

  /// Lists the keys, without their secrets.
  ///
  /// @return the keys, revoked ones too
  public List<Key> list() {
    return api.listKeys().body().keys();
  }

  /// Makes a key.
  ///
  /// @param request what it is for
  /// @return the key and its secret, which is never shown again
  public NewKey add(KeyRequest request) {
    return api.addKey(request).body();
  }

  /// Revokes a key from the next request on.
  ///
  /// @param id the key's id
  public void revoke(String id) {
    api.revokeKey(id);
  }
}
