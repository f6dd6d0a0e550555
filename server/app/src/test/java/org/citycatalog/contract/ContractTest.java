package org.citycatalog.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Holds `openapi.yaml` to the standard it is written in: `openapi-3.1.schema.json` is the schema
/// of OpenAPI 3.1 documents that the OpenAPI Initiative publishes (Apache-2.0, its `$id` says
/// which).
class ContractTest {
  private static final String META =
      Project.text(Path.of("src/test/resources/openapi-3.1.schema.json"));
  private static final String JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema";

  private final JsonObject contract = contract();

  @Test
  void the_contract_is_an_openapi_3_1_document() {
    assertThat(mistakes(contract)).isEmpty();
  }

  @Test
  void a_document_that_breaks_the_standard_is_told_from_one_that_does_not() {
    JsonObject scopes = Json.createObjectBuilder().add("apiKey", "all").build();
    JsonObject broken =
        Json.createObjectBuilder(contract)
            .add("security", Json.createArrayBuilder().add(scopes))
            .build();
    JsonObject untitled = Json.createObjectBuilder(contract).remove("info").build();

    assertThat(mistakes(broken)).anyMatch(mistake -> mistake.startsWith("/security/0"));
    assertThat(mistakes(untitled)).isNotEmpty();
  }

  @Test
  void anybody_or_a_key_is_what_holds_where_an_operation_says_nothing() {
    JsonArray security = contract.getJsonArray("security");

    assertThat(security.get(0).asJsonObject()).isEmpty();
    assertThat(security.get(1).asJsonObject().getJsonArray("apiKey")).isEmpty();
    assertThat(contract.getJsonObject("components").getJsonObject("securitySchemes"))
        .containsKey("apiKey");
  }

  @Test
  void every_schema_is_json_schema_2020_12() {
    Validator validator =
        new ValidatorFactory().withJsonNodeFactory(new JakartaJsonNode.Factory()).createValidator();
    JsonObject schemas = contract.getJsonObject("components").getJsonObject("schemas");

    assertThat(schemas).hasSizeGreaterThan(30);
    schemas.forEach((name, schema) ->
        assertThat(validator.validate(URI.create(JSON_SCHEMA), (Object) schema).getErrors())
            .as(name)
            .isEmpty());
  }

  /// Else the generator makes up names such as `ProposeSchemaFormatParameter`.
  @Test
  void every_list_of_values_has_a_name_of_its_own() {
    List<String> nameless = new ArrayList<>();
    collectEnums("", contract, nameless);

    assertThat(nameless)
        .isNotEmpty()
        .allMatch(place -> place.matches("/components/schemas/[A-Z]\\w+"));
  }

  /// The SDK's documentation is made of them.
  @Test
  void every_schema_says_what_it_is() {
    JsonObject schemas = contract.getJsonObject("components").getJsonObject("schemas");

    assertThat(schemas.keySet())
        .allSatisfy(name ->
            assertThat(schemas.getJsonObject(name).getString("description", ""))
                .as(name)
                .isNotBlank());
  }

  @Test
  void a_query_in_a_body_may_be_asked_again() {
    JsonValue query = contract.getValue("/paths/~1datasets~1{id}~1rows~1query/post/x-safe");

    assertThat(query).isEqualTo(JsonValue.TRUE);
  }

  /// The templates leave such a property out of what a record prints.
  @Test
  void what_is_secret_is_marked_as_such() {
    JsonObject schemas = contract.getJsonObject("components").getJsonObject("schemas");
    List<String> secrets = new ArrayList<>();
    schemas.forEach((name, schema) -> {
      JsonObject properties = schema.asJsonObject().getJsonObject("properties");
      if (properties != null) {
        properties.forEach((property, rule) -> {
          boolean marked = rule.asJsonObject().getBoolean("x-secret", false);
          assertThat(marked)
              .as("%s.%s", name, property)
              .isEqualTo(Set.of("secret", "password", "old").contains(property));
          if (marked) {
            secrets.add(name + "." + property);
            assertThat(schema.asJsonObject().getBoolean("x-has-secret")).as(name).isTrue();
          }
        });
      }
    });

    assertThat(secrets)
        .containsExactlyInAnyOrder(
            "NewKey.secret",
            "RotatedKey.secret",
            "LogIn.password",
            "NewSession.secret",
            "PasswordChange.old",
            "PasswordChange.password",
            "NewAccount.password");
  }

  private static List<String> mistakes(JsonObject document) {
    return new ValidatorFactory()
            .withJsonNodeFactory(new JakartaJsonNode.Factory())
            .validate(META, document.toString())
            .getErrors()
            .stream()
            .map(error -> error.getInstanceLocation() + ": " + error.getError())
            .toList();
  }

  /// Property names may be `enum` too; only a list is a list of values.
  private static void collectEnums(String place, JsonValue value, List<String> found) {
    if (value instanceof JsonObject object) {
      if (object.get("enum") instanceof JsonArray) {
        found.add(place);
      }
      object.forEach((name, each) -> collectEnums(place + "/" + name, each, found));
    } else if (value instanceof JsonArray array) {
      array.forEach(each -> collectEnums(place + "/-", each, found));
    }
  }

  @SuppressWarnings("unchecked") // an OpenAPI document is an object with texts as keys
  private static JsonObject contract() {
    String text = Project.text(Project.META_INF.resolve("openapi.yaml"));
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);
    return Json.createObjectBuilder((Map<String, Object>) yaml).build();
  }
}
