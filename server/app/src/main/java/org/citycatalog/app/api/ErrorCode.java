package org.citycatalog.app.api;

/// One entry of `error-codes.yaml`: what can go wrong, in both languages, and what the caller can
/// do.
///
/// @param status the HTTP status
record ErrorCode(String code, int status, String en, String zh, String actionEn, String actionZh) {
  String sentence(Language language) {
    return language == Language.CHINESE ? zh : en;
  }

  String action(Language language) {
    return language == Language.CHINESE ? actionZh : actionEn;
  }
}
