package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.citycatalog.sdk.WireServer.json;
import static org.citycatalog.sdk.WireServer.problem;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.citycatalog.sdk.error.GoneException;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.citycatalog.sdk.model.Revision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Lists that come in pages from the server and whole from the SDK.
class ListsTest {
  private static final String REVISION =
      "{\"revision\":%d,\"state\":\"draft\",\"at\":\"2026-11-01T00:00:00Z\",\"by\":\"k1\"}";

  static Stream<Arguments> lists() {
    return Stream.of(
        of("/access-requests", "requests", city -> city.accessRequests().list()),
        of("/access-requests?overdue=true", "requests", city -> city.accessRequests().overdue()),
        of("/accounts", "accounts", city -> city.accounts().list()),
        of("/corrections", "corrections", city -> city.corrections().list()),
        of("/corrections?dataset=a.b", "corrections", city -> city.corrections().of("a.b")),
        of("/corrections?overdue=true", "corrections", city -> city.corrections().overdue()),
        of("/datasets/a.b/loads", "loads", city -> city.dataset("a.b").loads()),
        of(
            "/datasets/a.b/proposed-changes",
            "changes",
            city -> city.dataset("a.b").proposedChanges().list()),
        of("/datasets/a.b/revisions", "revisions", city -> city.dataset("a.b").revisions()),
        of("/datasets/a.b/versions", "versions", city -> city.dataset("a.b").versions()),
        of("/grants", "grants", city -> city.grants().list()),
        of("/keys", "keys", city -> city.keys().list()),
        of("/providers", "providers", CityCatalog::providers),
        of("/purges", "purges", city -> city.purges().list()));
  }

  private static Arguments of(String target, String field, Function<CityCatalog, List<?>> list) {
    return Arguments.of(target, field, list);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void a_list_is_read_to_its_end_in_pages_of_a_thousand(
      String target, String field, Function<CityCatalog, List<?>> list) {
    String page = "{\"" + field + "\":[]%s}";
    String first = "/api/v1" + target + (target.contains("?") ? "&" : "?") + "limit=1000";
    try (WireServer server =
            WireServer.inTurn(
                json(200, page.formatted(",\"next\":\"c1\"")),
                json(200, page.formatted(",\"next\":\"c2\"")),
                json(200, page.formatted("")));
        CityCatalog city = city(server)) {
      assertThat(list.apply(city)).isEmpty();

      assertThat(server.asked().stream().map(WireServer.Asked::target))
          .containsExactly(first, first + "&cursor=c1", first + "&cursor=c2");
    }
  }

  @Test
  void elements_come_in_the_order_of_the_pages() {
    try (WireServer server =
            WireServer.inTurn(json(200, revisions("c1", 1, 2)), json(200, revisions(null, 3)));
        CityCatalog city = city(server)) {
      assertThat(city.dataset("a.b").revisions())
          .extracting(Revision::revision)
          .containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void a_list_that_does_not_come_whole_is_none() {
    try (WireServer server =
            WireServer.inTurn(json(200, revisions("c1", 1)), problem(410, "cursor-expired"));
        CityCatalog city = city(server)) {
      assertThatThrownBy(() -> city.dataset("a.b").revisions()).isInstanceOf(GoneException.class);
    }
    try (WireServer server = WireServer.inTurn(json(200, revisions("c1", 1)));
        CityCatalog city = city(server)) {
      assertThatThrownBy(() -> city.dataset("a.b").revisions())
          .isInstanceOf(IncompleteAnswerException.class);
    }
  }

  private static String revisions(@Nullable String next, int... numbers) {
    List<String> all = Arrays.stream(numbers).mapToObj(REVISION::formatted).toList();
    return "{\"revisions\":[%s]%s}"
        .formatted(String.join(",", all), next == null ? "" : ",\"next\":\"" + next + "\"");
  }

  private static CityCatalog city(WireServer server) {
    return CityCatalog.builder().endpoint(server.url()).apiKey("cck_s").build();
  }
}
