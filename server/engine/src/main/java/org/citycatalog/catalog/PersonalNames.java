package org.citycatalog.catalog;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What the name of an item, or its Chinese title, says about persons, whether or not its steward
/// has marked it.
public final class PersonalNames {
  // Numbers that name one person. Names and telephones are not among them: shops and car parks have
  // those, too.
  private static final List<String> DIRECT_IDENTIFIERS =
      List.of(
          "身份证",
          "公民身份号码",
          "公民身份证号",
          "护照号",
          "手机号",
          "银行卡号",
          "社会保障号",
          "社保卡号",
          "id_card",
          "idcard",
          "id card",
          "passport",
          "citizen number",
          "mobile_phone",
          "bank_card");

  // What harms a person of whom it becomes known, by the names of PIPL Art. 28: biometric features,
  // belief, health, financial accounts, whereabouts, and anything about those under 14.
  private static final List<String> SENSITIVE =
      List.of(
          "指纹",
          "人脸",
          "虹膜",
          "声纹",
          "基因",
          "宗教信仰",
          "病历",
          "病史",
          "诊断结果",
          "银行账号",
          "银行账户",
          "行踪",
          "轨迹",
          "未成年人",
          "儿童姓名",
          "fingerprint",
          "iris",
          "religion",
          "diagnosis",
          "medical_record",
          "bank_account");

  private PersonalNames() {}

  /// Whether an item names single persons: it is marked so, or has the name of such a number. Of
  /// made-up persons only the mark counts.
  public static boolean nameSinglePersons(Entry entry, Item item) {
    return item.personal() == Personal.DIRECT || !entry.synthetic() && sayIdentifier(item);
  }

  /// Whether the name is one of a number that names one person.
  public static boolean sayIdentifier(Item item) {
    return say(item, DIRECT_IDENTIFIERS);
  }

  /// Whether the name is one of sensitive personal data.
  public static boolean saySensitive(Item item) {
    return say(item, SENSITIVE);
  }

  private static boolean say(Item item, List<String> words) {
    LocalText title = item.title();
    return Stream.of(item.name(), title == null ? "" : title.zh())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> words.stream().anyMatch(name::contains));
  }
}
