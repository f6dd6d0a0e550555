package org.citycatalog.sharing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Uscc;
import org.jspecify.annotations.Nullable;

/// A conditional share as it was agreed: who reads which rows and columns of one dataset, how, what
/// for and until when.
///
/// @param id random
/// @param request the access request it was approved from
/// @param organisation who receives the data
/// @param kind what kind of caller that is
/// @param purpose the only purpose it is of use for
/// @param rows CQL2 text, null for all rows
/// @param columns name and mask of every column given, in their order; a column that is not named
///   is not given
/// @param clearance the highest level among the columns given
/// @param notBefore first instant
/// @param notAfter the first instant at which it is over
/// @param quota what may be read in all
/// @param epoch counts the changes; whatever was made under another epoch is dead
/// @param maskKey 32 secret bytes of this grant alone, for its pseudonyms
public record Grant(
    String id,
    String request,
    DatasetId dataset,
    Uscc organisation,
    Caller.Kind kind,
    Purpose purpose,
    @Nullable String rows,
    Map<String, Mask> columns,
    Level clearance,
    Instant notBefore,
    Instant notAfter,
    Quota quota,
    State state,
    long epoch,
    Secret maskKey,
    List<String> approvedBy) {
  public Grant {
    columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    approvedBy = List.copyOf(approvedBy);
    if (!notBefore.isBefore(notAfter)) {
      throw new IllegalArgumentException("a grant must end after it begins");
    }
  }

  /// Where a grant is in its life.
  public enum State {
    ACTIVE,
    SUSPENDED,
    EXPIRED,
    REVOKED,
    /// Over, and the recipient has attested that what was received is destroyed or returned.
    CLOSED;

    /// Whether somebody may move a grant from here to another state. Nobody moves it to expired:
    /// the clock does.
    public boolean leadsTo(State to) {
      return switch (this) {
        case ACTIVE -> to == SUSPENDED || to == REVOKED;
        case SUSPENDED -> to == ACTIVE || to == REVOKED;
        case EXPIRED, REVOKED -> to == CLOSED;
        case CLOSED -> false;
      };
    }

    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// Bytes that no log and no message shows.
  public static final class Secret {
    private final byte[] bytes;

    public Secret(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Secret secret
          && java.security.MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "(secret)";
    }
  }

  /// Where it is at an instant: what nobody has ended the clock ends.
  public State stateAt(Instant now) {
    return (state == State.ACTIVE || state == State.SUSPENDED) && !now.isBefore(notAfter)
        ? State.EXPIRED
        : state;
  }

  /// Whether it may still be read under, now or after a resumption.
  public boolean isInForce(Instant now) {
    return switch (stateAt(now)) {
      case ACTIVE, SUSPENDED -> true;
      case EXPIRED, REVOKED, CLOSED -> false;
    };
  }

  /// The same grant in another state, under the next epoch.
  public Grant moved(State to) {
    return next(to, maskKey);
  }

  /// The same grant with another key for its pseudonyms, under the next epoch.
  public Grant withMaskKey(Secret other) {
    return next(state, other);
  }

  private Grant next(State to, Secret key) {
    return new Grant(
        id,
        request,
        dataset,
        organisation,
        kind,
        purpose,
        rows,
        columns,
        clearance,
        notBefore,
        notAfter,
        quota,
        to,
        epoch + 1,
        key,
        approvedBy);
  }

  /// Why the grant is of no use at an instant for a purpose; empty where it is.
  public Optional<String> objection(Purpose asked, Instant now) {
    return switch (stateAt(now)) {
      case SUSPENDED -> Optional.of("grant-suspended");
      case REVOKED -> Optional.of("grant-revoked");
      case EXPIRED, CLOSED -> Optional.of("grant-expired");
      case ACTIVE -> {
        if (now.isBefore(notBefore)) {
          yield Optional.of("grant-not-yet");
        }
        yield purpose.equals(asked) ? Optional.empty() : Optional.of("purpose-not-granted");
      }
    };
  }
}
