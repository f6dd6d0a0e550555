package org.citycatalog.catalog;

import java.util.regex.Pattern;

/// 信息资源代码: the category (类 1 digit, 项 2, 目 3, 细目 variable), a slash and a sequence number, e.g.
/// `306002/12`.
public record ResourceCode(String value) {
  private static final Pattern CATEGORY = Pattern.compile("[1-3]\\d{2}\\d{3}[0-9A-Z]*");
  private static final Pattern SHAPE = Pattern.compile("([1-3]\\d{2}\\d{3}[0-9A-Z]*)/\\d{1,10}");

  public ResourceCode {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "resource code must match %s but was '%s'".formatted(SHAPE, value));
    }
  }

  public String category() {
    return value.substring(0, value.indexOf('/'));
  }

  public static boolean isCategory(String text) {
    return CATEGORY.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
