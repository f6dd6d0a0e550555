package org.citycatalog.app.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.citycatalog.ingest.Loads;
import org.citycatalog.rows.RowStore;

/// Measurements of the server. They tell of everybody's requests together, hidden loads among them:
/// for the operator alone.
public final class ServerMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /// @param home the data folder, of whose disk is told
  public ServerMetrics(Path home, RowStore rows, Loads loads) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new DiskSpaceMetrics(home.toFile()).bindTo(registry);
    collections.bindTo(registry);
    for (RowStore.Trouble trouble : RowStore.Trouble.values()) {
      Gauge.builder("citycatalog.indexes", () -> with(trouble, rows))
          .tag("trouble", trouble.name().toLowerCase(java.util.Locale.ROOT))
          .description("Indexes of versions that cannot be read")
          .register(registry);
    }
    gauge(
        "citycatalog.source.files.damaged",
        "Source files that are not what was loaded",
        () -> loads.damagedSources().size());
    gauge(
        "citycatalog.permit.filters",
        "Rules of which rows are kept",
        () -> rows.filterUse().held());
    gauge(
        "citycatalog.permit.filters.bytes",
        "Bytes that these rows take",
        () -> rows.filterUse().bytes());
  }

  /// Counts a request that was answered.
  ///
  /// @param operation of the contract, or `none`
  void answered(String operation, int status, Duration time) {
    Timer.builder("http.server.requests")
        .description("Requests that were answered, until their last byte")
        .tag("operation", operation)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(time);
  }

  /// All of them, in the text format of Prometheus.
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private static long with(RowStore.Trouble trouble, RowStore rows) {
    return rows.unavailable().values().stream().filter(each -> each == trouble).count();
  }
}
