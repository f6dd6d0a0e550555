package org.citycatalog.app.api;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Gives the contract, byte for byte as it is written.
///
/// Liberty's own `/openapi` reads the file and writes another one with the same meaning.
@WebServlet(urlPatterns = "/openapi")
public final class OpenApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final byte[] CONTRACT = contract();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/yaml");
    response.setContentLength(CONTRACT.length);
    response.getOutputStream().write(CONTRACT);
  }

  private static byte[] contract() {
    try (InputStream in = OpenApiServlet.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
