package org.citycatalog.sharing.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.Sql;
import org.citycatalog.sharing.contracts.ContractEvent;

/// What happened to requests, grants and corrections, kept on the connection that makes the change.
public final class ContractEvents {
  private ContractEvents() {}

  /// Appends an event, and has it recorded in the ledger.
  ///
  /// @param subject `request`, `grant` or `correction`
  public static void append(Sql sql, String subject, ContractEvent event) throws SQLException {
    ContractEvent.Act act = event.act();
    // The reason may name persons: it stays where it can be taken out.
    ChangesToRecord.add(
        sql,
        "%s %s %d".formatted(subject, event.subject(), event.number()),
        event.at(),
        ChangesToRecord.change(
                subject,
                event.subject(),
                act == null ? event.to() : act.code(),
                event.by(),
                event.at())
            .add("revision", event.number()));
    sql.update(
        "INSERT INTO contract_event (subject, number, document) VALUES (?, ?, ?)",
        event.subject(),
        event.number(),
        ContractJson.write(event).toString());
  }

  /// The events of one subject, oldest first.
  public static List<ContractEvent> of(Sql sql, String subject) throws SQLException {
    return sql.all(
        row -> ContractJson.event(row.getString(1)),
        "SELECT document FROM contract_event WHERE subject = ? ORDER BY number",
        subject);
  }
}
