package org.citycatalog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.citycatalog.sharing.Permit;

/// The arrows between packages: catalog ← cql ← sharing ← {search, rows ← {ingest, export},
/// stewardship}.
@AnalyzeClasses(packages = "org.citycatalog", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule PACKAGES_KNOW_ONLY_WHAT_IS_BELOW_THEM =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
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
          .whereLayer("cql")
          .mayOnlyAccessLayers("catalog")
          .whereLayer("catalog")
          .mayNotAccessAnyLayer()
          .whereLayer("sharing")
          .mayOnlyAccessLayers("catalog", "cql")
          .whereLayer("search")
          .mayOnlyAccessLayers("catalog", "cql", "sharing")
          .whereLayer("rows")
          .mayOnlyAccessLayers("catalog", "cql", "sharing")
          .whereLayer("ingest")
          .mayOnlyAccessLayers("catalog", "sharing", "rows")
          .whereLayer("export")
          .mayOnlyAccessLayers("catalog", "sharing", "rows")
          .whereLayer("stewardship")
          .mayOnlyAccessLayers("catalog", "sharing");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("org.citycatalog.(*)..").should().beFreeOfCycles();

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
              "org.citycatalog.catalog.jdbc..", "org.citycatalog.sharing.jdbc..")
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
  static void a_permit_is_made_by_the_boundary_alone(JavaClasses classes) {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.citycatalog.sharing.Boundary")
        .should()
        .callConstructorWhere(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "makes a Permit", call -> call.getTargetOwner().isEquivalentTo(Permit.class)))
        .check(classes);
  }
}
