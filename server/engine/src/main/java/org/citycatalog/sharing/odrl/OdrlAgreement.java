package org.citycatalog.sharing.odrl;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.MaskJson;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Grant;

/// A grant as an ODRL agreement, in JSON-LD with its context in it, so that nobody has to fetch
/// one.
///
/// What ODRL has no word for, the rows and columns, stands under terms of a profile of our own,
/// `cg:`. The text is informative: the grant decides.
public final class OdrlAgreement {
  private static final String PROFILE = "urn:citycatalog:odrl:";

  private OdrlAgreement() {}

  /// Writes the agreement.
  ///
  /// @param provider of the grant's dataset
  /// @param state where the grant is now
  public static JsonObject of(Grant grant, Provider provider, Grant.State state) {
    JsonObject target = id("urn:citycatalog:dataset:" + grant.dataset());
    JsonObject assigner = party(provider.code());
    JsonObject assignee = party(grant.organisation());
    return JsonText.builder()
        .add("@context", context())
        .add("@id", "urn:citycatalog:grant:" + grant.id())
        .add("@type", "odrl:Agreement")
        .add("odrl:profile", id(PROFILE))
        .add("odrl:conflict", id("odrl:prohibit"))
        .add(
            "dct:description",
            JsonText.array()
                .add(language("en", "Informative. The grant itself decides, not this text."))
                .add(language("zh", "仅供参考，以授权本身为准。")))
        .add("cg:state", state.code())
        .add("cg:epoch", grant.epoch())
        .add(
            "odrl:permission",
            rule("odrl:Permission", "odrl:read", target, assigner, assignee)
                .add("odrl:constraint", constraints(grant))
                .addAll(view(grant)))
        .add(
            "odrl:prohibition",
            rule("odrl:Prohibition", "odrl:distribute", target, assigner, assignee))
        .add("odrl:obligation", duties(grant, target, assigner, assignee))
        .build();
  }

  private static JsonObjectBuilder context() {
    return JsonText.builder()
        .add("odrl", "http://www.w3.org/ns/odrl/2/")
        .add("dct", "http://purl.org/dc/terms/")
        .add("xsd", "http://www.w3.org/2001/XMLSchema#")
        .add("cg", PROFILE);
  }

  /// Every rule names its parties itself: some readers look nowhere else.
  private static JsonObjectBuilder rule(
      String type, String action, JsonObject target, JsonObject assigner, JsonObject assignee) {
    return JsonText.builder()
        .add("@type", type)
        .add("odrl:target", target)
        .add("odrl:assigner", assigner)
        .add("odrl:assignee", assignee)
        .add("odrl:action", id(action));
  }

  private static JsonArrayBuilder constraints(Grant grant) {
    JsonArrayBuilder all =
        JsonText.array()
            .add(constraint("purpose", "eq").add("odrl:rightOperand", grant.purpose().code()))
            .add(
                constraint("recipient", "isPartOf")
                    .add("odrl:rightOperand", party(grant.organisation())))
            .add(constraint("dateTime", "gteq").add("odrl:rightOperand", time(grant.notBefore())))
            .add(constraint("dateTime", "lt").add("odrl:rightOperand", time(grant.notAfter())));
    Long calls = grant.quota().calls();
    if (calls != null) {
      all.add(constraint("count", "lteq").add("odrl:rightOperand", calls.longValue()));
    }
    return all;
  }

  private static JsonObjectBuilder constraint(String operand, String operator) {
    return JsonText.builder()
        .add("@type", "odrl:Constraint")
        .add("odrl:leftOperand", id("odrl:" + operand))
        .add("odrl:operator", id("odrl:" + operator));
  }

  /// The rows and columns, for which ODRL has no words.
  private static JsonObjectBuilder view(Grant grant) {
    JsonObjectBuilder view = JsonText.builder();
    JsonText.put(view, "cg:rowFilter", grant.rows());
    JsonArrayBuilder rules = JsonText.array();
    grant.columns().forEach((name, mask) -> rules.add(columnRule(name, mask)));
    // In a list, because their order is that of the columns given.
    return view.add("cg:columnRule", JsonText.builder().add("@list", rules));
  }

  private static JsonObjectBuilder columnRule(String name, Mask mask) {
    JsonObjectBuilder rule = JsonText.builder().add("cg:column", name);
    MaskJson.write(mask).forEach((field, value) -> rule.add("cg:" + field, value));
    return rule;
  }

  /// When it is over, the recipient deletes and says so; what is shown masked stays masked.
  private static JsonArrayBuilder duties(
      Grant grant, JsonObject target, JsonObject assigner, JsonObject assignee) {
    JsonArrayBuilder duties = JsonText.array();
    if (grant.columns().values().stream().anyMatch(mask -> !mask.equals(Mask.CLEAR))) {
      duties.add(rule("odrl:Duty", "odrl:anonymize", target, assigner, assignee));
    }
    for (String action : new String[] {"odrl:delete", "odrl:inform"}) {
      duties.add(
          rule("odrl:Duty", action, target, assigner, assignee)
              .add(
                  "odrl:constraint",
                  constraint("dateTime", "gteq").add("odrl:rightOperand", time(grant.notAfter()))));
    }
    return duties;
  }

  private static JsonObject party(Uscc organisation) {
    return id("urn:citycatalog:organisation:" + organisation);
  }

  private static JsonObject id(String iri) {
    return JsonText.builder().add("@id", iri).build();
  }

  private static JsonObject time(Instant at) {
    return JsonText.builder().add("@type", "xsd:dateTime").add("@value", at.toString()).build();
  }

  private static JsonObject language(String tag, String text) {
    return JsonText.builder().add("@language", tag).add("@value", text).build();
  }
}
