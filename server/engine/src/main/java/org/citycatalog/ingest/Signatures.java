package org.citycatalog.ingest;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Files that are known by their first bytes and hold no text.
final class Signatures {
  private Signatures() {}

  private static final String[][] KNOWN = {
    {"zip", "504b0304"},
    {"zip", "504b0506"},
    {"an old Excel or Office file", "d0cf11e0a1b11ae1"},
    {"a PDF", "25504446"},
    {"a Parquet file", "50415231"},
    {"compressed with zstd", "28b52ffd"},
    {"compressed with bzip2", "425a68"},
    {"compressed with xz", "fd377a585a00"},
    {"compressed with 7-Zip", "377abcaf271c"},
    {"a RAR archive", "526172211a07"},
    {"an SQLite database", "53514c69746520666f726d6174203300"},
    {"a PNG image", "89504e47"},
    {"a JPEG image", "ffd8ff"},
    {"compressed twice with gzip", "1f8b08"},
  };

  static @Nullable String name(byte[] bytes) {
    for (String[] each : KNOWN) {
      byte[] signature = HexFormat.of().parseHex(each[1]);
      if (bytes.length >= signature.length
          && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length)) {
        return each[0];
      }
    }
    return null;
  }
}
