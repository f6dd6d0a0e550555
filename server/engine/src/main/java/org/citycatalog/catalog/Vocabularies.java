package org.citycatalog.catalog;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The code lists that entries use, read once from files on the class path.
public final class Vocabularies {
  private static final String FOLDER = "/vocabularies/";

  private final Map<String, Vocabulary> byName = new LinkedHashMap<>();
  private final Map<String, Set<String>> codes = new HashMap<>();

  /// Holds code lists.
  ///
  /// @param all code lists with different names
  public Vocabularies(List<Vocabulary> all) {
    for (Vocabulary each : all) {
      if (byName.put(each.name(), each) != null) {
        throw new IllegalArgumentException(
            "two vocabularies are named '%s'".formatted(each.name()));
      }
      codes.put(each.name(), each.codes());
    }
  }

  /// Reads `/vocabularies/index.json`, an array of names, and `/vocabularies/<name>.json` for each.
  ///
  /// @throws IllegalStateException if a file is not there
  public static Vocabularies fromClassPath() {
    List<Vocabulary> all = new ArrayList<>();
    for (String name :
        JsonText.texts(JsonText.object("{\"names\":" + file("index") + "}"), "names")) {
      all.add(read(JsonText.object(file(name))));
    }
    return new Vocabularies(all);
  }

  /// Every code list, in the order of the index.
  public List<Vocabulary> all() {
    return List.copyOf(byName.values());
  }

  public Optional<Vocabulary> vocabulary(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// The codes of a code list that the program itself names.
  ///
  /// @throws IllegalArgumentException if there is no such code list
  Set<String> codes(String name) {
    Set<String> found = codes.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "no vocabulary '%s' among %s".formatted(name, byName.keySet()));
    }
    return found;
  }

  private static Vocabulary read(JsonObject json) {
    List<Vocabulary.Term> terms =
        JsonText.objects(json, "terms").stream()
            .map(term ->
                new Vocabulary.Term(
                    term.getString("code"),
                    EntryJson.localText(term.getJsonObject("label")),
                    JsonText.text(term, "parent"),
                    JsonText.text(term, "notation")))
            .toList();
    return new Vocabulary(
        json.getString("name"),
        EntryJson.localText(json.getJsonObject("title")),
        JsonText.text(json, "source"),
        terms);
  }

  private static String file(String name) {
    String path = FOLDER + name + ".json";
    try (InputStream in = Vocabularies.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("%s is not on the class path".formatted(path));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
