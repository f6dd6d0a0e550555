package org.citycatalog.search;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.citycatalog.sharing.Audience;
import org.citycatalog.sharing.Seal;

/// What a caller carries from page to page: the place of the last hit and the statistics its order
/// was made with.
///
/// @param partly whether entries that hold a part of the words were found on the pages before
record SearchCursor(Place last, boolean partly, Statistics statistics) {
  private static final int FORMAT = 1;

  String sealed(Seal seal, Audience audience, SearchRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      last.write(out);
      out.writeBoolean(partly);
      statistics.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return seal.seal(bytes.toByteArray(), context(audience, request));
  }

  /// Opens a cursor of the same audience and request.
  ///
  /// @param terms how many terms the request has
  /// @return empty if it is not one
  static Optional<SearchCursor> open(
      String cursor, Seal seal, Audience audience, SearchRequest request, int terms) {
    Optional<byte[]> plain = seal.open(cursor, context(audience, request));
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain.get()))) {
      if (in.readUnsignedByte() != FORMAT) {
        return Optional.empty();
      }
      SearchCursor read = new SearchCursor(Place.read(in), in.readBoolean(), Statistics.read(in));
      // a newer server may take q apart in another way
      return read.statistics.terms() == terms ? Optional.of(read) : Optional.empty();
    } catch (IOException ofAnotherServer) {
      return Optional.empty();
    }
  }

  private static String context(Audience audience, SearchRequest request) {
    List<Object> parts =
        List.of(
            "search",
            Snapshot.name(audience),
            request.q() == null ? "-" : "+" + request.q(),
            request.theme(),
            request.provider(),
            request.format(),
            request.sharing(),
            request.opening(),
            request.updateCycle(),
            String.valueOf(request.sort()));
    StringBuilder context = new StringBuilder();
    for (Object part : parts) {
      List<?> values = part instanceof List<?> list ? list : List.of(part);
      context.append(values.size()).append('[');
      for (Object value : values) {
        String text = value.toString();
        context.append(text.length()).append(':').append(text);
      }
    }
    return context.toString();
  }
}
