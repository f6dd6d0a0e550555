package org.citycatalog.sharing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The name of what a permit allows: a hash over all of it.
final class Scope {
  private Scope() {}

  static String of(Permit permit) {
    List<String> parts = new ArrayList<>();
    parts.add(permit.basis().name());
    permit
        .grant()
        .ifPresent(grant -> {
          parts.add(grant.id());
          parts.add(Long.toString(grant.epoch()));
        });
    parts.add(String.valueOf(permit.rows().orElse(null)));
    for (Permit.PermittedColumn column : permit.columns()) {
      parts.add(column.item().name());
      parts.add(column.mask().toString());
      parts.add(column.rights().stream().sorted().toList().toString());
    }
    return hash(parts);
  }

  private static String hash(List<String> parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        sha256.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
      }
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
