package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.AccountsApi;
import org.citycatalog.api.model.AccountChange;
import org.citycatalog.api.model.AccountKind;
import org.citycatalog.api.model.AccountList;
import org.citycatalog.api.model.AccountRequest;
import org.citycatalog.api.model.CallerRole;
import org.citycatalog.api.model.NewAccount;
import org.citycatalog.sharing.Role;
import org.citycatalog.sharing.identity.Account;
import org.citycatalog.sharing.identity.AccountOutcome;
import org.citycatalog.sharing.identity.Accounts;
import org.citycatalog.sharing.identity.Standing;
import org.citycatalog.sharing.identity.WantedAccount;
import org.jspecify.annotations.Nullable;

/// Accounts of people, for security administrators.
@Path("/")
public class AccountsResource implements AccountsApi {
  private final Accounts accounts;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public AccountsResource(Accounts accounts, ListPages pages, Asking asking) {
    this.accounts = accounts;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response listAccounts(Integer limit, @Nullable String cursor) {
    List<Account> all =
        accounts
            .list(asking.caller())
            .orElseThrow(() -> new ComplaintException(Complaint.of("forbidden")));
    ListPages.Page<Account> page = pages.cut(all, Account::id, "listAccounts", limit, cursor);
    return Response.ok(new AccountList(page.map(AccountsResource::wire), page.next())).build();
  }

  @Override
  public Response addAccount(AccountRequest wanted) {
    WantedAccount account =
        new WantedAccount(
            Requested.given(wanted.label()),
            Requested.given(wanted.kind()).value(),
            wanted.provider(),
            wanted.organisation(),
            wanted.division(),
            wanted.clearance(),
            codes(wanted.roles()));
    return answer(201, accounts.make(asking.caller(), Requested.given(wanted.name()), account));
  }

  @Override
  public Response changeAccount(@Nullable String ifMatch, String account, AccountChange change) {
    WantedAccount wanted =
        new WantedAccount(
            Requested.given(change.label()),
            Requested.given(change.kind()).value(),
            change.provider(),
            change.organisation(),
            change.division(),
            change.clearance(),
            codes(change.roles()));
    return answer(
        200,
        accounts.change(
            asking.caller(),
            account,
            Revisions.seen(ifMatch),
            wanted,
            Boolean.TRUE.equals(change.disabled())));
  }

  @Override
  public Response resetPassword(String account) {
    return answer(201, accounts.resetPassword(asking.caller(), account));
  }

  @Override
  public Response unlockAccount(String account) {
    return answer(200, accounts.unlock(asking.caller(), account));
  }

  private static Response answer(int status, AccountOutcome outcome) {
    return switch (outcome) {
      case AccountOutcome.Done(Account account) ->
          tagged(status, account).entity(wire(account)).build();
      case AccountOutcome.WithPassword(Account account, String password) ->
          tagged(status, account).entity(new NewAccount(wire(account), password)).build();
      case AccountOutcome.Invalid(var findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case AccountOutcome.MovedOn(long revision) ->
          throw new ComplaintException(
              Complaint.of("stale-revision", "the account is at revision " + revision));
      case AccountOutcome.Absent absent -> throw Requested.absent();
      case AccountOutcome.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
    };
  }

  private static Response.ResponseBuilder tagged(int status, Account account) {
    return Response.status(status).tag(new EntityTag(Long.toString(account.revision())));
  }

  private static List<String> codes(@Nullable List<CallerRole> roles) {
    return roles == null ? List.of() : roles.stream().map(CallerRole::value).toList();
  }

  static org.citycatalog.api.model.Account wire(Account account) {
    Standing standing = account.standing();
    return org.citycatalog.api.model.Account.builder()
        .id(account.id())
        .name(account.name())
        .label(account.label())
        .kind(AccountKind.fromString(standing.kind().name().toLowerCase(Locale.ROOT)))
        .provider(standing.provider() == null ? null : standing.provider().value())
        .organisation(standing.organisation() == null ? null : standing.organisation().value())
        .division(standing.division() == null ? null : standing.division().value())
        .clearance(standing.clearance() == null ? null : standing.clearance().name())
        .roles(
            standing.roles().stream().sorted().map(Role::code).map(CallerRole::fromString).toList())
        .disabled(account.disabled())
        .mustChangePassword(account.mustChange())
        .lockedUntil(Wire.timeOrNull(account.lockedUntil()))
        .made(Wire.time(account.made()))
        .revision(account.revision())
        .build();
  }
}
