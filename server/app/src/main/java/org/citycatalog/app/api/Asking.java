package org.citycatalog.app.api;

import jakarta.enterprise.context.RequestScoped;
import org.citycatalog.sharing.Caller;

/// Who is asking in the current request, set by [CallerFilter].
@RequestScoped
public class Asking {
  private Caller caller = Caller.ANONYMOUS;

  private String credential = "";

  Caller caller() {
    return caller;
  }

  /// What the caller was known by; empty for nobody.
  String credential() {
    return credential;
  }

  void is(Caller known, String by) {
    caller = known;
    credential = by;
  }
}
