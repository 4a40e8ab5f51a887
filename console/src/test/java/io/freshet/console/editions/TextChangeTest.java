package io.freshet.console.editions;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.editions.TextChange.Kind;
import org.junit.jupiter.api.Test;

class TextChangeTest {
  @Test
  void tellsWhichLinesCameAndWhichWent() {
    TextChange change =
        TextChange.between("version: 1.0.0\nowner: riders\n", "version: 1.1.0\nowner: riders\n");

    assertThat(change.lines())
        .filteredOn(line -> line.kind() != Kind.PLACE)
        .containsExactly(
            new TextChange.Line(Kind.REMOVED, "-version: 1.0.0"),
            new TextChange.Line(Kind.ADDED, "+version: 1.1.0"),
            new TextChange.Line(Kind.KEPT, " owner: riders"));
  }

  @Test
  void hasNothingToTellOfTheSameText() {
    assertThat(TextChange.between("a\nb\n", "a\nb\n").lines()).isEmpty();
  }
}
