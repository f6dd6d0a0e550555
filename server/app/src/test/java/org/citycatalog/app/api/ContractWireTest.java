package org.citycatalog.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.Caller;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContractWireTest {
  @ParameterizedTest
  @EnumSource(Caller.Kind.class)
  void whoever_is_in_a_request_or_has_a_key_can_be_listed(Caller.Kind kind) {
    String code = kind.name().toLowerCase(Locale.ROOT);
    StoredKey key = new StoredKey("k", "hash", "旧", code, null, null, Instant.EPOCH, null);

    assertThat(ContractWire.kind(kind).value()).isEqualTo(code);
    assertThat(KeysResource.wire(key).kind()).isEqualTo(ContractWire.kind(kind));
  }
}
