package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServer.class)
class BadRequestsIT {
  private final ContractClient anybody;
  private final ContractClient operator;

  BadRequestsIT(SharedServer.Running city) {
    this.anybody = city.anybody;
    this.operator = city.operator;
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /datasets?lmit=3                                     | unknown-parameter | lmit
          /datasets?limit=abc                                  | invalid-parameter | limit
          /datasets?limit=0                                    | invalid-parameter | limit
          /datasets?limit=1001                                 | invalid-parameter | limit
          /datasets?limit=99999999999999999999999              | invalid-parameter | limit
          /datasets?limit=                                     | invalid-parameter | limit
          /datasets?limit=1&limit=2                            | invalid-parameter | limit
          /datasets?sort=titel                                 | invalid-parameter | sort
          /datasets?opening=open                               | invalid-parameter | opening
          /datasets?q=%00                                      | invalid-parameter | q
          /datasets?sort=relevance                             | invalid-parameter | sort
          /datasets?cursor=abc                                 | cursor-invalid    | cursor
          /datasets?key=cck_x                                  | key-in-query      | key
          /datasets?access_token=cck_x                         | key-in-query      | access_token
          /vocabularies?q=%E4%B8%BB%E9%A2%98                   | unknown-parameter | q
          /datasets/transport.parking/rows?limit=10001         | invalid-parameter | limit
          /datasets/transport.parking/rows?form=typd           | invalid-parameter | form
          /datasets/transport.parking/rows?select=nmae         | unknown-column    | select
          /datasets/transport.parking/rows?sort=nmae           | unknown-column    | sort
          /datasets/transport.parking/rows?filter=free%20%3E   | filter-syntax     | filter
          /datasets/transport.parking/rows?filter=fre%20%3E%201 | unknown-column   | filter
          /datasets/transport.parking/rows?filter=free%20%3E%20%27x%27 | filter-type   | filter
          /datasets/transport.parking/rows?cursor=x            | cursor-invalid    | cursor
          /datasets/transport.parking/export.cvs               | invalid-parameter | format
          /datasets/transport.parking/export.csv?bom=yes       | invalid-parameter | bom
          /datasets/transport.parking/versions/first           | invalid-parameter | version
          """)
  void a_wrong_parameter_is_named(String target, String code, String parameter) throws Exception {
    Answer answer = anybody.get(target);

    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("parameter")).isEqualTo(parameter);
  }

  @Test
  void a_mistyped_name_gets_the_nearest_one() throws Exception {
    assertThat(anybody.get("/datasets?lmit=3").json().getJsonArray("nearest").getString(0))
        .isEqualTo("limit");
    assertThat(anybody.get("/datasets?sort=titel").json().getJsonArray("nearest").getString(0))
        .isEqualTo("title");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/datasets/transport.nothing, not-found, 404",
    "/datasets/x, not-found, 404",
    "/datasets/TRANSPORT.PARKING, not-found, 404",
    "/vocabularies/nothing, not-found, 404",
    "/providers/NOBODY, not-found, 404",
    "/providers/nobody, not-found, 404",
    "/nothing, not-found, 404",
    "/datasets/transport.parking/versions/99, not-found, 404",
    "/keys, key-missing, 401",
    "/changes, key-missing, 401",
    "/datasets/transport.parking/loads, key-missing, 401",
    "/datasets/transport.parking/revisions, key-missing, 401"
  })
  void what_is_not_there_or_not_for_everybody_is_refused(String target, String code, int status)
      throws Exception {
    Answer answer = anybody.get(target);

    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                           | malformed-json
          `   `                                        | malformed-json
          `{`                                          | malformed-json
          `{"namespace": "a",, }`                      | malformed-json
          `{"namespace": "a", "namespace": "b"}`       | malformed-json
          `{"namespace": "a"} {}`                      | malformed-json
          `"停车"`                                      | malformed-json
          `[]`                                         | invalid-body
          `{}`                                         | invalid-body
          `{"namespace": 5}`                           | invalid-body
          `{"namespace": "ab", "code": "11341000MB1234567X", "name": {"zh": "局"}, "nmae": 1}` | invalid-body
          """)
  void a_body_that_is_no_provider_is_refused(String body, String code) throws Exception {
    Answer answer = operator.post("/providers", body);

    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
  }

  @Test
  void malformed_json_says_where() throws Exception {
    Answer answer = operator.post("/providers", "{\n  \"name\": \"局\",, }");

    assertThat(answer.json().getString("detail")).contains("line 2");
    assertThat(answer.json().getInt("position")).isBetween(14, 16);
  }

  @Test
  void every_mistake_of_a_body_is_listed_with_its_place() throws Exception {
    Answer answer =
        operator.post(
            "/providers", "{\"namspace\": \"ab\", \"code\": 5, \"name\": {\"zh\": \"\"}}");

    assertThat(answer.json().getJsonArray("findings").toString())
        .contains("\"pointer\":\"/namspace\"", "\"nearest\":[\"namespace\"")
        .contains(
            "\"pointer\":\"/code\"", "\"pointer\":\"/name/zh\"", "\"pointer\":\"/namespace\"");
  }

  @Test
  void deep_nesting_and_huge_numbers_are_refused() throws Exception {
    String deep = "[".repeat(100_000);
    String number = "{\"namespace\": " + "9".repeat(100_000) + "}";

    assertThat(operator.post("/providers", deep).status()).isEqualTo(400);
    assertThat(operator.post("/providers", number).status()).isIn(400, 422);
  }

  @Test
  void a_body_that_is_not_utf_8_is_refused() throws Exception {
    byte[] gbk = "{\"namespace\": \"停车\"}".getBytes(Charset.forName("GB18030"));

    Answer answer =
        operator.send("POST", "/api/v1/providers", gbk, "Content-Type", "application/json");

    assertThat(answer.code()).isEqualTo("malformed-json");
  }

  @Test
  void a_body_over_two_mebibytes_is_refused() throws Exception {
    String large = "{\"filter\": \"" + "x".repeat(2 << 20) + "\"}";

    Answer answer = anybody.post("/datasets/transport.parking/rows/query", large);

    assertThat(answer.code()).isEqualTo("body-too-large");
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void another_media_type_is_refused() throws Exception {
    byte[] form = "a=1".getBytes(StandardCharsets.UTF_8);

    assertThat(
            operator.send("POST", "/api/v1/providers", form, "Content-Type", "text/plain").code())
        .isEqualTo("unsupported-media-type");
    assertThat(operator.post("/providers", "{}", "Content-Encoding", "gzip").code())
        .isEqualTo("unsupported-media-type");
    assertThat(anybody.get("/vocabularies", "Accept", "text/html").code())
        .isEqualTo("not-acceptable");
  }

  @Test
  void another_method_is_refused_and_the_right_ones_are_named() throws Exception {
    Answer answer = anybody.send("PATCH", "/api/v1/vocabularies", new byte[0]);

    assertThat(answer.code()).isEqualTo("method-not-allowed");
    assertThat(answer.header("Allow")).contains("GET").doesNotContain("PATCH");
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer cck_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "Bearer x",
    "Bearer",
    "Basic dTpw",
    "cck_x"
  })
  void a_key_that_is_none_makes_nobody_anonymous(String authorization) throws Exception {
    Answer answer = anybody.get("/vocabularies", "Authorization", authorization);

    assertThat(answer.code()).isEqualTo("key-invalid");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void a_revoked_key_opens_nothing() throws Exception {
    Answer made = operator.post("/keys", "{\"label\": \"试用\", \"kind\": \"enterprise\"}");
    String secret = made.json().getString("secret");
    String id = made.json().getJsonObject("key").getString("id");
    assertThat(anybody.withKey(secret).get("/vocabularies").status()).isEqualTo(200);

    assertThat(operator.delete("/keys/" + id).status()).isEqualTo(204);

    assertThat(anybody.withKey(secret).get("/vocabularies").code()).isEqualTo("key-invalid");
    assertThat(operator.delete("/keys/" + id).code()).isEqualTo("not-found");
  }

  @Test
  void only_the_operator_makes_keys_and_providers() throws Exception {
    String secret =
        operator
            .post("/keys", "{\"label\": \"公司\", \"kind\": \"enterprise\"}")
            .json()
            .getString("secret");
    ContractClient company = anybody.withKey(secret);

    assertThat(company.get("/keys").code()).isEqualTo("forbidden");
    assertThat(company.post("/keys", "{\"label\": \"x\", \"kind\": \"operator\"}").code())
        .isEqualTo("forbidden");
    assertThat(company.get("/datasets/transport.parking/revisions").code()).isEqualTo("forbidden");
  }

  @Test
  void loads_of_a_dataset_are_forbidden_where_it_is_seen_and_absent_where_it_is_not()
      throws Exception {
    ContractClient company =
        anybody.withKey(
            operator
                .post("/keys", "{\"label\": \"公司\", \"kind\": \"enterprise\"}")
                .json()
                .getString("secret"));
    operator.post("/datasets", Entries.minimal("transport.draft-loads"));

    for (String loads : List.of("/loads", "/loads/aaaaaaaaaaaaaaaaaaaa")) {
      assertThat(company.get("/datasets/transport.parking" + loads).code()).isEqualTo("forbidden");
      assertThat(company.get("/datasets/transport.draft-loads" + loads).code())
          .isEqualTo("not-found");
      assertThat(company.get("/datasets/transport.nowhere" + loads).code()).isEqualTo("not-found");
    }
    assertThat(company.delete("/datasets/transport.parking/loads/aaaaaaaaaaaaaaaaaaaa").code())
        .isEqualTo("forbidden");
    assertThat(operator.get("/datasets/transport.parking/loads/aaaaaaaaaaaaaaaaaaaa").code())
        .isEqualTo("not-found");
  }

  @Test
  void an_answer_speaks_the_callers_language() throws Exception {
    Answer chinese = anybody.get("/nothing", "Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8");
    Answer english = anybody.get("/nothing", "Accept-Language", "en-GB");
    Answer neither = anybody.get("/nothing", "Accept-Language", "][");

    assertThat(chinese.json().getString("title")).contains("没有");
    assertThat(chinese.header("Content-Language")).isEqualTo("zh");
    assertThat(english.json().getString("title")).startsWith("There is nothing");
    assertThat(neither.json().getString("title")).startsWith("There is nothing");
  }

  @Test
  void a_request_id_is_kept_if_it_is_a_plain_token() throws Exception {
    assertThat(anybody.get("/nothing", "Request-Id", "trace-0001").json().getString("requestId"))
        .isEqualTo("trace-0001");
    assertThat(anybody.get("/nothing", "Request-Id", "a b<script>").json().getString("requestId"))
        .matches("[a-z0-9]{20}");
  }

  @Test
  void what_is_hidden_is_answered_like_what_is_not_there() throws Exception {
    String entry = Entries.minimal("transport.hidden");
    assertThat(operator.post("/datasets", entry).status()).isIn(201, 409);

    for (String rest : new String[] {"", "/schema", "/rows", "/export.csv", "/versions"}) {
      Answer hidden = anybody.get("/datasets/transport.hidden" + rest);
      Answer absent = anybody.get("/datasets/transport.nobody" + rest);

      assertThat(withoutId(hidden)).isEqualTo(withoutId(absent));
      assertThat(hidden.headers().map().keySet()).isEqualTo(absent.headers().map().keySet());
    }
  }

  @Test
  void no_answer_tells_what_the_server_is_made_of() throws Exception {
    for (String target : new String[] {"/", "/index.html", "/WEB-INF/web.xml", "/api", "/api/v1"}) {
      Answer answer = anybody.send("GET", target, null);

      assertThat(answer.code()).as(target).isEqualTo("not-found");
      assertThat(answer.headers().map().keySet())
          .doesNotContain("$WSEP", "Server", "X-Powered-By")
          .noneMatch(name -> name.contains("liberty"));
    }
  }

  private static String withoutId(Answer answer) {
    return answer.text().replaceAll("\"requestId\":\"[^\"]*\"", "");
  }
}
