package org.citycatalog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Data published as an npm package of one exact version.
record NpmPackage(String name, String version) {
  /// Fetches and unpacks the package where that has not been done before. Needs `npm` and `tar` on
  /// the `PATH`.
  ///
  /// @return its folder, the one with `package.json`
  Path unpackedIn(Path cache) throws IOException, InterruptedException {
    Path folder = cache.resolve("%s-%s".formatted(name, version));
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(cache);
      Path unpacking = Files.createTempDirectory(cache, "unpacking-");
      run(unpacking, "npm", "pack", "--silent", "%s@%s".formatted(name, version));
      run(unpacking, "tar", "-xzf", "%s-%s.tgz".formatted(name, version));
      Files.move(unpacking, folder);
    }
    return folder.resolve("package");
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .inheritIO()
            .redirectOutput(ProcessBuilder.Redirect.DISCARD) // ours is the report
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("%s ended with %d".formatted(List.of(command), code));
    }
  }
}
