package io.freshet.maintenance.retention;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetSetTest {
  @Test
  void holdsEachOffsetOnce() {
    OffsetSet offsets = new OffsetSet();

    assertThat(offsets.add(70_000)).isTrue();
    assertThat(offsets.add(3)).isTrue();
    assertThat(offsets.add(70_000)).isFalse();
    assertThat(offsets.add(4_000_000_000L)).isTrue();

    assertThat(offsets.count()).isEqualTo(3);
    assertThat(offsets.first()).isEqualTo(3);
    assertThat(offsets.last()).isEqualTo(4_000_000_000L);
  }

  @Test
  void takesInAnotherOneOfWhichItHasSome() {
    OffsetSet offsets = new OffsetSet();
    offsets.add(3);
    offsets.add(70_000);
    OffsetSet others = new OffsetSet();
    others.add(70_000);
    others.add(70_001);
    others.add(200_000);

    offsets.addAll(others);

    assertThat(offsets.count()).isEqualTo(4);
    assertThat(offsets.from(0)).containsExactly(3L, 70_000L, 70_001L, 200_000L);
    assertThat(offsets.contains(70_001)).isTrue();
    assertThat(offsets.contains(70_002)).isFalse();
    assertThat(others.count()).isEqualTo(3);
  }

  @Test
  void tellsThoseThatAreNotBeforeAnOffset() {
    OffsetSet offsets = new OffsetSet();
    for (long offset : new long[] {9, 65_535, 65_536, 65_540, 200_000}) {
      offsets.add(offset);
    }

    assertThat(offsets.from(0)).containsExactly(9L, 65_535L, 65_536L, 65_540L, 200_000L);
    assertThat(offsets.from(65_537)).containsExactly(65_540L, 200_000L);
    assertThat(offsets.from(Long.MAX_VALUE)).isEmpty();
  }
}
