package org.citycatalog.catalog;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The core metadata of one resource after the national guide of 2017, and what a catalog needs
/// beside it.
///
/// Codes (category, format, cycle, theme …) are codes of the vocabularies; [EntryDocument] checks
/// them.
public record Entry(
    DatasetId id,
    LocalText title,
    LocalText summary,
    String category,
    @Nullable ResourceCode code,
    Identifiers identifiers,
    @Nullable Uscc providerCode,
    @Nullable String office,
    String formatClass,
    List<String> formats,
    TableSchema schema,
    Sharing sharing,
    Opening opening,
    Level level,
    String updateCycle,
    LocalDate issued,
    List<String> related,
    @Nullable String theme,
    List<String> keywords,
    List<DivisionCode> divisions,
    String terms,
    @Nullable String contact,
    @Nullable Origin origin,
    boolean synthetic,
    List<Distribution> distributions,
    @Nullable SecretReview secretReview,
    @Nullable Statistics statistics) {
  public Entry {
    formats = List.copyOf(formats);
    related = List.copyOf(related);
    keywords = List.copyOf(keywords);
    divisions = List.copyOf(divisions);
    distributions = List.copyOf(distributions);
  }

  /// An entry without statistics.
  public Entry(
      DatasetId id,
      LocalText title,
      LocalText summary,
      String category,
      @Nullable ResourceCode code,
      Identifiers identifiers,
      @Nullable Uscc providerCode,
      @Nullable String office,
      String formatClass,
      List<String> formats,
      TableSchema schema,
      Sharing sharing,
      Opening opening,
      Level level,
      String updateCycle,
      LocalDate issued,
      List<String> related,
      @Nullable String theme,
      List<String> keywords,
      List<DivisionCode> divisions,
      String terms,
      @Nullable String contact,
      @Nullable Origin origin,
      boolean synthetic,
      List<Distribution> distributions,
      @Nullable SecretReview secretReview) {
    this(
        id,
        title,
        summary,
        category,
        code,
        identifiers,
        providerCode,
        office,
        formatClass,
        formats,
        schema,
        sharing,
        opening,
        level,
        updateCycle,
        issued,
        related,
        theme,
        keywords,
        divisions,
        terms,
        contact,
        origin,
        synthetic,
        distributions,
        secretReview,
        null);
  }

  /// 共享属性, between departments.
  ///
  /// @param rows CQL2 text: the rows that may leave to departments, with or without a grant; null
  ///   for all
  public record Sharing(
      AccessClass accessClass,
      @Nullable String condition,
      @Nullable String methodClass,
      @Nullable String method,
      @Nullable String legalBasis,
      @Nullable String rows) {
    public Sharing(
        AccessClass accessClass,
        @Nullable String condition,
        @Nullable String methodClass,
        @Nullable String method,
        @Nullable String legalBasis) {
      this(accessClass, condition, methodClass, method, legalBasis, null);
    }
  }

  /// 开放属性, to enterprises, research and the public.
  ///
  /// @param rows CQL2 text: the rows that may leave to anybody else; null for all
  public record Opening(
      AccessClass accessClass,
      @Nullable String condition,
      @Nullable String legalBasis,
      @Nullable String rows) {
    public Opening(
        AccessClass accessClass, @Nullable String condition, @Nullable String legalBasis) {
      this(accessClass, condition, legalBasis, null);
    }
  }

  /// Other identifiers of the same resource, kept apart.
  public record Identifiers(
      @Nullable String national, @Nullable String provincial, @Nullable String local) {
    public static final Identifiers NONE = new Identifiers(null, null, null);
  }

  /// Where the data comes from.
  public record Origin(String name, @Nullable String url, @Nullable String licence) {}

  /// A form of the data outside this server.
  public record Distribution(LocalText title, String url, @Nullable String format) {}

  /// Who cleared the resource of secrets, and when.
  public record SecretReview(String by, LocalDate on) {}

  /// Whether anybody may know that there is this entry, once it is published: its rows are
  /// unconditionally open, or its statistics are.
  public boolean isSeenByAll() {
    return opening.accessClass() == AccessClass.UNCONDITIONAL
        || statistics != null && statistics.audience() == Statistics.Audience.EVERYBODY;
  }

  public Entry withSchema(TableSchema newSchema) {
    return new Entry(
        id,
        title,
        summary,
        category,
        code,
        identifiers,
        providerCode,
        office,
        formatClass,
        formats,
        newSchema,
        sharing,
        opening,
        level,
        updateCycle,
        issued,
        related,
        theme,
        keywords,
        divisions,
        terms,
        contact,
        origin,
        synthetic,
        distributions,
        secretReview,
        statistics);
  }

  /// How sensitive an item is: what is said of it or of the whole entry, whichever is higher.
  public Level levelOf(Item item) {
    Level own = item.level();
    return own == null || own.compareTo(level) < 0 ? level : own;
  }

  /// The entry without the rules about which rows leave.
  public Entry withoutRowScopes() {
    return new Entry(
        id,
        title,
        summary,
        category,
        code,
        identifiers,
        providerCode,
        office,
        formatClass,
        formats,
        schema,
        new Sharing(
            sharing.accessClass(),
            sharing.condition(),
            sharing.methodClass(),
            sharing.method(),
            sharing.legalBasis()),
        new Opening(opening.accessClass(), opening.condition(), opening.legalBasis()),
        level,
        updateCycle,
        issued,
        related,
        theme,
        keywords,
        divisions,
        terms,
        contact,
        origin,
        synthetic,
        distributions,
        secretReview,
        statistics);
  }

  public Entry withStatistics(@Nullable Statistics newStatistics) {
    return new Entry(
        id,
        title,
        summary,
        category,
        code,
        identifiers,
        providerCode,
        office,
        formatClass,
        formats,
        schema,
        sharing,
        opening,
        level,
        updateCycle,
        issued,
        related,
        theme,
        keywords,
        divisions,
        terms,
        contact,
        origin,
        synthetic,
        distributions,
        secretReview,
        newStatistics);
  }
}
