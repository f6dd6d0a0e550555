package org.citycatalog.sdk;

import org.citycatalog.sdk.api.SessionsApi;
import org.citycatalog.sdk.model.LogIn;
import org.citycatalog.sdk.model.NewSession;
import org.citycatalog.sdk.model.PasswordChange;

/// Sessions of people with an account at the server.
public final class Sessions {
  private final SessionsApi api;

  Sessions(SessionsApi api) {
    this.api = api;
  }

  /// Logs somebody in. Connect with the secret as [CityCatalog.Builder#apiKey].
  ///
  /// @param name the account's name
  /// @param password the password
  /// @return the session and its secret, which is never shown again
  /// @throws org.citycatalog.sdk.error.RefusedException if that does not open an account
  public NewSession logIn(String name, String password) {
    return api.logIn(LogIn.builder().name(name).password(password).build()).body();
  }

  /// Changes the password of who is logged in, and ends the other sessions.
  ///
  /// @param old the password until now
  /// @param password the one from now on
  public void changePassword(String old, String password) {
    api.changePassword(PasswordChange.builder().old(old).password(password).build());
  }

  /// Ends the session that this catalog was connected with.
  public void logOut() {
    api.logOut();
  }
}
