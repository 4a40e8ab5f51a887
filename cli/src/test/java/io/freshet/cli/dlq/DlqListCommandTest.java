package io.freshet.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.output.RecordedShape;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.RefusalGroup;
import io.freshet.ingestion.deadletters.Refusals;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DlqListCommandTest {
  private static final DeadLetterGroup GROUP =
      new DeadLetterGroup(
          "orders",
          "invalid_value",
          1200,
          7,
          Instant.parse("2026-03-01T10:00:00.250Z"),
          Instant.parse("2026-03-02T10:00:00Z"));
  private static final HourlyRate RATE = new HourlyRate("orders", 1200, 100);
  private static final Refusals NONE = new Refusals(List.of(), 0);
  private static final Refusals REFUSALS =
      new Refusals(
          List.of(
              new RefusalGroup(
                  "",
                  "malformed_json",
                  3,
                  Instant.parse("2026-03-01T10:00:00.250Z"),
                  Instant.parse("2026-03-02T10:00:00Z"))),
          1700);

  @Test
  void writesTheShapeThatScriptsRead() throws Exception {
    String written = DlqListCommand.json(List.of(GROUP), REFUSALS, List.of(RATE)).toString();

    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(written))
        .isEqualTo(
            mapper.readTree(
                """
                {"ok": false,
                     "groups": [{"contract": "orders", "cause": "invalid_value", "events": 1200,
                       "first": "2026-03-01T10:00:00.250Z", "last": "2026-03-02T10:00:00Z"}],
                     "redriven": [{"contract": "orders", "cause": "invalid_value", "events": 7}],
                     "refused": [{"contract": "", "cause": "malformed_json", "events": 3,
                       "first": "2026-03-01T10:00:00.250Z", "last": "2026-03-02T10:00:00Z"}],
                     "refused_not_kept": 1700,
                     "too_many": [{"contract": "orders", "events_per_hour": 1200, "limit": 100}]}
                """));
  }

  @Test
  void keepsTheFieldsThatReleasesHad() {
    RecordedShape.assertKept(
        "dlq list", DlqListCommand.json(List.of(GROUP), REFUSALS, List.of(RATE)));
  }

  @Test
  void isWellWhileNoContractHasMoreThanItBears() {
    assertThat(DlqListCommand.json(List.of(GROUP), REFUSALS, List.of()).path("ok").asBoolean())
        .isTrue();
  }

  @Test
  void printsALineForEachGroupAndEachLimitThatIsPassed() {
    assertThat(printed(List.of(GROUP), NONE, List.of(RATE)))
        .containsExactly(
            "contract  cause          events  redriven  first                 last",
            "orders    invalid_value   1,200         7  2026-03-01T10:00:00Z  2026-03-02T10:00:00Z",
            "TOO MANY  orders: 1,200 dead letters in the last hour, the contract bears 100");
    assertThat(printed(List.of(), NONE, List.of()))
        .containsExactly("There are no such dead letters");
  }

  @Test
  void printsWhatGatewaysRefusedBesideDeadLetters() {
    assertThat(printed(List.of(), REFUSALS, List.of()))
        .containsExactly(
            "There are no such dead letters",
            "",
            "Refused by event gateways; their senders have been told, no redrive sends them:",
            "contract  cause           events  first                 last",
            "-         malformed_json       3  2026-03-01T10:00:00Z  2026-03-02T10:00:00Z",
            "and 1,700 more that were not kept");
  }

  private static List<String> printed(
      List<DeadLetterGroup> groups, Refusals refusals, List<HourlyRate> tooHigh) {
    StringWriter text = new StringWriter();
    DlqListCommand.print(groups, refusals, tooHigh, new PrintWriter(text, true));

    return text.toString().lines().toList();
  }
}
