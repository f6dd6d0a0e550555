package org.citycatalog.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Mask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaskingTest {
  private static final DatasetId TICKETS = new DatasetId("hotline.tickets");
  private static final byte[] KEY = new byte[32];

  @Test
  void a_prefix_counts_characters_and_not_their_halves() {
    assertThat(shown(new Mask.KeepPrefix(1), ColumnType.TEXT, "𠮷野家")).isEqualTo("𠮷");
    assertThat(shown(new Mask.KeepPrefix(3), ColumnType.CODE, "13955912345")).isEqualTo("139");
    assertThat(shown(new Mask.KeepPrefix(5), ColumnType.TEXT, "张三")).isEqualTo("张三");
  }

  @Test
  void a_region_is_the_division_at_the_front_of_a_number_and_never_its_check_digit() {
    assertThat(shown(new Mask.KeepRegion(6), ColumnType.CODE, "341002199001010014"))
        .isEqualTo("341002");
  }

  @Test
  void a_time_keeps_the_year_of_its_own_offset() {
    assertThat(shown(new Mask.Year(), ColumnType.DATE, "1990-12-31")).isEqualTo("1990");
    assertThat(shown(new Mask.Year(), ColumnType.DATETIME, "2026-01-01T00:30:00+08:00"))
        .isEqualTo("2026");
  }

  @Test
  void an_age_is_that_of_the_first_of_january_so_that_no_daily_load_tells_a_birthday() {
    Mask band = new Mask.AgeBand(5);
    Instant before = Instant.parse("2026-06-30T04:00:00Z");
    Instant birthday = Instant.parse("2026-07-01T04:00:00Z");

    assertThat(shown(band, "2001-07-01", before)).isEqualTo("20-24");
    assertThat(shown(band, "2001-07-01", birthday)).isEqualTo("20-24");
    assertThat(shown(band, "2001-01-01", before)).isEqualTo("25-29");
    assertThat(shown(band, "2001-01-02", before)).isEqualTo("20-24");
  }

  @Test
  void the_year_of_an_age_begins_in_the_city() {
    Mask band = new Mask.AgeBand(5);

    assertThat(shown(band, "2001-01-01", Instant.parse("2025-12-31T15:59:59Z"))).isEqualTo("20-24");
    assertThat(shown(band, "2001-01-01", Instant.parse("2025-12-31T16:00:00Z"))).isEqualTo("25-29");
  }

  @Test
  void who_was_born_in_the_year_is_in_the_first_band_and_who_is_yet_to_be_born_in_none() {
    Mask band = new Mask.AgeBand(5);
    Instant loaded = Instant.parse("2026-06-30T04:00:00Z");

    assertThat(shown(band, "2026-03-01", loaded)).isEqualTo("0-4");
    assertThat(shown(band, "2027-01-01", loaded)).isNull();
  }

  @Test
  void numbers_are_rounded_to_a_multiple_and_put_into_intervals() {
    Mask hundreds = new Mask.Round(new BigDecimal("100"));
    assertThat(shown(hundreds, ColumnType.INTEGER, "1250")).isEqualTo("1200");
    assertThat(shown(hundreds, ColumnType.DECIMAL, "-1350.5")).isEqualTo("-1400");
    assertThat(shown(new Mask.Round(new BigDecimal("0.05")), ColumnType.DECIMAL, "1.13"))
        .isEqualTo("1.15");
    Mask bands = new Mask.Bucket(List.of(BigDecimal.TEN, BigDecimal.valueOf(100)));
    assertThat(shown(bands, ColumnType.INTEGER, "9")).isEqualTo("<10");
    assertThat(shown(bands, ColumnType.INTEGER, "10")).isEqualTo("10..100");
    assertThat(shown(bands, ColumnType.DECIMAL, "100.0")).isEqualTo(">=100");
  }

  @Test
  void a_point_becomes_the_cell_it_is_in() {
    // the worked example of the geohash's author: 57.64911, 10.40744 is u4pruydqqvj
    assertThat(shown(new Mask.Geohash(8), ColumnType.POINT, "10.40744 57.64911"))
        .isEqualTo("u4pruydq");
  }

  @Test
  void a_pseudonym_is_the_same_for_the_same_value_and_differs_between_keys_columns_and_datasets() {
    String one = shown(new Mask.Pseudonym(), ColumnType.CODE, "13955912345");

    assertThat(one)
        .hasSize(22)
        .isEqualTo(shown(new Mask.Pseudonym(), ColumnType.CODE, "13955912345"));
    assertThat(shown(new Mask.Pseudonym(), ColumnType.CODE, "13955912346")).isNotEqualTo(one);
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(
            masking("c", new Mask.Pseudonym(), ColumnType.CODE, other, TICKETS)
                .shown("13955912345"))
        .isNotEqualTo(one);
    assertThat(
            masking("d", new Mask.Pseudonym(), ColumnType.CODE, KEY, TICKETS).shown("13955912345"))
        .isNotEqualTo(one);
    assertThat(
            masking(
                    "c",
                    new Mask.Pseudonym(),
                    ColumnType.CODE,
                    KEY,
                    new DatasetId("hotline.others"))
                .shown("13955912345"))
        .isNotEqualTo(one);
  }

  @Test
  void a_pseudonym_is_the_hash_of_its_value_which_no_later_release_may_change() throws Exception {
    Map<ColumnType, List<String>> values =
        Map.of(
            ColumnType.TEXT, List.of(" 张三 ", " 张三 "),
            ColumnType.CODE, List.of("0013", "0013"),
            ColumnType.INTEGER, List.of(" +13", "Int[number=13]"),
            ColumnType.DECIMAL, List.of("-1.50e2", "-150"),
            ColumnType.BOOLEAN, List.of("TRUE", "Bool[truth=true]"),
            ColumnType.DATE, List.of("2026-01-02", "Day[day=2026-01-02]"),
            ColumnType.DATETIME, List.of("2026-01-01T08:00:00+08:00", "2026-01-01T00:00:00Z"));
    Mac hmac = Mac.getInstance("HmacSHA256");
    hmac.init(new SecretKeySpec(KEY, "HmacSHA256"));

    for (Map.Entry<ColumnType, List<String>> each : values.entrySet()) {
      hmac.update(new byte[] {0, 0, 0, 17});
      hmac.update("hotline.tickets c".getBytes(StandardCharsets.UTF_8));
      byte[] hash = hmac.doFinal(each.getValue().get(1).getBytes(StandardCharsets.UTF_8));
      assertThat(shown(new Mask.Pseudonym(), each.getKey(), each.getValue().get(0)))
          .as("%s", each.getKey())
          .isEqualTo(
              Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
    }
  }

  @Test
  void equal_values_have_equal_masks_however_they_were_written() {
    Mask pseudonym = new Mask.Pseudonym();
    assertThat(shown(pseudonym, ColumnType.DECIMAL, "1.50"))
        .isEqualTo(shown(pseudonym, ColumnType.DECIMAL, "+1.5"));
    assertThat(shown(pseudonym, ColumnType.DATETIME, "2026-01-01T08:00:00+08:00"))
        .isEqualTo(shown(pseudonym, ColumnType.DATETIME, "2026-01-01T00:00:00Z"));
  }

  @Test
  void what_is_missing_or_unreadable_shows_nothing_of_its_text() {
    for (Mask mask :
        List.of(new Mask.Round(BigDecimal.ONE), new Mask.Pseudonym(), new Mask.Null())) {
      assertThat(shown(mask, ColumnType.INTEGER, "not a number")).isNull();
      assertThat(shown(mask, ColumnType.INTEGER, "")).isNull();
      assertThat(shown(mask, ColumnType.INTEGER, null)).isNull();
    }
  }

  private static @Nullable String shown(Mask mask, ColumnType type, @Nullable String text) {
    return masking("c", mask, type, KEY, TICKETS).shown(text);
  }

  private static @Nullable String shown(Mask mask, String date, Instant loaded) {
    return masking("c", mask, ColumnType.DATE, loaded, KEY, TICKETS).shown(date);
  }

  private static Masking masking(
      String column, Mask mask, ColumnType type, byte[] key, DatasetId dataset) {
    return masking(column, mask, type, Instant.parse("2026-01-01T17:00:00Z"), key, dataset);
  }

  private static Masking masking(
      String column, Mask mask, ColumnType type, Instant loaded, byte[] key, DatasetId dataset) {
    return new Masking(
        new Permit.PermittedColumn(0, Item.of(column, type), ItemRight.ALL, mask),
        List.of(""),
        loaded,
        key,
        dataset);
  }
}
