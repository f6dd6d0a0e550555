package org.citycatalog.app.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One server with the demo city for all test classes; a test takes it as a parameter.
final class SharedServer implements ParameterResolver {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(SharedServer.class);

  /// The server, stopped when the last test has run.
  @SuppressWarnings("try") // as StartedServer
  static final class Running implements AutoCloseable {
    final StartedServer server;
    final ContractClient anybody;
    final ContractClient operator;

    private Running() {
      try {
        Path home = Files.createTempDirectory("citycatalog-http-tests-");
        server =
            StartedServer.start(
                home,
                Map.of(
                    "CITYCATALOG_DEMO",
                    "true",
                    "CITYCATALOG_MAX_UPLOAD_MIB",
                    "16",
                    "CITYCATALOG_RETENTION_DAYS",
                    "0",
                    StartedServer.JVM,
                    StartedServer.QUICK));
        anybody = ContractClient.anonymous(server.url());
        operator = anybody.withKey(server.operatorKey());
      } catch (IOException failed) {
        throw new java.io.UncheckedIOException(failed);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stopping);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent(Running.class, type -> new Running(), Running.class);
  }
}
