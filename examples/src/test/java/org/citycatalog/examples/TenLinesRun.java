package org.citycatalog.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/// Compiles the file that the README quotes with another address in it, and runs it.
final class TenLinesRun {
  private static final Path SOURCE =
      Path.of("src/main/java/org/citycatalog/examples/TenLines.java");
  private static final String QUOTED = "http://localhost:9080";

  private final String address;

  TenLinesRun(String address) {
    this.address = address;
  }

  void into(PrintStream out) throws IOException, ReflectiveOperationException {
    String source = Files.readString(SOURCE);
    if (!source.contains(QUOTED)) {
      throw new IllegalStateException(SOURCE + " does not hold " + QUOTED);
    }
    Path folder = Files.createTempDirectory("ten-lines");
    Path file = folder.resolve("TenLines.java");
    Files.writeString(file, source.replace(QUOTED, address));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    if (failed != 0) {
      throw new IllegalStateException("the ten lines do not compile");
    }
    run(folder, out);
  }

  private static void run(Path folder, PrintStream out)
      throws IOException, ReflectiveOperationException {
    PrintStream before = System.out;
    URL[] here = {folder.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(here, new WithoutTenLines(TenLinesRun.class.getClassLoader()))) {
      Method main =
          loader.loadClass("org.citycatalog.examples.TenLines").getMethod("main", String[].class);
      System.setOut(out);
      main.invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
  }

  /// Hides the compiled original, which a class loader would find first.
  private static final class WithoutTenLines extends ClassLoader {
    WithoutTenLines(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals("org.citycatalog.examples.TenLines")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
