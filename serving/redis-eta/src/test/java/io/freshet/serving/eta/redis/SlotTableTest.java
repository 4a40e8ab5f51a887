package io.freshet.serving.eta.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.RedisSettings.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotTableTest {
  private static final Node ASKED = new Node("asked", 7000);

  @Test
  void readsWhoHasWhich() {
    SlotTable table =
        SlotTable.parse(
            List.of(
                range(0, 99, node("10.0.0.1", 7001), node("10.0.0.2", 7002)),
                range(200, 16_383, node("10.0.0.3", 7003))),
            ASKED);

    assertThat(table.owner(0)).contains(new Node("10.0.0.1", 7001));
    assertThat(table.owner(99)).contains(new Node("10.0.0.1", 7001));
    assertThat(table.owner(100)).isEmpty();
    assertThat(table.owner(16_383)).contains(new Node("10.0.0.3", 7003));
    assertThat(table.nodes())
        .containsExactly(new Node("10.0.0.1", 7001), new Node("10.0.0.3", 7003));
  }

  @Test
  void whoDoesNotKnowItsOwnAddressIsWhereItWasAsked() {
    SlotTable table =
        SlotTable.parse(
            List.of(range(0, 9, node("", 7001)), range(10, 19, Arrays.asList(null, 7002L))), ASKED);

    assertThat(table.owner(0)).contains(new Node("asked", 7001));
    assertThat(table.owner(10)).contains(new Node("asked", 7002));
  }

  @Test
  void aSlotMovesAlone() {
    SlotTable table = SlotTable.of(ASKED);
    table.move(7, new Node("other", 7001));

    assertThat(table.owner(6)).contains(ASKED);
    assertThat(table.owner(7)).contains(new Node("other", 7001));
  }

  private static List<Object> node(String host, long port) {
    return List.of(host.getBytes(UTF_8), port, "id".getBytes(UTF_8));
  }

  private static List<Object> range(long from, long to, Object... nodes) {
    List<Object> range = new ArrayList<>(List.of(from, to));
    range.addAll(List.of(nodes));

    return range;
  }
}
