package org.citycatalog.app.api;

import jakarta.enterprise.context.RequestScoped;
import org.citycatalog.sharing.Caller;

/// Who is asking in the current request, set by [CallerFilter].
@RequestScoped
public class Asking {
  private Caller caller = Caller.ANONYMOUS;

  Caller caller() {
    return caller;
  }

  void is(Caller known) {
    caller = known;
  }
}
