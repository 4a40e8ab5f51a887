package io.freshet.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.prove.Intake;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.Scope;
import io.freshet.cli.output.RecordedShape;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofTableTest {
  private static final Path RECEIPT = Path.of("receipt.json");
  private static final Intake LOSSY = new Intake(1200, 17, List.of());

  @Test
  void writesTheShapeThatScriptsRead() throws Exception {
    String written = ProofTable.json(Map.of(proof(LOSSY, "7 are missing"), RECEIPT)).toString();

    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(written))
        .isEqualTo(
            mapper.readTree(
                """
                {"ok": false,
                 "tables": [{"table": "raw.pings", "kind": "stream", "ok": false,
                   "expected": 100, "found": 60, "missing": 7, "doubled": 3, "dead_lettered": 11,
                   "excluded": 13, "removed": 9, "pending": 2,
                   "accepted": 1200, "lost_before_log": 17, "values_proved": 42,
                   "ranges": [{"source": 1, "partition": 4, "from": 0, "to": 99, "state": "held",
                     "records": 60}],
                   "findings": ["7 are missing"], "receipt": "receipt.json"}]}
                """));
  }

  @Test
  void keepsTheFieldsThatReleasesHad() {
    RecordedShape.assertKept("prove", ProofTable.json(Map.of(proof(LOSSY, "lost"), RECEIPT)));
  }

  /** Where its contract allows loss before the log, that is no fault of the table. */
  @Test
  void isWellWhereNothingButALossThatIsAllowedWasFound() {
    JsonNode written = ProofTable.json(Map.of(proof(LOSSY), RECEIPT));

    assertThat(written.path("ok").asBoolean()).isTrue();
    assertThat(written.path("tables").path(0).path("lost_before_log").asLong()).isEqualTo(17);
  }

  @Test
  void printsWhatGatewaysAcceptedAndTheLogNeverHad() {
    assertThat(printed(LOSSY))
        .contains("raw.pings: gateways accepted 1,200 events; the log never had 17 of them");
    assertThat(printed(new Intake(1200, 0, List.of())))
        .contains("raw.pings: gateways accepted 1,200 events; the log has had all of them");
    assertThat(printed(Intake.NONE)).doesNotContain("gateways");
  }

  @Test
  void saysHowRowsComeBackThatKafkaStillHas() {
    assertThat(ProofTable.remedy(proof(Intake.NONE))).isEmpty();
    assertThat(
            ProofTable.remedy(
                proof(
                    List.of(
                        new Proof.Stretch(1, 4, 0, 99, Proof.State.HELD, 60),
                        new Proof.Stretch(1, 4, 7, 9, Proof.State.MISSING, 3),
                        new Proof.Stretch(1, 5, 3, 3, Proof.State.DOUBLED, 1)),
                    Intake.NONE)))
        .contains(
            "What Kafka still has of it comes back by: ./freshet repair raw.pings"
                + " --offsets 4:7-9,5:3-3");
  }

  private static String printed(Intake intake) {
    StringWriter text = new StringWriter();
    ProofTable.print(Map.of(proof(intake), RECEIPT), new PrintWriter(text, true));

    return text.toString();
  }

  private static Proof proof(Intake intake, String... findings) {
    return proof(List.of(new Proof.Stretch(1, 4, 0, 99, Proof.State.HELD, 60)), intake, findings);
  }

  private static Proof proof(List<Proof.Stretch> ranges, Intake intake, String... findings) {
    return new Proof(
        "raw.pings",
        Proof.Kind.STREAM,
        new Proof.Totals(100, 60, 7, 3, 11, 13, 9),
        2,
        new Scope(42, Optional.empty(), Optional.empty()),
        ranges,
        List.of(),
        intake,
        List.of(findings));
  }
}
