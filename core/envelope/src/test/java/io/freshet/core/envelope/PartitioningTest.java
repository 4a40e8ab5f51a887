package io.freshet.core.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitioningTest {
  private static final Partitioning EIGHT_SPREAD_THREE = new Partitioning(8, 3);

  @Test
  void spreadsOnePartitionKeyOverAsManyNeighboursAsAllowed() {
    int first = EIGHT_SPREAD_THREE.partition(bytes("san_francisco"));

    assertThat(partitions(EIGHT_SPREAD_THREE, "san_francisco"))
        .isEqualTo(new TreeSet<>(List.of(first, (first + 1) % 8, (first + 2) % 8)));
  }

  @Test
  void keepsAnEntityInOnePartition() {
    assertThat(EIGHT_SPREAD_THREE.partition(bytes("sf"), bytes("4711")))
        .isEqualTo(EIGHT_SPREAD_THREE.partition(bytes("sf"), bytes("4711")));
  }

  @Test
  void ignoresTheEntityWithoutSpread() {
    Partitioning unspread = new Partitioning(8, 1);

    assertThat(partitions(unspread, "sf")).containsExactly(unspread.partition(bytes("sf")));
  }

  /** Chosen once: another choice would break the order of every entity in running streams. */
  @Test
  void choosesThePartitionsThatItAlwaysChose() {
    assertThat(
            List.of(
                EIGHT_SPREAD_THREE.partition(bytes("san_francisco"), bytes("4711")),
                EIGHT_SPREAD_THREE.partition(bytes("new_york"), bytes("1")),
                EIGHT_SPREAD_THREE.partition(bytes("london"))))
        .containsExactly(3, 7, 4);
  }

  private static Set<Integer> partitions(Partitioning partitioning, String partitionKey) {
    return IntStream.range(0, 200)
        .map(entity -> partitioning.partition(bytes(partitionKey), bytes("" + entity)))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
