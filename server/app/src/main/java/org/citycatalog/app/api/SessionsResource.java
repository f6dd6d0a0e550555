package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.citycatalog.api.SessionsApi;
import org.citycatalog.api.model.LogIn;
import org.citycatalog.api.model.NewSession;
import org.citycatalog.api.model.PasswordChange;
import org.citycatalog.sharing.identity.Sessions;

/// Logging in and out.
@Path("/")
public class SessionsResource implements SessionsApi {
  private final Sessions sessions;
  private final Asking asking;

  @Inject
  public SessionsResource(Sessions sessions, Asking asking) {
    this.sessions = sessions;
    this.asking = asking;
  }

  @Override
  public Response logIn(LogIn who) {
    return switch (sessions.logIn(Requested.given(who.name()), Requested.given(who.password()))) {
      case Sessions.LogIn.Begun(var session, var account, String secret) ->
          Response.status(201)
              .entity(
                  new NewSession(secret, AccountsResource.wire(account), Wire.time(session.ends())))
              .build();
      case Sessions.LogIn.Failed failed ->
          throw new ComplaintException(Complaint.of("login-failed"));
    };
  }

  @Override
  public Response logOut() {
    if (!sessions.logOut(asking.credential())) {
      throw Requested.absent();
    }
    return Response.noContent().build();
  }

  @Override
  public Response changePassword(PasswordChange change) {
    return switch (sessions.changePassword(
        asking.credential(), Requested.given(change.old()), Requested.given(change.password()))) {
      case Sessions.PasswordChange.Done done -> Response.noContent().build();
      case Sessions.PasswordChange.Wrong wrong ->
          throw new ComplaintException(Complaint.of("password-wrong"));
      case Sessions.PasswordChange.TooWeak(var findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case Sessions.PasswordChange.NoAccount none -> throw Requested.absent();
    };
  }
}
