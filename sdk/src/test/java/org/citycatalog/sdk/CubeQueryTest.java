package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.citycatalog.sdk.model.CubeCell;
import org.junit.jupiter.api.Test;

/// Statistics and matches, which give no rows.
class CubeQueryTest {
  private static final String CELLS =
      """
      {"cube":"by-class","by":["class"],
       "released":{"version":3,"loaded":"2026-11-01T00:00:00Z","k":10,"byContributor":false},
       "cells":[{"values":["1"],"count":12,"figures":[{"name":"cost","value":3.5}]},
                {"values":[""],"suppressed":true}]}\
      """;

  @Test
  void cells_are_told_or_said_to_be_suppressed() throws Exception {
    try (WireServer server = WireServer.saying(asked -> WireServer.json(200, CELLS));
        CityCatalog city = CityCatalog.builder().endpoint(server.url()).build()) {
      List<CubeCell> cells =
          city.dataset("hotline.tickets")
              .cube("by-class")
              .by("class", "district")
              .slice("class", "停车 & 其他")
              .cells();

      assertThat(cells.get(0).count()).isEqualTo(12);
      assertThat(Objects.requireNonNull(cells.get(0).figures()).get(0).value())
          .isEqualByComparingTo("3.5");
      assertThat(cells.get(1).suppressed()).isTrue();
      assertThat(cells.get(1).count()).isNull();
      assertThat(URLDecoder.decode(server.asked().get(0).target(), StandardCharsets.UTF_8))
          .endsWith("/cubes/by-class?by=class,district&slice=class=停车 & 其他");
    }
  }

  @Test
  void a_match_is_yes_or_no() throws Exception {
    try (WireServer server =
            WireServer.saying(asked ->
                WireServer.json(
                    200, "{\"match\":" + asked.body().contains("34100219900101001") + "}"));
        CityCatalog city = CityCatalog.builder().endpoint(server.url()).build()) {
      DatasetHandle insured = city.dataset("human.insured");

      assertThat(insured.matches(Map.of("cid", "341002199001010014", "type", "养老"))).isTrue();
      assertThat(insured.matches(Map.of("cid", "1", "type", "养老"))).isFalse();
      assertThat(server.asked().get(0).method()).isEqualTo("POST");
    }
  }
}
