package org.citycatalog.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.TableSchemaJson;
import org.junit.jupiter.api.Test;

class ProposalWireTest {
  private static final JsonObject PROPOSED =
      json(
          """
          {"rows":2,"missingValues":["","NA"],"columns":[
          {"name":"编码","type":"code","cells":2,"missing":0,"matching":2,"counterExamples":[],"reason":"a"},
          {"name":"空位","type":"integer","cells":2,"missing":1,"matching":1,"counterExamples":[],"reason":"b"},
          {"name":"日期","type":"date","format":"%Y/%m/%d","cells":2,"missing":0,"matching":2,"counterExamples":[],"reason":"c"}]}
          """);

  @Test
  void without_declared_items_it_is_what_the_file_says() {
    JsonObject document = proposal(TableSchema.EMPTY);

    assertThat(document.getJsonArray("fields"))
        .hasToString(
            "[{\"name\":\"编码\",\"type\":\"code\"},{\"name\":\"空位\",\"type\":\"integer\"},"
                + "{\"name\":\"日期\",\"type\":\"date\",\"format\":\"%Y/%m/%d\"}]");
    assertThat(document.getJsonArray("missingValues")).hasToString("[\"\",\"NA\"]");
    assertThat(document).doesNotContainKey("primaryKey");
    assertThat(document.getJsonObject("evidence").getJsonArray("columns").getJsonObject(2))
        .doesNotContainKeys("type", "format")
        .containsKeys("name", "cells", "missing", "matching", "counterExamples", "reason");
  }

  @Test
  void what_a_steward_said_of_an_item_stays_but_constraints_only_with_its_type() {
    JsonObject document =
        proposal(
            schema(
                """
                {"fields":[
                {"name":"空位","title":{"zh":"空余车位"},"type":"integer","unit":"个","level":"G1","constraints":{"minimum":"0"}},
                {"name":"编码","title":{"zh":"编号"},"type":"integer","constraints":{"minimum":"1"}},
                {"name":"已删除","type":"text"}],
                "missingValues":["","无数据"],"primaryKey":["编码"]}
                """));

    assertThat(document.getJsonArray("fields").getJsonObject(0))
        .hasToString("{\"name\":\"编码\",\"type\":\"code\",\"title\":{\"zh\":\"编号\"}}");
    assertThat(document.getJsonArray("fields").getJsonObject(1))
        .hasToString(
            "{\"name\":\"空位\",\"type\":\"integer\",\"title\":{\"zh\":\"空余车位\"},\"unit\":\"个\","
                + "\"level\":\"G1\",\"constraints\":{\"minimum\":\"0\"}}");
    assertThat(document.getJsonArray("fields")).hasSize(3);
    assertThat(document.getJsonArray("missingValues")).hasToString("[\"\",\"无数据\",\"NA\"]");
    assertThat(document.getJsonArray("primaryKey")).hasToString("[\"编码\"]");
  }

  @Test
  void a_primary_key_that_the_file_does_not_have_is_left_out() {
    JsonObject document =
        proposal(
            schema("{\"fields\":[{\"name\":\"旧\",\"type\":\"text\"}],\"primaryKey\":[\"旧\"]}"));

    assertThat(document).doesNotContainKey("primaryKey");
  }

  private static JsonObject proposal(TableSchema declared) {
    return ProposalWire.document(PROPOSED, declared);
  }

  private static TableSchema schema(String text) {
    return TableSchemaJson.read(json(text));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }
}
