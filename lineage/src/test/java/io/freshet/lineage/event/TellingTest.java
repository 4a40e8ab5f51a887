package io.freshet.lineage.event;

import static io.freshet.lineage.Events.complete;
import static io.freshet.lineage.Events.dataset;
import static io.freshet.lineage.Events.read;
import static io.freshet.lineage.Events.table;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TellingTest {
  @Test
  void keepsWhatEitherTells() {
    Telling both = telling(table("raw.a"), "").and(telling("", table("clean.b")));

    assertThat(both.json()).isEqualTo(telling(table("raw.a"), table("clean.b")).json());
  }

  @Test
  void believesTheLaterOneOfAFacet() {
    Telling both = telling(table("raw.a", "x", "y"), "").and(telling(table("raw.a", "x"), ""));

    assertThat(both.json()).isEqualTo(telling(table("raw.a", "x"), "").json());
  }

  @Test
  void hidesNoColumnsBehindASchemaWithoutAny() {
    Telling both = telling(table("raw.a", "x"), "").and(telling(table("raw.a"), ""));

    assertThat(both.json()).isEqualTo(telling(table("raw.a", "x"), "").json());
  }

  @Test
  void leavesOutWhatMakesNoEdges() {
    String described = dataset("raw.a", "\"documentation\": {\"description\": \"All orders\"}");

    assertThat(telling(described, "").json()).isEqualTo(telling(table("raw.a"), "").json());
    assertThat(Telling.parse(telling(described, "").json()).isEmpty()).isFalse();
    assertThat(telling("", "").isEmpty()).isTrue();
  }

  private static Telling telling(String inputs, String outputs) {
    return read(complete("job", "r", "10:00:00", inputs, outputs)).telling();
  }
}
