package org.citycatalog.cql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.catalog.Value;

/// The numbers a column can hold, and comparisons of such a column with any number at all.
///
/// A filter may name a number that no cell can hold: 10.5 in a column of whole numbers, or one
/// beyond 64 bits. The comparison still has a truth for every number that is there, and none where
/// there is no number; so it is written as comparisons with numbers the column can hold that say
/// the same in three-valued logic.
enum NumberRange {
  WHOLE(0) {
    @Override
    Value value(BigDecimal number) {
      return new Value.Int(number.longValueExact());
    }
  },
  DECIMAL(18) {
    @Override
    Value value(BigDecimal number) {
      if (number.signum() == 0) {
        return new Value.Decimal(BigDecimal.ZERO);
      }
      BigDecimal shortest = number.stripTrailingZeros();
      return new Value.Decimal(shortest.scale() < 0 ? shortest.setScale(0) : shortest);
    }
  };

  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final int fractionDigits;

  NumberRange(int fractionDigits) {
    this.fractionDigits = fractionDigits;
  }

  /// The cell value of a number that the column can hold.
  abstract Value value(BigDecimal number);

  Predicate compare(String column, Predicate.Operator operator, BigDecimal number) {
    if (number.compareTo(MOST) > 0) {
      return switch (operator) {
        case NOT_EQUAL, LESS, AT_MOST -> anyNumber(column);
        case EQUAL, GREATER, AT_LEAST -> noNumber(column);
      };
    }
    if (number.compareTo(LEAST) < 0) {
      return switch (operator) {
        case NOT_EQUAL, GREATER, AT_LEAST -> anyNumber(column);
        case EQUAL, LESS, AT_MOST -> noNumber(column);
      };
    }
    BigDecimal below = round(number, RoundingMode.FLOOR);
    BigDecimal above = round(number, RoundingMode.CEILING);
    if (below.compareTo(number) == 0) {
      return new Predicate.Comparison(column, operator, value(below));
    }
    return switch (operator) {
      case EQUAL ->
          new Predicate.And(
              List.of(
                  comparison(column, Predicate.Operator.GREATER, below),
                  comparison(column, Predicate.Operator.LESS, above)));
      case NOT_EQUAL ->
          new Predicate.Or(
              List.of(
                  comparison(column, Predicate.Operator.AT_MOST, below),
                  comparison(column, Predicate.Operator.AT_LEAST, above)));
      case LESS, AT_MOST -> comparison(column, Predicate.Operator.AT_MOST, below);
      case GREATER, AT_LEAST -> comparison(column, Predicate.Operator.AT_LEAST, above);
    };
  }

  Predicate between(String column, BigDecimal low, BigDecimal high) {
    if (low.compareTo(MOST) > 0 || high.compareTo(LEAST) < 0) {
      return noNumber(column);
    }
    return new Predicate.Between(
        column,
        value(round(low.max(LEAST), RoundingMode.CEILING)),
        value(round(high.min(MOST), RoundingMode.FLOOR)));
  }

  Predicate in(String column, List<BigDecimal> numbers) {
    List<Value> values = new ArrayList<>();
    for (BigDecimal number : numbers) {
      if (number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0) {
        BigDecimal below = round(number, RoundingMode.FLOOR);
        if (below.compareTo(number) == 0) {
          values.add(value(below));
        }
      }
    }
    return values.isEmpty() ? noNumber(column) : new Predicate.In(column, values);
  }

  private Predicate comparison(String column, Predicate.Operator operator, BigDecimal number) {
    return new Predicate.Comparison(column, operator, value(number));
  }

  /// True where there is a number.
  private Predicate anyNumber(String column) {
    return comparison(column, Predicate.Operator.AT_MOST, MOST);
  }

  /// False where there is a number.
  private Predicate noNumber(String column) {
    return new Predicate.Not(anyNumber(column));
  }

  private BigDecimal round(BigDecimal number, RoundingMode mode) {
    BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(-fractionDigits);
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (number.abs().compareTo(unit)
        < 0) { // setScale would first write out every zero of 1e-999999999
      boolean down = mode == RoundingMode.FLOOR;
      if (number.signum() > 0) {
        return down ? BigDecimal.ZERO : unit;
      }
      return down ? unit.negate() : BigDecimal.ZERO;
    }
    return number.setScale(fractionDigits, mode);
  }
}
