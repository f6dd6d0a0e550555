package org.citycatalog.cql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.TableSchema;
import org.jspecify.annotations.Nullable;

/// Reads one filter by recursive descent.
final class Parser {
  private static final String FUNCTIONS =
      "CASEI, S_INTERSECTS, S_WITHIN, S_DWITHIN, DISTANCE, T_AFTER, T_BEFORE, T_EQUALS, T_DURING"
          + " and T_INTERSECTS";

  private final Tokens tokens;
  private final Map<String, Item> items = new HashMap<>();
  private Token token = new Token(Token.Kind.END, "", 0, 0);
  private @Nullable Token after;
  private int parts;
  private int patterns;
  private int openPatterns;

  Parser(String text, TableSchema view) {
    this.tokens = new Tokens(text);
    for (Item item : view.items()) {
      items.put(item.name(), item);
    }
  }

  Predicate parse() throws MistakeException {
    token = tokens.next();
    if (token.kind() == Token.Kind.END) {
      throw MistakeException.syntax(0, "The filter is empty; leave it out to get every row.");
    }
    Predicate whole = any(0);
    if (token.kind() != Token.Kind.END) {
      throw leftOver();
    }
    return whole;
  }

  private MistakeException leftOver() {
    return switch (token.kind()) {
      case ARITHMETIC -> noArithmetic();
      case END, WORD, QUOTED, STRING, NUMBER, SYMBOL ->
          MistakeException.syntax(
              token.position(),
              "AND, OR or the end of the filter must come here, but it is %s."
                  .formatted(token.shown()));
    };
  }

  private Predicate any(int level) throws MistakeException {
    Predicate first = all(level);
    if (!token.isWord("OR")) {
      return first;
    }
    List<Predicate> alternatives = new ArrayList<>(List.of(first));
    while (token.isWord("OR")) {
      advance();
      alternatives.add(all(level));
    }
    return counted(new Predicate.Or(alternatives));
  }

  private Predicate all(int level) throws MistakeException {
    Predicate first = one(level);
    if (!token.isWord("AND")) {
      return first;
    }
    List<Predicate> conditions = new ArrayList<>(List.of(first));
    while (token.isWord("AND")) {
      advance();
      conditions.add(one(level));
    }
    return counted(new Predicate.And(conditions));
  }

  private Predicate one(int level) throws MistakeException {
    if (level > Cql2Text.MAX_LEVELS) {
      throw new MistakeException(
          "filter-too-complex",
          token.position(),
          "The filter is nested more than %d levels deep.".formatted(Cql2Text.MAX_LEVELS));
    }
    if (token.isWord("NOT")) {
      advance();
      return counted(new Predicate.Not(one(level + 1)));
    }
    if (token.isSymbol("(")) {
      advance();
      Predicate inside = any(level + 1);
      close();
      return inside;
    }
    return counted(condition());
  }

  private Predicate condition() throws MistakeException {
    if (startsLiteral()) {
      Literal literal = literal();
      if (literal.kind() == Literal.Kind.TRUTH && operator() == null) {
        return new Predicate.Constant(literal.text().equals("TRUE"));
      }
      return turnedRound(literal);
    }
    if (token.kind() == Token.Kind.WORD && peek().isSymbol("(") && !isKeyword(token)) {
      return function();
    }
    if (token.kind() == Token.Kind.WORD && !isKeyword(token) || token.kind() == Token.Kind.QUOTED) {
      Token name = token;
      advance();
      return afterColumn(name);
    }
    if (token.kind() == Token.Kind.ARITHMETIC) {
      throw noArithmetic();
    }
    if (token.kind() == Token.Kind.WORD) {
      throw MistakeException.syntax(
          token.position(),
          "%s is a keyword and a condition must come here; a column of that name is written in double quotes."
              .formatted(token.shown()));
    }
    throw MistakeException.syntax(
        token.position(),
        "A condition such as name = 'value' must come here, but it is %s."
            .formatted(token.shown()));
  }

  private Predicate turnedRound(Literal literal) throws MistakeException {
    Predicate.Operator operator = operator();
    if (operator == null) {
      if (token.kind() == Token.Kind.ARITHMETIC) {
        throw noArithmetic();
      }
      throw MistakeException.syntax(
          token.position(),
          "A comparison must follow a value, but it is %s; a condition usually starts with a column."
              .formatted(token.shown()));
    }
    int position = token.position();
    advance();
    if (startsLiteral()) {
      throw MistakeException.unsupported(
          position, "One side of a comparison must be a column; here both are values.");
    }
    Predicate.Operator turned =
        switch (operator) {
          case EQUAL, NOT_EQUAL -> operator;
          case LESS -> Predicate.Operator.GREATER;
          case AT_MOST -> Predicate.Operator.AT_LEAST;
          case GREATER -> Predicate.Operator.LESS;
          case AT_LEAST -> Predicate.Operator.AT_MOST;
        };
    if (token.kind() == Token.Kind.WORD && peek().isSymbol("(") && !isKeyword(token)) {
      if (!token.isWord("DISTANCE")) {
        throw MistakeException.unsupported(
            token.position(),
            "After a value only a column or DISTANCE(…) is understood; write the function first.");
      }
      Token call = token;
      Circle circle = distance();
      return circle.compared(turned, call.position(), metres(literal));
    }
    if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED || isKeyword(token)) {
      throw MistakeException.syntax(
          token.position(), "A column must come here, but it is %s.".formatted(token.shown()));
    }
    Item item = item(token);
    advance();
    return Checker.comparison(item, turned, literal);
  }

  private Predicate afterColumn(Token name) throws MistakeException {
    Predicate.Operator operator = operator();
    if (operator != null) {
      Item item = item(name);
      advance();
      return Checker.comparison(item, operator, operand());
    }
    boolean negated = token.isWord("NOT");
    Token word = negated ? peek() : token;
    if (word.isWord("IN") || word.isWord("LIKE") || word.isWord("BETWEEN")) {
      Item item = item(name);
      if (negated) {
        advance();
      }
      advance();
      Predicate test = wordTest(item, word, name.position());
      return negated ? new Predicate.Not(counted(test)) : test;
    }
    if (token.isWord("IS")) {
      return isNull(item(name));
    }
    if (token.kind() == Token.Kind.ARITHMETIC) {
      throw noArithmetic();
    }
    item(name); // a mistyped column says more than a missing comparison
    throw MistakeException.syntax(
        token.position(),
        "After column %s a comparison, IN, LIKE, BETWEEN or IS NULL must come, but it is %s."
            .formatted(name.shown(), token.shown()));
  }

  private Predicate wordTest(Item item, Token word, int position) throws MistakeException {
    if (word.isWord("IN")) {
      return Checker.in(item, list(false));
    }
    if (word.isWord("BETWEEN")) {
      Literal low = operand();
      keyword("AND");
      return Checker.between(item, low, operand());
    }
    Checker.needText(item, position, "LIKE");
    return like(item, pattern(operand()), false);
  }

  private Predicate isNull(Item item) throws MistakeException {
    advance();
    boolean negated = token.isWord("NOT");
    if (negated) {
      advance();
    }
    keyword("NULL");
    Predicate test = new Predicate.IsNull(item.name());
    return negated ? new Predicate.Not(counted(test)) : test;
  }

  private Predicate function() throws MistakeException {
    Token call = token;
    String name = call.text().toUpperCase(Locale.ROOT);
    return switch (name) {
      case "CASEI" -> anyCase();
      case "S_INTERSECTS", "S_WITHIN" -> withinBox(name);
      case "S_DWITHIN" -> withinDistance();
      case "DISTANCE" -> {
        Circle circle = distance();
        Predicate.Operator operator = operator();
        if (operator == null) {
          if (token.kind() == Token.Kind.ARITHMETIC) {
            throw noArithmetic();
          }
          throw MistakeException.syntax(
              token.position(), "A comparison with metres must follow, such as < 800.");
        }
        advance();
        yield circle.compared(operator, call.position(), metres(operand()));
      }
      case "T_AFTER" -> instant(name, Predicate.Operator.GREATER);
      case "T_BEFORE" -> instant(name, Predicate.Operator.LESS);
      case "T_EQUALS" -> instant(name, Predicate.Operator.EQUAL);
      case "T_DURING" -> interval(name, Predicate.Operator.GREATER, Predicate.Operator.LESS);
      case "T_INTERSECTS" ->
          interval(name, Predicate.Operator.AT_LEAST, Predicate.Operator.AT_MOST);
      default ->
          throw MistakeException.unsupported(
              call.position(),
              "The function %s is not known; known are %s.".formatted(call.shown(), FUNCTIONS));
    };
  }

  private Predicate anyCase() throws MistakeException {
    open();
    int position = token.position();
    Item item = column();
    close();
    Checker.needText(item, position, "CASEI");
    Predicate.Operator operator = operator();
    if (operator == Predicate.Operator.EQUAL || operator == Predicate.Operator.NOT_EQUAL) {
      advance();
      Predicate equal = exactly(item, folded());
      return operator == Predicate.Operator.EQUAL ? equal : new Predicate.Not(counted(equal));
    }
    boolean negated = token.isWord("NOT");
    if (negated) {
      advance();
    }
    Predicate test;
    if (token.isWord("LIKE")) {
      advance();
      test = like(item, pattern(folded()), true);
    } else if (token.isWord("IN")) {
      advance();
      List<Predicate> alternatives = new ArrayList<>();
      for (Literal each : list(true)) {
        alternatives.add(exactly(item, each));
      }
      test = alternatives.size() == 1 ? alternatives.getFirst() : new Predicate.Or(alternatives);
    } else {
      throw MistakeException.unsupported(
          token.position(),
          "After CASEI(column) come =, <>, LIKE or IN, but it is %s.".formatted(token.shown()));
    }
    return negated ? new Predicate.Not(counted(test)) : test;
  }

  private Predicate exactly(Item item, Literal literal) throws MistakeException {
    return like(item, LikePattern.literally(literal.text()), true);
  }

  private Predicate like(Item item, String pattern, boolean anyCase) throws MistakeException {
    if (pattern.length() > Cql2Text.MAX_PATTERN) {
      throw new MistakeException(
          "filter-too-complex",
          token.position(),
          "A pattern has more than %d characters.".formatted(Cql2Text.MAX_PATTERN));
    }
    if (++patterns > Cql2Text.MAX_PATTERNS) {
      throw new MistakeException(
          "filter-too-complex",
          token.position(),
          "The filter has more than %d conditions with LIKE or CASEI."
              .formatted(Cql2Text.MAX_PATTERNS));
    }
    boolean open = LikePattern.of(pattern, anyCase).prefix().isEmpty();
    if (open && ++openPatterns > Cql2Text.MAX_OPEN_PATTERNS) {
      throw new MistakeException(
          "filter-too-complex",
          token.position(),
          "The filter has more than %d conditions with CASEI, or with LIKE and a wildcard first."
              .formatted(Cql2Text.MAX_OPEN_PATTERNS));
    }
    return new Predicate.Like(item.name(), pattern, anyCase);
  }

  /// `CASEI('…')`.
  private Literal folded() throws MistakeException {
    if (!token.isWord("CASEI") || !peek().isSymbol("(")) {
      throw MistakeException.syntax(
          token.position(), "Write CASEI on both sides: CASEI(column) = CASEI('value').");
    }
    open();
    Literal text = operand();
    if (text.kind() != Literal.Kind.STRING) {
      throw MistakeException.type(text.position(), "CASEI takes text in single quotes.");
    }
    close();
    return text;
  }

  private static String pattern(Literal literal) throws MistakeException {
    if (literal.kind() != Literal.Kind.STRING) {
      throw MistakeException.type(
          literal.position(), "LIKE takes a pattern in single quotes, such as '屯溪%'.");
    }
    String pattern = literal.text();
    int backslashes = 0;
    while (backslashes < pattern.length()
        && pattern.charAt(pattern.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    if (backslashes % 2 == 1) {
      throw MistakeException.value(
          literal.position(),
          "The pattern ends in a single \\; write \\\\ for a backslash itself.");
    }
    return pattern;
  }

  private Predicate withinBox(String name) throws MistakeException {
    open();
    int position = token.position();
    Item item = column();
    Checker.needPoint(item, position, name);
    comma();
    if (!token.isWord("BBOX")) {
      throw MistakeException.unsupported(
          token.position(),
          "Only BBOX(west, south, east, north) is understood here, not %s."
              .formatted(token.shown()));
    }
    position = token.position();
    open();
    double west = coordinate(180);
    comma();
    double south = coordinate(90);
    comma();
    double east = coordinate(180);
    comma();
    double north = coordinate(90);
    if (token.isSymbol(",")) {
      throw MistakeException.unsupported(position, "A box has four numbers here, without heights.");
    }
    close();
    close();
    if (south > north) {
      throw MistakeException.value(
          position,
          "The box's south is north of its north; the order is west, south, east, north.");
    }
    return new Predicate.WithinBox(item.name(), west, south, east, north);
  }

  private Predicate withinDistance() throws MistakeException {
    open();
    int position = token.position();
    Item item = column();
    Checker.needPoint(item, position, "S_DWITHIN");
    comma();
    double[] centre = point();
    comma();
    double metres = metres(operand());
    if (token.isSymbol(",")) {
      advance();
      Literal unit = operand();
      if (unit.kind() != Literal.Kind.STRING
          || !List.of("m", "meter", "meters", "metre", "metres")
              .contains(unit.text().toLowerCase(Locale.ROOT))) {
        throw MistakeException.unsupported(unit.position(), "The distance is in metres: 'm'.");
      }
    }
    close();
    return new Predicate.WithinDistance(item.name(), centre[0], centre[1], metres, true);
  }

  private Circle distance() throws MistakeException {
    open();
    int position = token.position();
    Item item = column();
    Checker.needPoint(item, position, "DISTANCE");
    comma();
    double[] centre = point();
    close();
    return new Circle(item.name(), centre[0], centre[1]);
  }

  /// The left side of `DISTANCE(…) < metres`.
  private record Circle(String column, double longitude, double latitude) {
    Predicate compared(Predicate.Operator operator, int position, double metres)
        throws MistakeException {
      return switch (operator) {
        case LESS -> within(metres, false);
        case AT_MOST -> within(metres, true);
        case GREATER -> new Predicate.Not(within(metres, true));
        case AT_LEAST -> new Predicate.Not(within(metres, false));
        case EQUAL, NOT_EQUAL ->
            throw MistakeException.unsupported(
                position, "A distance is compared with <, <=, > or >=.");
      };
    }

    private Predicate within(double metres, boolean inclusive) {
      return new Predicate.WithinDistance(column, longitude, latitude, metres, inclusive);
    }
  }

  /// `POINT(longitude latitude)`.
  private double[] point() throws MistakeException {
    if (!token.isWord("POINT")) {
      throw MistakeException.unsupported(
          token.position(),
          "Only POINT(longitude latitude) is understood here, not %s.".formatted(token.shown()));
    }
    open();
    double longitude = coordinate(180);
    if (token.isSymbol(",")) {
      throw MistakeException.syntax(
          token.position(), "A point is written POINT(longitude latitude), with a space between.");
    }
    double latitude = coordinate(90);
    close();
    return new double[] {longitude, latitude};
  }

  private double coordinate(int most) throws MistakeException {
    Literal literal = operand();
    if (literal.kind() != Literal.Kind.NUMBER) {
      throw MistakeException.type(literal.position(), "A coordinate is a number of degrees.");
    }
    double degrees = new BigDecimal(literal.text()).doubleValue();
    if (Math.abs(degrees) > most) {
      throw MistakeException.value(
          literal.position(),
          "%s lies between -%d and %d, and longitude comes before latitude."
              .formatted(most == 180 ? "Longitude" : "Latitude", most, most));
    }
    return degrees + 0.0; // + 0.0 makes -0.0 plain zero
  }

  private static double metres(Literal literal) throws MistakeException {
    if (literal.kind() != Literal.Kind.NUMBER) {
      throw MistakeException.type(literal.position(), "A distance is a number of metres.");
    }
    double metres = new BigDecimal(literal.text()).doubleValue();
    if (metres < 0 || Double.isInfinite(metres)) {
      throw MistakeException.value(
          literal.position(), "A distance is a number of metres, not negative and not endless.");
    }
    return metres + 0.0;
  }

  private Predicate instant(String name, Predicate.Operator operator) throws MistakeException {
    open();
    int position = token.position();
    Item item = column();
    Checker.needTime(item, position, name);
    comma();
    if (token.isWord("INTERVAL")) {
      throw MistakeException.unsupported(
          token.position(),
          "%s takes one date or time; T_DURING takes an INTERVAL.".formatted(name));
    }
    Literal time = operand();
    close();
    return Checker.comparison(item, operator, time);
  }

  private Predicate interval(String name, Predicate.Operator from, Predicate.Operator to)
      throws MistakeException {
    open();
    int position = token.position();
    Item item = column();
    Checker.needTime(item, position, name);
    comma();
    if (!token.isWord("INTERVAL")) {
      throw MistakeException.unsupported(
          token.position(), "%s takes INTERVAL('from', 'to') here.".formatted(name));
    }
    position = token.position();
    open();
    Literal start = operand();
    comma();
    Literal end = operand();
    close();
    close();
    List<Predicate> ends = new ArrayList<>();
    if (!isOpen(start)) {
      ends.add(Checker.comparison(item, from, start));
    }
    if (!isOpen(end)) {
      ends.add(Checker.comparison(item, to, end));
    }
    if (ends.isEmpty()) {
      throw MistakeException.value(position, "An interval has a start or an end, or both.");
    }
    return ends.size() == 1 ? ends.getFirst() : new Predicate.And(ends);
  }

  private static boolean isOpen(Literal end) {
    return end.kind() == Literal.Kind.STRING && end.text().equals("..");
  }

  private List<Literal> list(boolean folded) throws MistakeException {
    if (!token.isSymbol("(")) {
      throw MistakeException.syntax(
          token.position(), "IN takes values in brackets: IN ('a', 'b').");
    }
    List<Literal> values = new ArrayList<>();
    do {
      advance();
      values.add(folded ? folded() : operand());
      count();
    } while (token.isSymbol(","));
    close();
    return values;
  }

  private boolean startsLiteral() throws MistakeException {
    return switch (token.kind()) {
      case STRING, NUMBER -> true;
      case ARITHMETIC ->
          (token.text().equals("-") || token.text().equals("+"))
              && peek().kind() == Token.Kind.NUMBER;
      case WORD ->
          token.isWord("TRUE")
              || token.isWord("FALSE")
              || (token.isWord("DATE") || token.isWord("TIMESTAMP")) && peek().isSymbol("(");
      case QUOTED, SYMBOL, END -> false;
    };
  }

  /// A value where only a value can stand.
  private Literal operand() throws MistakeException {
    if (startsLiteral()) {
      Literal literal = literal();
      if (token.kind() == Token.Kind.ARITHMETIC
          && !(peek().kind() == Token.Kind.NUMBER && literal.kind() == Literal.Kind.NUMBER)) {
        throw noArithmetic();
      }
      return literal;
    }
    if (token.isWord("NULL")) {
      throw MistakeException.syntax(token.position(), "Write column IS NULL or IS NOT NULL.");
    }
    if (token.isWord("CASEI")) {
      throw MistakeException.syntax(
          token.position(), "Write CASEI on both sides: CASEI(column) = CASEI('value').");
    }
    if (token.kind() == Token.Kind.ARITHMETIC || token.isSymbol("(")) {
      throw noArithmetic();
    }
    if (token.kind() == Token.Kind.WORD && peek().isSymbol("(")) {
      throw MistakeException.unsupported(
          token.position(),
          "A value must come here; the function %s is not known as one.".formatted(token.shown()));
    }
    if (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED) {
      if (items.containsKey(token.text())) {
        throw MistakeException.unsupported(
            token.position(),
            "A column is compared with a value, not with column %s; text is written in single quotes."
                .formatted(token.shown()));
      }
      throw MistakeException.syntax(
          token.position(),
          "A value must come here, but it is %s; text is written in single quotes."
              .formatted(token.shown()));
    }
    throw MistakeException.syntax(
        token.position(), "A value must come here, but it is %s.".formatted(token.shown()));
  }

  private Literal literal() throws MistakeException {
    Token start = token;
    advance();
    return switch (start.kind()) {
      case STRING -> new Literal(Literal.Kind.STRING, start.text(), start.position());
      case NUMBER -> new Literal(Literal.Kind.NUMBER, start.text(), start.position());
      case ARITHMETIC -> {
        Token digits = token;
        advance();
        yield new Literal(Literal.Kind.NUMBER, start.text() + digits.text(), start.position());
      }
      case WORD -> {
        if (!start.isWord("DATE") && !start.isWord("TIMESTAMP")) {
          yield new Literal(
              Literal.Kind.TRUTH, start.text().toUpperCase(Locale.ROOT), start.position());
        }
        advance();
        if (token.kind() != Token.Kind.STRING) {
          throw MistakeException.syntax(
              token.position(),
              "%s takes one text in single quotes."
                  .formatted(start.text().toUpperCase(Locale.ROOT)));
        }
        String text = token.text();
        advance();
        close();
        yield new Literal(
            start.isWord("DATE") ? Literal.Kind.DATE : Literal.Kind.TIMESTAMP,
            text,
            start.position());
      }
      case QUOTED, SYMBOL, END -> throw new IllegalStateException("no literal: " + start);
    };
  }

  private Predicate.@Nullable Operator operator() {
    if (token.kind() == Token.Kind.SYMBOL) {
      for (Predicate.Operator each : Predicate.Operator.values()) {
        if (each.symbol().equals(token.text())) {
          return each;
        }
      }
    }
    return null;
  }

  private Item column() throws MistakeException {
    if (token.kind() == Token.Kind.QUOTED || token.kind() == Token.Kind.WORD && !isKeyword(token)) {
      if (token.kind() == Token.Kind.WORD && peek().isSymbol("(")) {
        throw MistakeException.unsupported(
            token.position(),
            "A column must come here, not the function %s.".formatted(token.shown()));
      }
      Item item = item(token);
      advance();
      return item;
    }
    throw MistakeException.syntax(
        token.position(), "A column must come here, but it is %s.".formatted(token.shown()));
  }

  private Item item(Token name) throws MistakeException {
    Item item = items.get(name.text());
    if (item == null) {
      throw new MistakeException(
          new Parsed.Mistake(
              "unknown-column",
              name.position(),
              "There is no column %s.".formatted(name.shown()),
              Nearest.of(name.text(), items.keySet())));
    }
    return item;
  }

  private static boolean isKeyword(Token word) {
    return Printer.KEYWORDS.contains(word.text().toUpperCase(Locale.ROOT));
  }

  private MistakeException noArithmetic() {
    return MistakeException.unsupported(
        token.position(), "Filters do not calculate; compare a column with a value.");
  }

  private void open() throws MistakeException {
    String name = token.text();
    advance();
    if (!token.isSymbol("(")) {
      throw MistakeException.syntax(
          token.position(), "After %s a ( must come, but it is %s.".formatted(name, token.shown()));
    }
    advance();
  }

  private void close() throws MistakeException {
    expect(")");
  }

  private void comma() throws MistakeException {
    expect(",");
  }

  private void expect(String symbol) throws MistakeException {
    if (!token.isSymbol(symbol)) {
      throw token.kind() == Token.Kind.ARITHMETIC
          ? noArithmetic()
          : MistakeException.syntax(
              token.position(),
              "A %s must come here, but it is %s.".formatted(symbol, token.shown()));
    }
    advance();
  }

  private void keyword(String word) throws MistakeException {
    if (!token.isWord(word)) {
      throw MistakeException.syntax(
          token.position(), "%s must come here, but it is %s.".formatted(word, token.shown()));
    }
    advance();
  }

  private Predicate counted(Predicate predicate) throws MistakeException {
    count();
    return predicate;
  }

  private void count() throws MistakeException {
    if (++parts > Cql2Text.MAX_PARTS) {
      throw new MistakeException(
          "filter-too-complex",
          token.position(),
          "The filter has more than %d conditions and values.".formatted(Cql2Text.MAX_PARTS));
    }
  }

  private Token peek() throws MistakeException {
    if (after == null) {
      after = tokens.next();
    }
    return after;
  }

  private void advance() throws MistakeException {
    token = after == null ? tokens.next() : after;
    after = null;
  }
}
