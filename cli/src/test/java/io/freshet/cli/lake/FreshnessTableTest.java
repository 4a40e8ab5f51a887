package io.freshet.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.cli.output.RecordedShape;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessTableTest {
  private static final Freshness.Queryable WAITED =
      new Freshness.Queryable(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(3));

  @Test
  void printsNoWaitAsNullAndNotAsZero() {
    JsonNode wait = queryable(Optional.empty());

    assertThat(wait.path("p50").isNull()).isTrue();
    assertThat(wait.path("p95").isNull()).isTrue();
    assertThat(wait.path("p99").isNull()).isTrue();
  }

  @Test
  void printsTheShortestWaitAsZero() {
    assertThat(queryable(Optional.of(WAITED)).toString())
        .isEqualTo("{\"p50\":0.0,\"p95\":2.0,\"p99\":3.0}");
  }

  @Test
  void keepsTheFieldsThatReleasesHad() {
    Freshness known =
        new Freshness(
            "raw.any",
            Duration.ofSeconds(60),
            Optional.of(Instant.EPOCH),
            Optional.of(Instant.EPOCH),
            Optional.of(Duration.ofSeconds(4)),
            Optional.of(Duration.ZERO),
            Optional.of(WAITED),
            List.of(new Freshness.Hop("log", Duration.ofSeconds(1))),
            Freshness.Verdict.FRESH);

    RecordedShape.assertKept("freshness", FreshnessTable.json(List.of(known)));
  }

  @Test
  void showsADashForPeopleWhereNothingCameLately() {
    StringWriter text = new StringWriter();

    FreshnessTable.print(List.of(freshness(Optional.empty())), new PrintWriter(text, true));

    assertThat(text.toString()).containsPattern("never +nothing +- +- +- +\\S+ *s? +fresh");
  }

  private static JsonNode queryable(Optional<Freshness.Queryable> queryable) {
    return FreshnessTable.json(List.of(freshness(queryable)))
        .path("tables")
        .path(0)
        .path("queryable_seconds");
  }

  private static Freshness freshness(Optional<Freshness.Queryable> queryable) {
    return new Freshness(
        "raw.any",
        Duration.ofSeconds(60),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Duration.ZERO),
        queryable,
        List.of(),
        Freshness.Verdict.FRESH);
  }
}
