package org.citycatalog;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.citycatalog.sharing.Audience;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.MatchPermit;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.StatisticsPermit;

/// The arrows between packages: catalog ← cql ← sharing ← {search, rows ← {ingest, export},
/// stewardship}.
@AnalyzeClasses(packages = "org.citycatalog", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /// What stands for a permit: a checked question carries its rows and columns.
  private static final Set<String> KEYS =
      Set.of(Permit.class.getName(), "org.citycatalog.rows.CheckedRowQuery");

  private static final String ROWS = "org.citycatalog.rows.";
  private static final String INGEST = "org.citycatalog.ingest.";

  /// What the boundary alone makes.
  private static final Set<Class<?>> DECIDED =
      Set.of(Permit.class, MatchPermit.class, StatisticsPermit.class, Audience.class);

  /// What builds rows from source files, and gives nothing of them to anybody.
  private static final Set<String> BUILDERS =
      Set.of(INGEST + "SourceStore", INGEST + "LoadRun", INGEST + "IndexRepair");

  private static final Set<String> ANSWERS =
      Set.of(
          "org.citycatalog.rows.RowAnswer",
          "org.citycatalog.rows.RowLook",
          "org.citycatalog.rows.MatchAnswer",
          "org.citycatalog.rows.cube.CubeAnswer",
          "org.citycatalog.search.SearchAnswer",
          "java.util.OptionalLong");

  @ArchTest
  static final ArchRule PACKAGES_KNOW_ONLY_WHAT_IS_BELOW_THEM =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("disk")
          .definedBy("org.citycatalog.disk..")
          .layer("catalog")
          .definedBy("org.citycatalog.catalog..")
          .layer("cql")
          .definedBy("org.citycatalog.cql..")
          .layer("sharing")
          .definedBy("org.citycatalog.sharing..")
          .layer("search")
          .definedBy("org.citycatalog.search..")
          .layer("rows")
          .definedBy("org.citycatalog.rows..")
          .layer("ingest")
          .definedBy("org.citycatalog.ingest..")
          .layer("export")
          .definedBy("org.citycatalog.export..")
          .layer("stewardship")
          .definedBy("org.citycatalog.stewardship..")
          .whereLayer("disk")
          .mayNotAccessAnyLayer()
          .whereLayer("cql")
          .mayOnlyAccessLayers("catalog")
          .whereLayer("catalog")
          .mayNotAccessAnyLayer()
          .whereLayer("sharing")
          .mayOnlyAccessLayers("disk", "catalog", "cql")
          .whereLayer("search")
          .mayOnlyAccessLayers("catalog", "cql", "sharing")
          .whereLayer("rows")
          .mayOnlyAccessLayers("disk", "catalog", "cql", "sharing")
          .whereLayer("ingest")
          .mayOnlyAccessLayers("disk", "catalog", "sharing", "rows")
          .whereLayer("export")
          .mayOnlyAccessLayers("catalog", "sharing", "rows")
          .whereLayer("stewardship")
          .mayOnlyAccessLayers("catalog", "sharing");

  @ArchTest
  static final ArchRule WHAT_STANDS_AROUND_A_DECISION_KNOWS_ONLY_WHAT_ITS_PACKAGE_SAYS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("sharing")
          .definedBy("org.citycatalog.sharing")
          .layer("contracts")
          .definedBy("org.citycatalog.sharing.contracts")
          .layer("deadlines")
          .definedBy("org.citycatalog.sharing.deadlines")
          .layer("identity")
          .definedBy("org.citycatalog.sharing.identity")
          .layer("ledger")
          .definedBy("org.citycatalog.sharing.ledger")
          .layer("odrl")
          .definedBy("org.citycatalog.sharing.odrl")
          .layer("purge")
          .definedBy("org.citycatalog.sharing.purge")
          .layer("quota")
          .definedBy("org.citycatalog.sharing.quota")
          .layer("rules")
          .definedBy("org.citycatalog.sharing.rules")
          .whereLayer("sharing")
          .mayOnlyAccessLayers("deadlines")
          .whereLayer("deadlines")
          .mayNotAccessAnyLayer()
          .whereLayer("identity")
          .mayOnlyAccessLayers("sharing")
          .whereLayer("ledger")
          .mayOnlyAccessLayers("sharing")
          .whereLayer("odrl")
          .mayOnlyAccessLayers("sharing")
          .whereLayer("contracts")
          .mayOnlyAccessLayers("sharing", "deadlines", "identity")
          .whereLayer("quota")
          .mayOnlyAccessLayers("sharing", "identity")
          .whereLayer("rules")
          .mayOnlyAccessLayers("sharing", "contracts")
          .whereLayer("purge")
          .mayOnlyAccessLayers("sharing", "contracts", "identity", "ledger");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("org.citycatalog.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_SEARCH_AND_ROWS_KNOW_LUCENE =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.citycatalog.search..", "org.citycatalog.rows..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.lucene..");

  @ArchTest
  static final ArchRule ONLY_THE_ADAPTERS_KNOW_THE_DATABASE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.citycatalog.catalog.jdbc..",
              "org.citycatalog.sharing.jdbc..",
              "org.citycatalog.stewardship.jdbc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..", "com.zaxxer..");

  @ArchTest
  static final ArchRule OF_JAKARTA_ONLY_JSON_IS_KNOWN =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.ws..", "jakarta.inject..", "jakarta.enterprise..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule PERMITS_AND_AUDIENCES_ARE_MADE_BY_THE_BOUNDARY_ALONE =
      noClasses()
          .that()
          .areNotAssignableTo(Boundary.class)
          .should()
          .callConstructorWhere(
              describe(
                  "makes a permit or an Audience",
                  call -> DECIDED.stream().anyMatch(call.getTargetOwner()::isEquivalentTo)));

  /// An index of rows is opened only by who holds a permit, or a question that was made with one.
  @ArchTest
  static void rows_are_reached_only_with_a_permit(JavaClasses classes) {
    List<JavaAccess<?>> openings =
        accesses(classes)
            .filter(access -> access.getTargetOwner().getFullName().equals(ROWS + "RowStore"))
            .filter(access -> access.getTarget().getName().equals("take"))
            .filter(access -> !access.getOriginOwner().getFullName().equals(ROWS + "RowStore"))
            .toList();

    assertThat(openings).isNotEmpty();
    assertThat(accesses(classes).filter(access -> isTo(access, ROWS + "RowIndex", "open")))
        .isNotEmpty()
        .allSatisfy(open ->
            assertThat(open.getOriginOwner().getFullName())
                .as(open.getDescription())
                .isEqualTo(ROWS + "RowStore"));
    assertThat(openings)
        .allSatisfy(opening ->
            assertThat(
                    Stream.concat(
                        opening.getOrigin().getParameterTypes().stream()
                            .flatMap(type -> type.getAllInvolvedRawTypes().stream()),
                        opening.getOriginOwner().getFields().stream().map(JavaField::getRawType)))
                .as(opening.getDescription())
                .anyMatch(type -> KEYS.contains(type.getFullName())));
    assertThat(
            accesses(classes)
                .filter(access ->
                    access.getTargetOwner().getFullName().equals(ROWS + "CheckedRowQuery"))
                .filter(access -> access.getTarget().getName().equals("<init>"))
                .map(access -> access.getOrigin().getRawParameterTypes()))
        .isNotEmpty()
        .allSatisfy(parameters ->
            assertThat(parameters).anyMatch(type -> type.isEquivalentTo(Permit.class)));
  }

  /// Source files, and what could not be read of them, are given to nobody who is not named.
  @ArchTest
  static void what_was_delivered_is_given_only_to_somebody(JavaClasses classes) {
    List<JavaAccess<?>> reads =
        accesses(classes)
            .filter(access ->
                isTo(access, INGEST + "SourceStore", "file")
                    || isTo(access, INGEST + "Quarantine", "read"))
            .filter(access -> !BUILDERS.contains(access.getOriginOwner().getFullName()))
            .toList();

    assertThat(reads).hasSizeGreaterThanOrEqualTo(2);
    assertThat(reads)
        .allSatisfy(read ->
            assertThat(read.getOrigin().getRawParameterTypes())
                .as(read.getDescription())
                .anyMatch(type -> type.isEquivalentTo(Caller.class)));
  }

  /// Every public way to an answer names who asks.
  @ArchTest
  static final ArchRule ANSWERS_ARE_FOR_SOMEBODY =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage("org.citycatalog.rows..", "org.citycatalog.search..")
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(describe("are no answers", type -> !isAnswer(type)))
          .and()
          .haveRawReturnType(describe("an answer", ArchitectureTest::isAnswer))
          .should()
          .haveRawParameterTypes(
              describe(
                  "somebody",
                  types ->
                      types.stream()
                          .anyMatch(type ->
                              type.isEquivalentTo(Caller.class)
                                  || type.isEquivalentTo(Permit.class)
                                  || type.isEquivalentTo(Audience.class))));

  private static boolean isAnswer(JavaClass type) {
    return ANSWERS.contains(type.getFullName())
        || type.getEnclosingClass()
            .filter(outer -> ANSWERS.contains(outer.getFullName()))
            .isPresent();
  }

  private static boolean isTo(JavaAccess<?> access, String owner, String name) {
    return access.getTargetOwner().getFullName().equals(owner)
        && access.getTarget().getName().equals(name);
  }

  private static Stream<JavaAccess<?>> accesses(JavaClasses classes) {
    return classes.stream().flatMap(each -> each.getAccessesFromSelf().stream());
  }
}
