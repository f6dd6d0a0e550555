package org.citycatalog.examples;

import java.io.PrintStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.Rows;
import org.citycatalog.sdk.error.RefusedException;
import org.citycatalog.sdk.model.AccessRequest;
import org.citycatalog.sdk.model.AccessRequestState;
import org.citycatalog.sdk.model.AccessTerms;
import org.citycatalog.sdk.model.Grant;
import org.citycatalog.sdk.model.GrantColumn;
import org.citycatalog.sdk.model.GrantState;
import org.citycatalog.sdk.model.Quota;

/// A department's question: may we read the hotline's tickets about our own work, and how does it
/// end?
///
/// From the request to the grant, to the rows, to the revocation, each step with the key of whom it
/// is given to.
public final class ConditionalShare {
  private static final String TICKETS = "hotline.tickets";

  private final String address;
  private final PrintStream out;

  ConditionalShare(String address, PrintStream out) {
    this.address = address;
    this.out = out;
  }

  /// Goes all the way.
  ///
  /// @param applicant of another department than the dataset's
  /// @param operator checks what is asked for and, where it takes two, approves second
  /// @param provider of the dataset
  void run(CityCatalog applicant, CityCatalog operator, CityCatalog provider) {
    AccessRequest request = applicant.accessRequests().submit(terms());
    out.println("已申请 " + request.terms().dataset());

    request = operator.accessRequests().decide(request, AccessRequestState.COMPLIANCE_CHECK);
    request = operator.accessRequests().decide(request, AccessRequestState.PROVIDER_REVIEW);
    request = provider.accessRequests().decide(request, AccessRequestState.APPROVED);
    if (request.state() == AccessRequestState.PROVIDER_REVIEW) {
      request = operator.accessRequests().decide(request, AccessRequestState.APPROVED);
    }

    Grant grant = applicant.grants().of(request).orElseThrow();
    String key = applicant.grants().makeKey(grant.id()).secret();
    try (CityCatalog granted = connect(key, grant.purpose())) {
      Rows tickets = granted.dataset(TICKETS).rows();
      out.printf("可读 %d 件工单%n", tickets.total());
      tickets.first(3).forEach(row -> out.println("  " + row.text("class")));

      grant = provider.grants().decide(grant, GrantState.REVOKED, "专项工作结束");
      out.println("撤销之后: " + refusal(tickets));
    }
    grant = applicant.grants().decide(grant, GrantState.CLOSED, "全部副本已删除");
    out.println("授权状态 " + grant.state());
  }

  private static AccessTerms terms() {
    return AccessTerms.builder()
        .dataset(TICKETS)
        .basis("《政务数据共享条例》")
        .purpose("bus-planning")
        .scenario("按投诉调整早晚高峰的公交班次")
        .rows("org = '交通运输部门（演示）'")
        .columns(
            List.of(
                GrantColumn.builder().name("at").build(),
                GrantColumn.builder().name("class").build(),
                GrantColumn.builder().name("division").build()))
        .method("接口")
        .notAfter(OffsetDateTime.now(ZoneOffset.UTC).plusMonths(3))
        .securityContact("信息科 0559-0000000")
        .quota(Quota.builder().rows(100_000L).build())
        .build();
  }

  /// The key of a grant is of use for its purpose alone, so the purpose is said with it.
  private CityCatalog connect(String key, String purpose) {
    return CityCatalog.builder()
        .endpoint(address)
        .apiKey(key)
        .purpose(purpose)
        .language(Locale.CHINESE)
        .build();
  }

  private static String refusal(Rows tickets) {
    try {
      return tickets.total() + " 件";
    } catch (RefusedException over) {
      return over.title();
    }
  }
}
