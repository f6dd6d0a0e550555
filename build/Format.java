import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Compares every Java source below the working directory with google-java-format's output.
///
/// `check` lists the files that differ and exits with 1; `apply` rewrites them. The root `pom.xml`
/// runs it, with google-java-format on the class path.
final class Format {
  private static final Formatter FORMATTER = new Formatter();

  private Format() {}

  public static void main(String[] arguments) throws IOException {
    String mode = arguments.length == 1 ? arguments[0] : "";
    if (!mode.equals("check") && !mode.equals("apply")) {
      System.err.println("usage: Format check|apply, but was: " + String.join(" ", arguments));
      System.exit(2);
    }
    List<Path> sources = sources();
    List<Path> different = sources.parallelStream().filter(Format::differs).toList();
    if (mode.equals("apply")) {
      for (Path file : different) {
        Files.writeString(file, formatted(file));
        System.out.println("formatted " + file);
      }
    } else if (!different.isEmpty()) {
      System.err.println("not formatted:");
      different.forEach(file -> System.err.println("  " + file));
      System.err.println("to fix: mvn -N verify -Dformat=apply");
      System.exit(1);
    } else {
      System.out.println(sources.size() + " sources are formatted");
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return name.equals("target") || name.startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  private static boolean differs(Path file) {
    try {
      return !formatted(file).equals(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String formatted(Path file) throws IOException {
    try {
      return FORMATTER.formatSourceAndFixImports(Files.readString(file));
    } catch (FormatterException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
