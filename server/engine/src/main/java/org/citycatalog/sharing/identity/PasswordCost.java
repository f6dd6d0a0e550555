package org.citycatalog.sharing.identity;

/// The work that Argon2id does for a password, and so does whoever tries many.
///
/// @param memoryKib in KiB
/// @param passes over that memory
public record PasswordCost(int memoryKib, int passes) {
  /// The least that OWASP's Password Storage Cheat Sheet advises (2024): 19 MiB and two passes.
  public static final PasswordCost DEFAULT = new PasswordCost(19_456, 2);
}
