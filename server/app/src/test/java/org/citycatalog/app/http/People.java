package org.citycatalog.app.http;

import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import org.citycatalog.app.testing.ContractClient;

/// Made-up people with accounts.
final class People {
  private static final String OWN = "Vier-Wald-Staetten";

  private People() {}

  /// An account with its first password.
  record Made(SharedServer.Running city, String name, String id, String password) {
    /// The person with a session that begins with the first password.
    ContractClient logIn() throws Exception {
      return People.logIn(city, name, password);
    }

    /// The person after the first password was changed.
    ContractClient settled() throws Exception {
      ContractClient person = logIn();
      ok(
          person.put(
              "/accounts/current/password",
              "{\"old\": \"" + password + "\", \"password\": \"" + OWN + "\"}"));
      return person;
    }
  }

  static ContractClient administrator(SharedServer.Running city) throws Exception {
    return city.anybody.withKey(city.server.securityKey());
  }

  /// Makes an account of a department.
  ///
  /// @param roles in JSON, with commas between them
  static Made make(SharedServer.Running city, String name, String roles, String... more)
      throws Exception {
    return ofKind("department", city, name, roles, more);
  }

  /// Makes an account.
  static Made ofKind(
      String kind, SharedServer.Running city, String name, String roles, String... more)
      throws Exception {
    JsonObject made =
        ok(administrator(city)
                .post(
                    "/accounts",
                    "{\"name\": \"%s\", \"label\": \"试用\", \"kind\": \"%s\", \"roles\": [%s]%s}"
                        .formatted(name, kind, roles, String.join("", more))))
            .json();
    return new Made(
        city, name, made.getJsonObject("account").getString("id"), made.getString("password"));
  }

  /// A person who has just logged in for the first time.
  static ContractClient of(SharedServer.Running city, String name) throws Exception {
    return make(city, name, "").logIn();
  }

  static ContractClient logIn(SharedServer.Running city, String name, String password)
      throws Exception {
    return city.anybody.withKey(
        ok(city.anybody.post(
                "/sessions", "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password)))
            .json()
            .getString("secret"));
  }
}
