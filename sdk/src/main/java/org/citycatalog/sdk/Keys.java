package org.citycatalog.sdk;

import java.time.Duration;
import java.util.List;
import org.citycatalog.sdk.api.KeysApi;
import org.citycatalog.sdk.model.Key;
import org.citycatalog.sdk.model.KeyList;
import org.citycatalog.sdk.model.KeyRequest;
import org.citycatalog.sdk.model.KeyRotation;
import org.citycatalog.sdk.model.NewKey;
import org.citycatalog.sdk.model.RotatedKey;

/// The API keys of a server; for its operator and, each his own, for who holds them.
public final class Keys {
  private final KeysApi api;

  Keys(KeysApi api) {
    this.api = api;
  }

  /// Lists the keys, without their secrets.
  ///
  /// @return the keys, revoked ones too
  public List<Key> list() {
    return Cursors.all(
        (limit, cursor) -> api.listKeys(limit, cursor).body(), KeyList::keys, KeyList::next);
  }

  /// Makes a key.
  ///
  /// @param request what it is for
  /// @return the key and its secret, which is never shown again
  public NewKey add(KeyRequest request) {
    return api.addKey(request).body();
  }

  /// Reads the key that this catalog was connected with: what it may, until when, and when it was
  /// used before.
  ///
  /// @return the key, without its secret
  public Key current() {
    return api.getCurrentKey().body();
  }

  /// Makes a successor of a key, with the same rights and the same end; for its holder and for the
  /// operator. Connect anew with the successor's secret while the old key is still of use.
  ///
  /// @param id the key's id
  /// @param overlap how long the old key is of use beside the new one, in whole hours up to 30 days
  /// @return the successor and its secret, which is never shown again
  /// @throws IllegalArgumentException if the overlap is not in whole hours: a shorter one would end
  ///   the old key sooner than was meant
  /// @throws org.citycatalog.sdk.error.ConflictException if it has a successor or is over
  public RotatedKey rotate(String id, Duration overlap) {
    if (overlap.isNegative() || !overlap.equals(Duration.ofHours(overlap.toHours()))) {
      throw new IllegalArgumentException("the overlap must be whole hours but was " + overlap);
    }
    int hours = Math.toIntExact(overlap.toHours());
    return api.rotateKey(id, KeyRotation.builder().overlapHours(hours).build()).body();
  }

  /// Revokes a key from the next request on.
  ///
  /// @param id the key's id
  public void revoke(String id) {
    api.revokeKey(id);
  }
}
