package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class PartTest {
  @Test
  void bringsAlongWhatItNeedsDirectlyOrNot() {
    assertThat(Part.withNeeds(EnumSet.of(Part.TRINO)))
        .containsExactly(Part.S3, Part.POSTGRES, Part.CATALOG, Part.TRINO);
  }

  @Test
  void isListedAfterEverythingThatItStartsAfter() {
    for (Part part : Part.values()) {
      assertThat(part.startsAfter()).allMatch(need -> need.ordinal() < part.ordinal());
    }
  }

  @Test
  void isStoppedAfterWhateverNeedsIt() {
    assertThat(Part.POSTGRES.neededBy()).containsExactly(Part.REGISTRY, Part.CATALOG, Part.LINEAGE);
    assertThat(Part.TRINO.neededBy()).isEmpty();
  }

  @Test
  void isFoundByItsLabel() {
    assertThat(Part.labelled("registry")).contains(Part.REGISTRY);
    assertThat(Part.labelled("writer-jobmanager")).isEmpty();
  }
}
