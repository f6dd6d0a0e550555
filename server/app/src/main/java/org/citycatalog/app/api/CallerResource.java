package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.CallerApi;
import org.citycatalog.api.model.CallerRole;
import org.citycatalog.api.model.CurrentCaller;
import org.citycatalog.api.model.CurrentCallerKind;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Role;

/// As whom the server knows a caller.
@Path("/")
public class CallerResource implements CallerApi {
  private final Asking asking;

  @Inject
  public CallerResource(Asking asking) {
    this.asking = asking;
  }

  @Override
  public Response getCaller() {
    Caller caller = asking.caller();
    List<String> purposes = caller.purposes().stream().map(Purpose::code).sorted().toList();
    return Response.ok(
            CurrentCaller.builder()
                .kind(CurrentCallerKind.fromString(caller.kind().name().toLowerCase(Locale.ROOT)))
                .id(caller.key())
                .provider(caller.provider() == null ? null : caller.provider().value())
                .organisation(caller.organisation() == null ? null : caller.organisation().value())
                .division(caller.division() == null ? null : caller.division().value())
                .clearance(caller.clearance().name())
                .roles(
                    caller.roles().stream()
                        .filter(caller::has)
                        .sorted()
                        .map(Role::code)
                        .map(CallerRole::fromString)
                        .toList())
                .purposes(purposes.isEmpty() ? null : purposes)
                .grant(caller.grant())
                .build())
        .build();
  }
}
