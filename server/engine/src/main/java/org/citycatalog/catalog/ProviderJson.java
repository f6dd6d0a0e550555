package org.citycatalog.catalog;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/// A [Provider] as the JSON of the contract, and back from JSON that was checked before.
public final class ProviderJson {
  private ProviderJson() {}

  public static JsonObject write(Provider provider) {
    JsonObjectBuilder json =
        JsonText.builder()
            .add("namespace", provider.namespace().value())
            .add("code", provider.code().value());
    EntryJson.put(json, "name", provider.name());
    DivisionCode division = provider.division();
    JsonText.put(json, "division", division == null ? null : division.value());
    JsonText.put(json, "contact", provider.contact());
    return json.build();
  }

  public static Provider read(JsonObject json) {
    String division = JsonText.text(json, "division");
    return new Provider(
        new ProviderNamespace(json.getString("namespace")),
        new Uscc(json.getString("code")),
        EntryJson.localText(json.getJsonObject("name")),
        division == null ? null : new DivisionCode(division),
        JsonText.text(json, "contact"));
  }
}
