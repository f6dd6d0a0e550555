package org.citycatalog.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.search.SmallCatalog.audience;
import static org.citycatalog.search.SmallCatalog.ids;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.sharing.Audience;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetSearchTest {
  private static final Audience EVERYONE = audience(Caller.Kind.PUBLIC, null);

  @TempDir Path folder;
  private SmallCatalog city;

  @BeforeEach
  void open() {
    city = new SmallCatalog(folder);
  }

  @AfterEach
  void close() {
    city.close();
  }

  private void aCity() {
    city.publish(
        Entries.of("transport.parking", "公共停车场空闲车位")
            .english("Free spaces of public car parks")
            .summary("屯溪区各停车场每五分钟更新一次的空闲车位数")
            .keywords("停车", "车位")
            .item("freeSpaces", "空闲车位数")
            .item("park_id", "停车场编号")
            .theme("traffic")
            .formats("csv", "json"),
        Entries.of("env.air-quality", "空气质量监测数据")
            .summary("全市各站点PM2.5、PM10与臭氧的小时值，<b>实时</b>发布")
            .keywords("大气")
            .cycle("realtime"),
        Entries.of("market.enterprise", "企业法人基础信息")
            .summary("登记在册的企业与其统一社会信用代码")
            .item("uscc", "统一社会信用代码")
            .sharing(AccessClass.CONDITIONAL),
        Entries.of("transport.bus-stop", "公交站点").summary("公交车站的位置与线路").theme("traffic"));
  }

  @ParameterizedTest(name = "{0} finds {1}")
  @CsvSource({
    "停车场, transport.parking",
    "停車場, transport.parking",
    "空氣品質, ''",
    "空氣質量, env.air-quality",
    "空, env.air-quality transport.parking",
    "ＰＭ２．５, env.air-quality",
    "pm2.5, env.air-quality",
    "PM, env.air-quality",
    "空闲 车位, transport.parking",
    "空闲 空气, ''",
    "car parks, transport.parking",
    "park, transport.parking",
    "spaces free, transport.parking",
    "space, transport.parking",
    "xpark, ''",
    "统一社会信用代码, market.enterprise",
    "uscc, market.enterprise",
    "spaces, transport.parking",
    "交通运输, transport.bus-stop transport.parking",
    "黄山市交通运输局, transport.bus-stop transport.parking",
    "transport.bus-stop, transport.bus-stop",
    "气空, ''",
    "车停, ''",
    "屯溪区停车场空闲车位, transport.parking",
  })
  void words_find_entries_in_any_field_and_either_script(String q, String expected)
      throws Exception {
    aCity();

    assertThat(String.join(" ", ids(city.everyone(q)).stream().sorted().toList()))
        .isEqualTo(expected);
  }

  @Test
  void strange_words_find_nothing_and_break_nothing() throws Exception {
    aCity();

    for (String q :
        List.of(
            "", " ", "　", "。", "*", "\"", "AND", "a:b", "\\", "\0", "\uD800", "<em>", "()", "𠀀")) {
      assertThat(city.everyone(q).total()).as(q).isZero();
    }
    assertThat(city.everyone("字".repeat(500)).total()).isZero();
    assertThat(city.everyone("a b c d e ".repeat(50)).total()).isLessThanOrEqualTo(4);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      many.append((char) (0x4e00 + i * 37));
    }
    assertThat(city.everyone(many.toString()).total()).isLessThanOrEqualTo(4);
  }

  @Test
  void a_question_finds_what_holds_a_part_of_its_words_and_what_holds_all_of_them_first()
      throws Exception {
    aCity();

    assertThat(city.ids("哪些数据集里有企业的统一社会信用代码？")).first().isEqualTo("market.enterprise");
    assertThat(city.ids("停车场的空闲车位数量是多少")).first().isEqualTo("transport.parking");
    assertThat(city.ids("where are free spaces in public car parks near me"))
        .first()
        .isEqualTo("transport.parking");
  }

  @Test
  void a_long_name_finds_what_holds_all_of_it_and_nothing_else() throws Exception {
    city.publish(
        Entries.of("market.aa", "企业").item("uscc", "统一社会信用代码"),
        Entries.of("market.bb", "社会信用"),
        Entries.of("market.cc", "统一代码"));

    assertThat(city.ids("统一社会信用代码")).containsExactly("market.aa");
    assertThat(city.ids("社会组织统一信用代码表")).contains("market.bb", "market.cc");
  }

  @Test
  void an_exact_title_comes_first_whatever_else_holds_the_words() throws Exception {
    city.publish(
        Entries.of("env.aa", "公交站点公交站点公交站点").summary("公交站点公交站点").keywords("公交站点"),
        Entries.of("env.zz", "公交站點").summary("很长的说明".repeat(50)));

    assertThat(city.ids("公交站点")).containsExactly("env.zz", "env.aa");
    assertThat(city.ids(" 公交站点 ")).first().isEqualTo("env.zz");
  }

  @Test
  void a_word_in_the_title_weighs_more_than_one_in_the_summary() throws Exception {
    city.publish(
        Entries.of("env.aa", "河流").summary("水质"), Entries.of("env.bb", "水质").summary("河流"));

    assertThat(city.ids("水质")).containsExactly("env.bb", "env.aa");
  }

  @Test
  void equal_hits_are_in_the_order_of_their_ids() throws Exception {
    city.publish(
        Entries.of("env.cc", "水质监测"), Entries.of("env.aa", "水质监测"), Entries.of("env.bb", "水质监测"));

    assertThat(city.ids("水质")).containsExactly("env.aa", "env.bb", "env.cc");
  }

  @Test
  void facets_count_the_hits_and_nothing_else() throws Exception {
    aCity();

    SearchPage page = city.page(EVERYONE, SearchRequest.of("停车场").withLimit(1));

    assertThat(page.facets().keySet())
        .containsExactly("theme", "provider", "format", "sharing", "opening", "updateCycle");
    assertThat(page.facets().get("format"))
        .containsExactly(new FacetCount("csv", 1), new FacetCount("json", 1));
    assertThat(page.facets().get("provider")).containsExactly(new FacetCount("transport", 1));
    assertThat(city.page(EVERYONE, SearchRequest.of(null)).facets().get("sharing"))
        .containsExactly(new FacetCount("unconditional", 3), new FacetCount("conditional", 1));
  }

  @Test
  void filters_of_one_kind_are_alternatives_and_of_several_kinds_all_hold() throws Exception {
    aCity();
    SearchRequest request =
        new SearchRequest(
            null,
            List.of(),
            List.of("transport", "market", "nobody"),
            List.of("csv"),
            List.of(AccessClass.UNCONDITIONAL),
            List.of(),
            List.of("daily"),
            SearchRequest.Sort.TITLE,
            20,
            null);

    assertThat(ids(city.page(EVERYONE, request)))
        .containsExactly("transport.parking", "transport.bus-stop");
  }

  @Test
  void titles_are_sorted_as_chinese_is_and_dates_newest_first() throws Exception {
    city.publish(
        Entries.of("env.aa", "中心").issued("2026-01-03"), Instant.parse("2026-03-01T00:00:00Z"));
    city.publish(
        Entries.of("env.bb", "安全").issued("2026-01-01"), Instant.parse("2026-03-03T00:00:00Z"));
    city.publish(
        Entries.of("env.cc", "黄山").issued("2026-01-02"), Instant.parse("2026-03-02T00:00:00Z"));
    SearchRequest all = SearchRequest.of(null);

    assertThat(ids(city.page(EVERYONE, all.withSort(SearchRequest.Sort.TITLE))))
        .containsExactly("env.bb", "env.cc", "env.aa");
    assertThat(ids(city.page(EVERYONE, all.withSort(SearchRequest.Sort.ISSUED))))
        .containsExactly("env.aa", "env.cc", "env.bb");
    assertThat(ids(city.page(EVERYONE, all))).containsExactly("env.bb", "env.cc", "env.aa");
  }

  @Test
  void the_words_found_are_marked_in_the_original_text_and_the_rest_is_escaped() throws Exception {
    city.publish(
        Entries.of("env.aa", "<b>空氣品質</b> & PM2.5").keywords("空气", "大气").item("code", "空气站\"码\""));

    SearchHit hit = city.everyone("空气").hits().getFirst();

    assertThat(hit.highlights())
        .containsEntry("title", "&lt;b&gt;<em>空氣</em>品質&lt;/b&gt; &amp; PM2.5")
        .containsEntry("keywords", "<em>空气</em>")
        .containsEntry("items", "code <em>空气</em>站&quot;码&quot;")
        .doesNotContainKey("summary");
    assertThat(city.everyone("pm").hits().getFirst().highlights().get("title"))
        .endsWith("&amp; <em>PM2.5</em>");
  }

  @Test
  void a_long_text_is_shown_around_its_first_match() throws Exception {
    city.publish(Entries.of("env.aa", "水").summary("前".repeat(1000) + "水质" + "后".repeat(1000)));

    String shown = city.everyone("水质").hits().getFirst().highlights().get("summary");

    assertThat(shown)
        .startsWith("…前")
        .endsWith("后…")
        .contains("前<em>水质</em>后")
        .hasSizeLessThan(320);
  }

  @Test
  void relevance_without_words_is_a_mistake() {
    SearchAnswer answer =
        city.search.search(EVERYONE, SearchRequest.of(null).withSort(SearchRequest.Sort.RELEVANCE));

    assertThat(answer).isInstanceOf(SearchAnswer.Mistake.class);
  }

  @Test
  void a_cursor_is_of_use_for_the_same_question_of_the_same_audience_alone() throws Exception {
    aCity();
    SearchRequest request = SearchRequest.of(null).withLimit(1);
    String next = city.page(EVERYONE, request).next();
    Audience applicant = audience(Caller.Kind.ENTERPRISE, null);

    assertThat(city.search.search(EVERYONE, request.withCursor(next).withLimit(2)))
        .isInstanceOf(SearchPage.class);
    for (SearchAnswer answer :
        List.of(
            city.search.search(applicant, request.withCursor(next)),
            city.search.search(EVERYONE, SearchRequest.of("停车").withCursor(next)),
            city.search.search(
                EVERYONE, request.withSort(SearchRequest.Sort.TITLE).withCursor(next)),
            city.search.search(EVERYONE, request.withCursor("屯溪")),
            city.search.search(EVERYONE, request.withCursor("")))) {
      assertThat(answer)
          .isInstanceOfSatisfying(
              SearchAnswer.Mistake.class,
              mistake -> assertThat(mistake.code()).isEqualTo("cursor-invalid"));
    }
  }

  @Test
  void pages_neither_lose_nor_double_an_entry_that_stays_while_others_come_and_go()
      throws Exception {
    for (int i = 0; i < 30; i++) {
      city.publish(
          Entries.of("env.w%02d".formatted(i), "水质监测" + "站".repeat(i % 7))
              .summary("水".repeat(i + 1)));
    }
    SearchRequest request = SearchRequest.of("水质").withLimit(7);
    SearchPage page = city.page(EVERYONE, request);
    List<String> seen = new java.util.ArrayList<>(ids(page));

    for (int turn = 0; page.next() != null; turn++) {
      city.publish(
          Entries.of("env.new-a%d".formatted(turn), "水质水质").summary("水质".repeat(200)),
          Entries.of("env.new-b%d".formatted(turn), "风力").summary("风".repeat(999)));
      city.move(new DatasetId(seen.getFirst()), DatasetState.WITHDRAWN, Entries.MONDAY);
      seen.removeFirst();
      page = city.page(EVERYONE, request.withCursor(page.next()));
      ids(page).stream().filter(id -> id.startsWith("env.w")).forEach(seen::add);
      assertThat(page.total()).isEqualTo(30); // one came with the words, one went
    }

    assertThat(seen).doesNotHaveDuplicates().hasSize(30 - 4);
  }

  @Test
  void pages_of_any_size_and_order_are_the_whole_answer_cut() throws Exception {
    aCity();
    for (SearchRequest.Sort sort : SearchRequest.Sort.values()) {
      SearchRequest request = SearchRequest.of("车 站 数据 位 点 与").withSort(sort);
      List<String> whole = ids(city.page(EVERYONE, request));

      List<String> cut =
          city.pages(EVERYONE, request.withLimit(1)).stream()
              .flatMap(page -> ids(page).stream())
              .toList();

      assertThat(cut).isEqualTo(whole).hasSizeGreaterThan(1);
    }
  }

  @Test
  void each_audience_finds_what_it_may_know_of_and_each_entry_once() throws Exception {
    city.publish(
        Entries.of("env.open", "水质"),
        Entries.of("env.conditional", "水质").opening(AccessClass.CONDITIONAL),
        Entries.of("env.withheld", "水质").opening(AccessClass.WITHHELD));
    city.draft(Entries.of("env.draft", "水质"), Entries.MONDAY);

    assertThat(found(Caller.Kind.PUBLIC, null)).containsExactly("env.open");
    assertThat(found(Caller.Kind.ENTERPRISE, null)).containsExactly("env.conditional", "env.open");
    assertThat(found(Caller.Kind.DEPARTMENT, "market"))
        .containsExactly("env.conditional", "env.open", "env.withheld");
    assertThat(found(Caller.Kind.DEPARTMENT, "env"))
        .containsExactly("env.conditional", "env.draft", "env.open", "env.withheld");
    assertThat(found(Caller.Kind.OPERATOR, null))
        .containsExactly("env.conditional", "env.draft", "env.open", "env.withheld");
  }

  private List<String> found(Caller.Kind kind, @Nullable String provider)
      throws InterruptedException {
    SearchPage page = city.page(audience(kind, provider), SearchRequest.of("水质"));
    assertThat(page.total()).isEqualTo(page.hits().size());
    return ids(page);
  }

  @Test
  void an_edit_is_found_by_its_new_words_alone() throws Exception {
    city.publish(Entries.of("env.aa", "水质"));
    city.edit(Entries.of("env.aa", "噪声"), Entries.MONDAY);

    assertThat(city.ids("水质")).isEmpty();
    assertThat(city.ids("噪声")).containsExactly("env.aa");
  }
}
