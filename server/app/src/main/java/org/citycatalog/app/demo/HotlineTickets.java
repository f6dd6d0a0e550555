package org.citycatalog.app.demo;

import static org.citycatalog.app.demo.Picks.between;
import static org.citycatalog.app.demo.Picks.oneOf;
import static org.citycatalog.app.demo.Picks.percent;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.citycatalog.app.demo.DemoDataset.FileBody;

/// 3 000 invented tickets as CSV, July to September 2026. No caller and no telephone number can
/// exist.
final class HotlineTickets implements FileBody {
  private static final long SEED = 341_000_038L;
  private static final int ROWS = 3_000;
  private static final LocalDateTime FIRST = LocalDateTime.parse("2026-07-01T00:00:00");
  private static final LocalDateTime LAST = LocalDateTime.parse("2026-10-01T00:00:00");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String[] CHANNELS = {"电话", "电话", "电话", "微信", "网站", "客户端"};
  private static final Topic[] TOPICS = {
    new Topic("0101", "停车管理", "城市管理部门（演示）", "反映%s附近停车难，车辆占用人行道，希望增加停车位。"),
    new Topic("0102", "占道经营", "城市管理部门（演示）", "反映%s夜间有摊贩占道经营，影响通行。"),
    new Topic("0201", "噪声扰民", "生态环境部门（演示）", "反映%s的工地夜间施工，噪声扰民。"),
    new Topic("0202", "空气污染", "生态环境部门（演示）", "反映%s有餐饮油烟直排，空气气味大。"),
    new Topic("0301", "公交出行", "交通运输部门（演示）", "反映%s的公交班次少，希望早晚高峰增加车辆。"),
    new Topic("0302", "道路破损", "交通运输部门（演示）", "反映%s路面破损、积水，希望尽快修复。"),
    new Topic("0401", "供水", "供水单位（演示）", "咨询%s停水的原因和恢复时间。"),
    new Topic("0501", "旅游消费", "文化和旅游部门（演示）", "反映在%s购买茶叶，价格与标示不符，要求退款。"),
    new Topic("0601", "社会保障", "人力资源和社会保障部门（演示）", "咨询%s居民养老保险的缴费办法。"),
    new Topic("0701", "物业管理", "住房和城乡建设部门（演示）", "反映%s小区电梯常坏，“物业”推诿,一直没有修。")
  };

  private final Places places;

  HotlineTickets(Places places) {
    this.places = places;
  }

  private record Topic(String code, String name, String office, String text) {}

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Random random = new Random(SEED);
    CsvText csv = new CsvText(out);
    csv.row(
        "ticket",
        "at",
        "channel",
        "class_code",
        "class",
        "division",
        "text",
        "caller",
        "phone",
        "org",
        "due",
        "done",
        "satisfied");
    for (int i = 1; i <= ROWS; i++) {
      row(i, random, csv);
    }
    csv.flush();
  }

  private void row(int number, Random random, CsvText csv) throws IOException {
    var district = places.any(random);
    Topic topic = oneOf(TOPICS, random);
    // Evenly through the quarter, so that numbers and times rise together.
    LocalDateTime at =
        FIRST.plusMinutes(44L * (number - 1) + random.nextInt(44)).plusSeconds(random.nextInt(60));
    LocalDateTime done = at.plusMinutes(between(30, 9 * 24 * 60, random));
    boolean isDone = done.isBefore(LAST);
    csv.row(
        String.format(Locale.ROOT, "HS%tY%<tm%<td%04d", at, number),
        TIME.format(at),
        oneOf(CHANNELS, random),
        topic.code(),
        topic.name(),
        district.code(),
        topic.text().formatted(district.name() + district.street(random)),
        String.format(Locale.ROOT, "来电人%04d", between(1, 2400, random)),
        String.format(Locale.ROOT, "000%08d", random.nextInt(100_000_000)),
        topic.office(),
        TIME.format(at.plusDays(7)),
        isDone ? TIME.format(done) : "",
        isDone && percent(70, random) ? satisfaction(random) : "");
  }

  private static String satisfaction(Random random) {
    int share = random.nextInt(100);
    return share < 72 ? "满意" : share < 90 ? "基本满意" : "不满意";
  }
}
