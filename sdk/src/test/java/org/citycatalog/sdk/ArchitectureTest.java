package org.citycatalog.sdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.http.HttpClient;
import org.citycatalog.sdk.transport.Call;
import org.citycatalog.sdk.transport.Transport;

@AnalyzeClasses(packages = "org.citycatalog.sdk", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule only_generated_operations_make_calls =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.citycatalog.sdk.api", "org.citycatalog.sdk.transport")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Call.class);

  @ArchTest
  static final ArchRule only_generated_operations_send =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.citycatalog.sdk.api", "org.citycatalog.sdk.transport")
          .should()
          .callMethod(Transport.class, "send", Call.class);

  @ArchTest
  static final ArchRule only_the_transport_speaks_http =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.citycatalog.sdk.transport")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(HttpClient.class)
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.URLConnection");

  @ArchTest
  static final ArchRule one_json_library_and_the_jdk =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.citycatalog.sdk..", "java..", "jakarta.json..", "org.jspecify..");

  @ArchTest
  static final ArchRule packages_do_not_go_round_in_circles =
      slices().matching("org.citycatalog.(**)").should().beFreeOfCycles();
}
