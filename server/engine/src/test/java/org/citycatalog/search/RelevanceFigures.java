package org.citycatalog.search;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.sharing.Audience;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grants;
import org.citycatalog.sharing.Seal;

/// Prints how well search finds what people judged relevant: nDCG@10 and recall@5 on collections in
/// a folder with `cmrc2018`, `xquad` and `datafinder`. Run `main` with that folder.
final class RelevanceFigures {
  private final Path work;

  private RelevanceFigures(Path work) {
    this.work = work;
  }

  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    RelevanceFigures figures = new RelevanceFigures(Files.createTempDirectory("relevance"));
    figures.passages("CMRC 2018", data.resolve("cmrc2018/dev.json"));
    figures.passages("XQuAD zh", data.resolve("xquad/xquad.zh.json"));
    figures.passages("XQuAD en", data.resolve("xquad/xquad.en.json"));
    figures.datafinder(data.resolve("datafinder"));
  }

  private void passages(String name, Path file) throws IOException {
    List<Dataset> entries = new ArrayList<>();
    Map<String, Set<String>> relevant = new HashMap<>();
    for (JsonObject article :
        json(Files.readString(file)).getJsonArray("data").getValuesAs(JsonObject.class)) {
      for (JsonObject paragraph :
          article.getJsonArray("paragraphs").getValuesAs(JsonObject.class)) {
        String id = "text.d" + entries.size();
        entries.add(entry(id, "文", paragraph.getString("context")));
        for (JsonObject question : paragraph.getJsonArray("qas").getValuesAs(JsonObject.class)) {
          relevant.put(question.getString("question"), Set.of(id));
        }
      }
    }
    measure(name, entries, relevant);
  }

  private void datafinder(Path folder) throws IOException {
    List<Dataset> entries = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("documents.jsonl"))) {
      JsonObject document = json(line);
      String id = "data.d" + entries.size();
      String known = document.getString("id");
      String judged = known.replace(' ', '_');
      if (ids.putIfAbsent(judged, id) == null) {
        entries.add(
            entry(
                id, known, document.getString("contents") + " " + document.getString("title", "")));
      }
    }
    Map<String, Set<String>> relevant = new HashMap<>();
    List<String> judgements = Files.readAllLines(folder.resolve("qrels.txt"));
    for (String line : judgements.subList(1, judgements.size())) {
      String[] cells = line.split("\t");
      if (ids.containsKey(cells[2])) {
        relevant
            .computeIfAbsent(cells[0].replace('_', ' '), q -> new java.util.HashSet<>())
            .add(ids.get(cells[2]));
      }
    }
    measure("DataFinder", entries, relevant);
  }

  private static Dataset entry(String id, String title, String text) {
    return Entries.of(id, title).summary(text.isBlank() ? "-" : text).published();
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private void measure(String name, List<Dataset> entries, Map<String, Set<String>> relevant)
      throws IOException {
    EntryDocuments documents = new EntryDocuments(code -> java.util.Optional.empty());
    try (CatalogIndex index = CatalogIndex.open(work.resolve(name))) {
      for (Dataset each : entries) {
        index.replace(each.id(), documents.documents(each));
      }
      index.commit(Map.of());
      DatasetSearch search = new DatasetSearch(index::acquire, new Seal(new byte[32]));
      Audience everyone =
          new Boundary(Grants.NONE, InstantSource.system(), new byte[32])
              .audience(Caller.ANONYMOUS);
      double gain = 0;
      double recall = 0;
      int empty = 0;
      long start = System.nanoTime();
      for (var each : relevant.entrySet()) {
        String q = each.getKey().substring(0, Math.min(500, each.getKey().length()));
        SearchPage page = (SearchPage) search.search(everyone, SearchRequest.of(q).withLimit(10));
        List<String> found = page.hits().stream().map(hit -> hit.id().value()).toList();
        gain += gain(found, each.getValue());
        recall +=
            (double) found.stream().limit(5).filter(each.getValue()::contains).count()
                / each.getValue().size();
        empty += found.isEmpty() ? 1 : 0;
      }
      double millis = (System.nanoTime() - start) / 1e6 / relevant.size();
      System.out.printf(
          "%s: %d entries, %d questions, nDCG@10 %.3f, recall@5 %.3f, without answer %d, %.2f ms"
              + " each%n",
          name,
          entries.size(),
          relevant.size(),
          gain / relevant.size(),
          recall / relevant.size(),
          empty,
          millis);
    }
  }

  private static double gain(List<String> found, Set<String> relevant) {
    double gain = 0;
    double best = 0;
    for (int i = 0; i < 10; i++) {
      double weight = Math.log(2) / Math.log(i + 2);
      gain += i < found.size() && relevant.contains(found.get(i)) ? weight : 0;
      best += i < relevant.size() ? weight : 0;
    }
    return gain / best;
  }
}
