package org.citycatalog.examples;

import static org.citycatalog.sdk.Conditions.eq;
import static org.citycatalog.sdk.Conditions.gt;
import static org.citycatalog.sdk.Order.desc;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.Column;
import org.citycatalog.sdk.DatasetHandle;
import org.citycatalog.sdk.LoadEndedException;
import org.citycatalog.sdk.LoadJob;
import org.citycatalog.sdk.Paged;
import org.citycatalog.sdk.Proposal;
import org.citycatalog.sdk.Row;
import org.citycatalog.sdk.error.InvalidRequestException;
import org.citycatalog.sdk.error.NotFoundException;
import org.citycatalog.sdk.error.RefusedException;
import org.citycatalog.sdk.error.UnavailableException;
import org.citycatalog.sdk.model.AccessClass;
import org.citycatalog.sdk.model.Change;
import org.citycatalog.sdk.model.ColumnType;
import org.citycatalog.sdk.model.ExportFormat;
import org.citycatalog.sdk.model.Load;

/// What the guide's page on the SDK shows; its code blocks are the regions of this file.
final class SdkTour {
  private final CityCatalog city;
  private final PrintStream out;

  SdkTour(CityCatalog city, PrintStream out) {
    this.city = city;
    this.out = out;
  }

  static CityCatalog connect(String address, String key) {
    // tag::connect[]
    CityCatalog city =
        CityCatalog.builder()
            .endpoint(address)
            .apiKey(key)
            .requestTimeout(Duration.ofSeconds(10))
            .retries(2)
            .language(Locale.CHINESE)
            .build();
    // end::connect[]
    return city;
  }

  void search() {
    // tag::search[]
    Paged<?> open = city.search("停车").opening(AccessClass.UNCONDITIONAL).provider("transport");
    out.println(open.total());
    city.search("企业").first(10).forEach(hit -> out.println(hit.id() + " " + hit.title().zh()));
    // end::search[]
  }

  void rows() {
    // tag::rows[]
    DatasetHandle parking = city.dataset("transport.parking");
    try (Stream<Row> rows =
        parking
            .rows()
            .where(eq("district", "341002").and(gt("free", 10)))
            .sort(desc("free"))
            .select("name", "free", "tariff")
            .stream()) {
      rows.limit(20)
          .forEach(row -> {
            String tariff = row.isMissing("tariff") ? "?" : row.decimal("tariff").toString();
            out.println(row.text("name") + " " + row.integer("free") + " " + tariff);
          });
    }
    // end::rows[]
  }

  // tag::record[]
  record CarPark(String name, @Column("free") Optional<Long> places) {}

  // end::record[]

  void records() {
    // tag::records[]
    Paged<CarPark> parks = city.dataset("transport.parking").rows().as(CarPark.class);
    for (CarPark park : parks) {
      park.places().ifPresent(places -> out.println(park.name() + " " + places));
    }
    // end::records[]
  }

  void export(Path file) throws IOException {
    // tag::export[]
    long rows = city.dataset("transport.parking").rows().export(ExportFormat.CSV, file);
    // end::export[]
    out.println(rows);
  }

  void load(String dataset, Path file) throws IOException {
    // tag::load[]
    Proposal proposal = city.dataset(dataset).propose(file);
    proposal
        .evidence()
        .columns()
        .forEach(column -> out.println(column.name() + ": " + column.reason()));
    LoadJob job = proposal.with("docks", ColumnType.INTEGER).acceptAndLoad();
    try {
      Load load = job.await(progress -> out.println(progress.rowsRead()));
      out.println("version " + load.version() + ", " + load.cellsUnreadable() + " unreadable");
    } catch (LoadEndedException refused) {
      out.println(refused.getMessage());
    }
    // end::load[]
  }

  long follow(long known) {
    // tag::changes[]
    for (Change change : city.changes(known)) {
      out.println(change.kind() + " " + change.dataset());
      known = change.sequence();
    }
    // end::changes[]
    return known;
  }

  void errors(String dataset, String filter) {
    // tag::errors[]
    try {
      out.println(city.dataset(dataset).rows().where(filter).total());
    } catch (NotFoundException absent) {
      out.println("no such dataset, or not for this key");
    } catch (RefusedException refused) {
      out.println(refused.title() + " " + refused.action().orElse(""));
    } catch (InvalidRequestException wrong) {
      out.println(wrong.code() + " at " + wrong.position() + ", nearest " + wrong.nearest());
    } catch (UnavailableException later) {
      out.println("not now: request " + later.requestId().orElse("?"));
    }
    // end::errors[]
  }
}
