package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> KNOWN =
      List.of("freshness", "retention", "kind", "partitions", "partitionKey", "id");

  @ParameterizedTest
  @CsvSource({
    "freshnes, freshness",
    "knid, kind",
    "partition, partitions",
    "partition_key, partitionKey",
    "i, id"
  })
  void findsTheNameThatWasMeant(String mistyped, String meant) {
    assertThat(NearestName.of(mistyped, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "foo", "xy", "''"})
  void findsNothingWhereNothingIsNear(String name) {
    assertThat(NearestName.of(name, List.of("freshness", "from", "kind"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"kinds|; did you mean kind?", "colour|; there are id, kind"})
  void endsARefusalWithWhatWouldBeRight(String name, String hint) {
    assertThat(NearestName.hint(name, List.of("id", "kind"))).isEqualTo(hint);
  }

  @Test
  void endsARefusalShortlyWhereNothingIsKnown() {
    assertThat(NearestName.hint("kind", List.of())).isEmpty();
  }

  @Test
  void findsNothingAmongNothing() {
    assertThat(NearestName.of("kind", List.of())).isEmpty();
  }
}
