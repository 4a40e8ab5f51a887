package io.freshet.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedBytesTest {
  @Test
  void addsUpWhatCameFromOthers() {
    List<String> lines =
        List.of(
            "Inter-|   Receive                            |  Transmit",
            " face |bytes    packets errs drop fifo frame |bytes    packets",
            "    lo: 900000     100    0    0    0     0   900000     100",
            "  eth0:   1200      10    0    0    0     0     2100      10",
            "  eth1: 34        1    0    0    0     0        5       1");

    assertThat(ReceivedBytes.of(lines)).isEqualTo(1234);
  }
}
