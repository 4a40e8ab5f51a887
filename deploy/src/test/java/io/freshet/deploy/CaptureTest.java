package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with the change capture that its comments name, for the stream of orders. */
class CaptureTest {
  @TempDir private static Path contracts;
  @TempDir private static Path folder;

  private static List<Resource> resources;

  @BeforeAll
  static void render() throws IOException {
    ExampleCompany.contracts(0, contracts);
    Path orders = contracts.resolve("order_events.yaml");
    Files.writeString(
        orders,
        replaced(
            Files.readString(orders),
            "{property: producers, value: [orders]}",
            "{property: capturedFrom, value: public.order_steps}"));
    resources =
        new Installation(
                ExampleCompany.values(folder, CaptureTest::withCapture),
                Contracts.read(contracts),
                List.of(ExampleCompany.surge()))
            .resources();
  }

  /** What the comments of the example say is taken as it stands. */
  private static String withCapture(String example) {
    String all = example.replace("# capture", "capture");
    all = replaced(all, "processes: [gateway,", "processes: [capture, gateway,");

    return replaced(all, "processes: [catalog, orders,", "processes: [capture, catalog, orders,");
  }

  private static String replaced(String text, String what, String by) {
    assertThat(text).contains(what);

    return text.replace(what, by);
  }

  @Test
  void letsTheCaptureWriteWhatItCapturesAndItsPositionsAlone() {
    String user = ExampleCompany.text(resources, "KafkaUser", "capture");

    assertThat(user)
        .containsPattern(may("topic", "order_events", "literal", "Describe", "Write"))
        .containsPattern(may("topic", "dead_letters", "literal", "Describe", "Write"))
        .containsPattern(
            may("topic", "capture_positions_", "prefix", "Create", "Describe", "Read", "Write"))
        .containsPattern(may("transactionalId", "freshet-capture-", "prefix", "Describe", "Write"))
        .doesNotContain("type: group", "name: markets");
    assertThat(user.split("type: topic")).hasSize(4);
  }

  private static String may(String type, String name, String pattern, String... operations) {
    return "type: %s\\s+name: %s\\s+patternType: %s\\s+operations:\\s+- %s\\s+type: allow"
        .formatted(type, name, pattern, String.join("\\s+- ", operations));
  }

  /** Two would take the slot of Postgres from each other. */
  @Test
  void runsOneCaptureAtATime() {
    assertThat(ExampleCompany.text(resources, "Deployment", "capture"))
        .contains("replicas: 1\n")
        .containsPattern("strategy:\\s+type: Recreate")
        .contains("FRESHET_CAPTURE_PASSWORD", "mountPath: /opt/freshet/mounts/postgres");
    assertThat(resources)
        .noneMatch(
            each -> each.kind().equals("PodDisruptionBudget") && each.name().equals("capture"));
  }

  @Test
  void holdsToThePolicy() {
    assertThat(Policy.findings(resources)).isEmpty();
  }
}
