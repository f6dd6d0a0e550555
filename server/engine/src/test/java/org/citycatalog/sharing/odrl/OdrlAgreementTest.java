package org.citycatalog.sharing.odrl;

import static org.assertj.core.api.Assertions.assertThat;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.document.JsonDocument;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Purpose;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The agreement is read by a JSON-LD processor that may fetch nothing, and held against the terms
/// of the ODRL vocabulary (https://www.w3.org/TR/odrl-vocab/).
class OdrlAgreementTest {
  private static final String ODRL = "http://www.w3.org/ns/odrl/2/";

  /// The terms that are used, from the vocabulary: classes, properties, actions, operands.
  private static final Set<String> VOCABULARY =
      Set.of(
          "Agreement",
          "Permission",
          "Prohibition",
          "Duty",
          "Constraint",
          "permission",
          "prohibition",
          "obligation",
          "profile",
          "conflict",
          "prohibit",
          "target",
          "assigner",
          "assignee",
          "action",
          "constraint",
          "leftOperand",
          "operator",
          "rightOperand",
          "read",
          "distribute",
          "delete",
          "inform",
          "anonymize",
          "purpose",
          "dateTime",
          "count",
          "recipient",
          "eq",
          "lt",
          "lteq",
          "gteq",
          "isPartOf");

  private final JsonObject agreement =
      expanded(grant("places > 10", new Grant.Quota(9L, null, null)));

  @Test
  void it_is_json_ld_whose_context_stands_in_it() {
    assertThat(agreement.getString("@id")).isEqualTo("urn:citycatalog:grant:g1");
    assertThat(agreement.getJsonArray("@type")).hasToString("[\"" + ODRL + "Agreement\"]");
    // A name that the context does not know would be dropped, or kept as it is.
    assertThat(agreement.keySet())
        .allMatch(name -> name.startsWith("@") || name.contains("://") || name.startsWith("urn:"))
        .contains("urn:citycatalog:odrl:state", "http://purl.org/dc/terms/description");
  }

  @Test
  void every_odrl_term_is_one_of_the_vocabulary() {
    Set<String> used = new TreeSet<>();
    collect(agreement, used);

    assertThat(used).contains("permission", "anonymize", "isPartOf").isSubsetOf(VOCABULARY);
  }

  @Test
  void a_permission_names_target_parties_and_action_and_binds_purpose_recipient_term_and_count() {
    JsonObject permission = only("permission");

    assertThat(id(permission, "target")).isEqualTo("urn:citycatalog:dataset:transport.parking");
    assertThat(id(permission, "assigner"))
        .isEqualTo("urn:citycatalog:organisation:" + SampleEntries.TRANSPORT.code());
    assertThat(id(permission, "assignee"))
        .isEqualTo("urn:citycatalog:organisation:" + SampleEntries.ECOLOGY.code());
    assertThat(id(permission, "action")).isEqualTo(ODRL + "read");
    assertThat(permission.getJsonArray(ODRL + "constraint").getValuesAs(JsonObject.class))
        .extracting(each ->
            id(each, "leftOperand").substring(ODRL.length())
                + " "
                + id(each, "operator").substring(ODRL.length())
                + " "
                + right(each))
        .containsExactly(
            "purpose eq \"bus-planning\"",
            "recipient isPartOf \"urn:citycatalog:organisation:"
                + SampleEntries.ECOLOGY.code()
                + "\"",
            "dateTime gteq \"2026-11-01T00:00:00Z\"",
            "dateTime lt \"2027-11-01T00:00:00Z\"",
            "count lteq 9");
  }

  @Test
  void rows_and_columns_stand_under_the_profile_in_their_order() {
    JsonObject permission = only("permission");
    String rules =
        permission
            .getJsonArray("urn:citycatalog:odrl:columnRule")
            .getJsonObject(0)
            .getJsonArray("@list")
            .toString();

    assertThat(permission.getJsonArray("urn:citycatalog:odrl:rowFilter").toString())
        .contains("places > 10");
    assertThat(rules.indexOf("places")).isPositive().isLessThan(rules.indexOf("owner"));
    assertThat(rules).contains("pseudonym");
  }

  @Test
  void what_was_received_is_not_distributed_and_is_deleted_at_the_end() {
    assertThat(id(only("prohibition"), "action")).isEqualTo(ODRL + "distribute");
    assertThat(agreement.getJsonArray(ODRL + "obligation").getValuesAs(JsonObject.class))
        .extracting(duty -> id(duty, "action").substring(ODRL.length()))
        .containsExactly("anonymize", "delete", "inform");
  }

  @Test
  void nothing_secret_is_in_it_and_what_was_not_agreed_is_not() {
    JsonObject plain = expanded(grant(null, Grant.Quota.NONE));

    assertThat(plain.toString())
        .doesNotContain("rowFilter")
        .doesNotContain("maskKey")
        .doesNotContain(ODRL + "count");
  }

  private static Grant grant(@Nullable String rows, Grant.Quota quota) {
    Map<String, Mask> columns = new LinkedHashMap<>();
    columns.put("places", Mask.CLEAR);
    columns.put("owner", new Mask.Pseudonym());
    return new Grant(
        "g1",
        "r1",
        new DatasetId("transport.parking"),
        SampleEntries.ECOLOGY.code(),
        Caller.Kind.DEPARTMENT,
        new Purpose("bus-planning"),
        rows,
        columns,
        Level.G2,
        Instant.parse("2026-11-01T00:00:00Z"),
        Instant.parse("2027-11-01T00:00:00Z"),
        quota,
        Grant.State.ACTIVE,
        1,
        new Grant.Secret(new byte[32]),
        List.of("k1"));
  }

  private static JsonObject expanded(Grant grant) {
    JsonObject written = OdrlAgreement.of(grant, SampleEntries.TRANSPORT, Grant.State.ACTIVE);
    JsonLdOptions options =
        new JsonLdOptions((url, how) -> {
          throw new JsonLdError(JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED, "" + url);
        });
    try {
      JsonArray all = JsonLd.expand(JsonDocument.of(written)).options(options).get();
      assertThat(all).hasSize(1);
      return all.getJsonObject(0);
    } catch (JsonLdError wrong) {
      throw new AssertionError(wrong);
    }
  }

  private JsonObject only(String rule) {
    JsonArray rules = agreement.getJsonArray(ODRL + rule);
    assertThat(rules).hasSize(1);
    return rules.getJsonObject(0);
  }

  private static String id(JsonObject from, String term) {
    return from.getJsonArray(ODRL + term).getJsonObject(0).getString("@id");
  }

  private static String right(JsonObject constraint) {
    JsonObject value = constraint.getJsonArray(ODRL + "rightOperand").getJsonObject(0);
    return String.valueOf(value.getOrDefault("@value", value.get("@id")));
  }

  /// Every term of ODRL, as the name of a property or as a value.
  private static void collect(JsonValue value, Set<String> terms) {
    if (value instanceof JsonObject object) {
      object.forEach((name, each) -> {
        if (name.startsWith(ODRL)) {
          terms.add(name.substring(ODRL.length()));
        }
        collect(each, terms);
      });
    } else if (value instanceof JsonArray array) {
      array.forEach(each -> collect(each, terms));
    } else if (value instanceof JsonString text && text.getString().startsWith(ODRL)) {
      terms.add(text.getString().substring(ODRL.length()));
    }
  }
}
