package org.citycatalog.sharing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "2001:db8:1:2:3:4:5:6, 20010db800010002/64",
    "2001:db8:1:2::1, 20010db800010002/64",
    "0:0:0:0:0:0:0:1, 0000000000000000/64",
    "fe80::1%eth0, fe80000000000000/64",
    "::ffff:192.0.2.7, 192.0.2.7",
    "unknown, unknown",
    "2001:db8:::1, 2001:db8:::1"
  })
  void an_address_is_one_and_an_ipv6_network_is_one(String address, String network) {
    assertThat(Network.of(address)).isEqualTo(new Network(network));
  }

  @Test
  void what_a_proxy_makes_up_is_kept_short() {
    assertThat(Network.of("x".repeat(10_000)).text()).hasSize(64);
  }
}
