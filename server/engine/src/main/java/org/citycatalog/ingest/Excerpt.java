package org.citycatalog.ingest;

/// The start of a text, never cut inside a character.
final class Excerpt {
  private Excerpt() {}

  static String of(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
  }
}
