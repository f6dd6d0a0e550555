package org.citycatalog.app.demo;

import static org.citycatalog.app.demo.Picks.between;
import static org.citycatalog.app.demo.Picks.oneOf;
import static org.citycatalog.app.demo.Picks.percent;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import org.citycatalog.app.demo.DemoDataset.FileBody;
import org.citycatalog.catalog.Uscc;

/// 5 000 invented enterprises as CSV.
final class Enterprises implements FileBody {
  private static final long SEED = 341_000_006L;
  private static final int ROWS = 5_000;
  private static final LocalDate LAST_DAY = LocalDate.parse("2026-10-30");

  /// Weights of the first eight characters of an organisation code (GB 11714).
  private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};

  private static final String[] TRADES = {
    "云岭", "新安", "松谷", "练江", "率水", "齐云", "徽韵", "丰乐", "白岳", "横江", "漳河", "毛峰"
  };
  private static final Business[] BUSINESSES = {
    new Business("茶业", "C1530"), new Business("茶叶种植", "A0164"), new Business("旅行社", "L7291"),
    new Business("酒店管理", "H6110"), new Business("民宿", "H6130"), new Business("餐饮管理", "H6210"),
    new Business("商贸超市", "F5212"), new Business("建筑工程", "E4710"), new Business("汽车零部件", "C3670"),
    new Business("软件", "I6513"), new Business("竹制品", "C2041"), new Business("中药饮片", "C2730")
  };

  private final Places places;

  Enterprises(Places places) {
    this.places = places;
  }

  private record Business(String word, String industry) {}

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Random random = new Random(SEED);
    CsvText csv = new CsvText(out);
    csv.row(
        "uscc",
        "name",
        "type",
        "reg_capital",
        "reg_addr",
        "division",
        "industry",
        "established",
        "status");
    for (int i = 1; i <= ROWS; i++) {
      row(i, random, csv);
    }
    csv.flush();
  }

  private void row(int number, Random random, CsvText csv) throws IOException {
    var district = places.any(random);
    Business business = oneOf(BUSINESSES, random);
    String type = type(random);
    csv.row(
        code(district.code(), number),
        "黄山"
            + oneOf(TRADES, random)
            + business.word()
            + ending(type)
            + String.format(Locale.ROOT, "（演示%04d）", number),
        type,
        percent(3, random) ? "" : capital(random),
        "黄山市" + district.name() + district.street(random) + between(1, 400, random) + "号",
        district.code(),
        business.industry(),
        LAST_DAY.minusDays(random.nextInt(25 * 365)),
        status(random));
  }

  /// A code whose last character is right, and whose organisation code inside (characters 9 to 17)
  /// has a wrong check character: no real unit can have it.
  private static String code(String division, int number) {
    String body = String.format(Locale.ROOT, "MADM%04d", number);
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      sum += Character.digit(body.charAt(i), 36) * ORGANISATION_WEIGHTS[i];
    }
    int right = (11 - sum % 11) % 11; // 10 is written X
    String first17 = "91" + division + body + (right + 1) % 10;
    return new Uscc(first17 + Uscc.checkCharacter(first17)).value();
  }

  private static String type(Random random) {
    int share = random.nextInt(100);
    return share < 78 ? "有限责任公司" : share < 83 ? "股份有限公司" : share < 94 ? "个人独资企业" : "合伙企业";
  }

  private static String ending(String type) {
    return switch (type) {
      case "有限责任公司" -> "有限公司";
      case "股份有限公司" -> "股份有限公司";
      case "合伙企业" -> "合伙企业";
      default -> "经营部";
    };
  }

  /// In 10 000 yuan, some with decimals.
  private static String capital(Random random) {
    int round = oneOf(new Integer[] {10, 30, 50, 100, 200, 500, 1000, 3000}, random);
    return percent(10, random)
        ? BigDecimal.valueOf(between(100, 99_999, random), 2).toString()
        : round + "";
  }

  private static String status(Random random) {
    int share = random.nextInt(100);
    return share < 82 ? "存续" : share < 95 ? "注销" : share < 98 ? "吊销" : "迁出";
  }
}
