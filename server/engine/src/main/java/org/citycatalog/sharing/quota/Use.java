package org.citycatalog.sharing.quota;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.Exhausted;
import org.citycatalog.sharing.ExhaustedException;
import org.jspecify.annotations.Nullable;

/// What one answer uses up, in the order call, rows, bytes: nothing leaves that was not taken
/// before. For one thread.
public final class Use {
  private final Quotas quotas;
  private final List<Quotas.Bound> bounds;
  private Amount taken = Amount.ZERO;

  Use(Quotas quotas, List<Quotas.Bound> bounds) {
    this.quotas = quotas;
    this.bounds = List.copyOf(bounds);
  }

  /// Takes the call.
  ///
  /// @return the bound that does not allow it; then nothing is taken
  public Optional<Exhausted> call() {
    return take(Amount.CALL);
  }

  /// Takes rows that are to leave, all of them before the first byte does.
  ///
  /// @return the bound that does not allow it; then the call is given back, too
  public Optional<Exhausted> rows(long rows) {
    Optional<Exhausted> exhausted = take(Amount.rows(rows));
    if (exhausted.isPresent()) {
      cancel();
    }
    return exhausted;
  }

  /// Gives back all that was taken: nothing has left.
  public void cancel() {
    giveBack(taken);
  }

  /// A disclosure that takes each byte before it leaves, and gives back the rows that did not.
  public Disclosure counting(Disclosure disclosure) {
    return bounds.isEmpty() ? disclosure : new Counting(disclosure);
  }

  private Optional<Exhausted> take(Amount wanted) {
    if (wanted.equals(Amount.ZERO)) {
      return Optional.empty();
    }
    for (int i = 0; i < bounds.size(); i++) {
      Quotas.Bound bound = bounds.get(i);
      if (quotas.take(bound.counter(), wanted, bound.quota())
          instanceof Account.Taking.Lacking(String what, long left)) {
        bounds.subList(0, i).forEach(before -> quotas.put(before.counter(), wanted));
        return Optional.of(exhausted(bound, what, left, wanted));
      }
    }
    taken = taken.plus(wanted);
    return Optional.empty();
  }

  private void giveBack(Amount amount) {
    if (!amount.equals(Amount.ZERO)) {
      bounds.forEach(bound -> quotas.put(bound.counter(), amount));
      taken = taken.minus(amount);
    }
  }

  private Exhausted exhausted(Quotas.Bound bound, String what, long left, Amount wanted) {
    long most =
        switch (what) {
          case "calls" -> orZero(bound.quota().calls());
          case "rows" -> orZero(bound.quota().rows());
          default -> orZero(bound.quota().bytes());
        };
    String per = bound.grant() ? "in all" : "a day";
    // What others have used up is not told.
    String rest =
        bound.shared() ? "and this answer has more than are left" : left(what, left, wanted);
    String detail = "%s gets %d %s %s, %s".formatted(bound.whose(), most, what, per, rest);
    return bound.grant()
        ? new Exhausted("grant-exhausted", detail, OptionalLong.empty())
        : new Exhausted("quota-exhausted", detail, OptionalLong.of(quotas.secondsToTheNextDay()));
  }

  private static String left(String what, long left, Amount wanted) {
    return what.equals("rows")
        ? "%d are left, and this answer has %d".formatted(left, wanted.rows())
        : "%d are left".formatted(left);
  }

  private static long orZero(@Nullable Long bound) {
    return bound == null ? 0 : bound;
  }

  private final class Counting implements Disclosure {
    private final Disclosure disclosure;
    private boolean over;

    Counting(Disclosure disclosure) {
      this.disclosure = disclosure;
    }

    @Override
    public void announced() {
      disclosure.announced();
    }

    @Override
    public void leaving(long bytes) {
      Optional<Exhausted> exhausted = take(Amount.bytes(bytes));
      if (exhausted.isPresent()) {
        throw new ExhaustedException(exhausted.get());
      }
    }

    @Override
    public void left(long rows, long bytes) {
      disclosure.left(rows, bytes);
    }

    @Override
    public void ended(long rows, long bytes, boolean whole) {
      disclosure.ended(rows, bytes, whole);
      if (!over) {
        over = true;
        giveBack(Amount.rows(Math.max(0, taken.rows() - rows)));
      }
    }
  }
}
