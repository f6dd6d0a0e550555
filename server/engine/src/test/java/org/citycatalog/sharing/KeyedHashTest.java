package org.citycatalog.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyedHashTest {
  @Test
  void it_gives_what_rfc_4231_says() {
    byte[] key = HexFormat.of().parseHex("0b".repeat(20));

    KeyedHash hash = new KeyedHash(key, text("Hi "));

    assertThat(HexFormat.of().formatHex(hash.of(text("There"))))
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.citycatalog.Seeds#few")
  void it_gives_what_the_platform_gives_message_by_message(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] key = bytes(random, 1 + random.nextInt(64));
    byte[] beginning = bytes(random, random.nextInt(200));
    Mac platform = Mac.getInstance("HmacSHA256");
    platform.init(new SecretKeySpec(key, "HmacSHA256"));
    KeyedHash hash = new KeyedHash(key, beginning);

    for (int i = 0; i < 50; i++) {
      byte[] message = bytes(random, random.nextInt(200));
      platform.update(beginning);

      assertThat(hash.of(message)).isEqualTo(platform.doFinal(message));
    }
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
