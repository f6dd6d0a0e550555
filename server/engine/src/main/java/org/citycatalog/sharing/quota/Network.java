package org.citycatalog.sharing.quota;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Where callers without a key come from: an IPv4 address, or an IPv6 network of 64 bits, which is
/// what one subscriber gets.
///
/// @param text names it
public record Network(String text) {
  private static final Pattern LITERAL_6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final int NETWORK_BYTES = 8;
  private static final int LONGEST = 64;

  /// The network of an address as the server tells it; what is no address stands for itself.
  public static Network of(String address) {
    String plain = address.replaceFirst("%.*", ""); // the scope of a link-local address
    if (plain.indexOf(':') >= 0 && LITERAL_6.matcher(plain).matches()) {
      try {
        // Of a literal nobody's name is looked up.
        InetAddress parsed = InetAddress.getByName(plain);
        return parsed instanceof Inet6Address
            ? new Network(
                HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "/64")
            : new Network(parsed.getHostAddress());
      } catch (UnknownHostException noAddress) {
        return cut(plain);
      }
    }
    return cut(plain);
  }

  private static Network cut(String text) {
    return new Network(text.length() <= LONGEST ? text : text.substring(0, LONGEST));
  }
}
