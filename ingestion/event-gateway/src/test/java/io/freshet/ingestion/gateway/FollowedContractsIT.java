package io.freshet.ingestion.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The folder of contracts is edited while events flow. */
class FollowedContractsIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String END_OF_COLUMNS = "customProperties:\n  - {property: table";
  private static final String MOOD =
      """
            - name: mood
              logicalType: string
              description: How it was
              quality:
                - metric: invalidValues
                  mustBe: 0
                  arguments: {validValues: [glad]}
              customProperties: [{property: fieldId, value: 5}]
      """;

  @TempDir private Path folder;
  private Sender sender;
  private int sent;

  @Test
  void servesWhatIsEditedWithoutLosingDoublingOrRefusingAnEvent() throws IOException {
    try (Streets streets = new Streets(platform, folder)) {
      streets.write("durable");
      streets.apply();
      Contract walks = streets.contract("durable");
      try (GatewayServer gateway = GatewayServer.start(settings(streets))) {
        sender = new Sender(gateway.port());
        Load load = Load.start(sender, walks);
        try (load) {
          awaitMoreThan(load);
          takesAColumnAsSoonAsItIsApplied(streets, walks);
          takesAMendedRule(streets, walks);
          keepsWhatThereIsWhenAFileIsBroken(streets, load);
          takesANewContract(streets);
          keepsWhatItRefusedOfTheNewContract(streets);
          awaitMoreThan(load);
        }
        Set<String> acknowledged = load.end();

        assertThat(load.others()).isEmpty();
        assertThat(load.unavailable()).isZero();
        assertThat(streets.timesSeen(streets.contract("durable"), acknowledged).values())
            .hasSize(acknowledged.size())
            .containsOnly(1);
      }
      assertThat(streets.accepted(walks))
          .isEqualTo(streets.received(streets.contract("durable")).size());
    }
  }

  private void takesAColumnAsSoonAsItIsApplied(Streets streets, Contract walks) throws IOException {
    streets.edit("durable", yaml -> yaml.replace(END_OF_COLUMNS, MOOD + END_OF_COLUMNS));
    awaitMetric("freshet_gateway_contracts_behind 1.0");
    assertThat(status(walks, "glad")).isEqualTo(422);

    streets.apply();
    await("the column").atMost(PATIENCE).until(() -> status(walks, "glad") == 200);
    assertThat(status(walks, "sad")).isEqualTo(422);
    awaitMetric("freshet_gateway_contracts_behind 0.0");
  }

  private void takesAMendedRule(Streets streets, Contract walks) throws IOException {
    streets.edit("durable", yaml -> yaml.replace("[glad]", "[glad, sad]"));

    await("the rule").atMost(PATIENCE).until(() -> status(walks, "sad") == 200);
    assertThat(status(walks, "glad")).isEqualTo(200);
  }

  private void keepsWhatThereIsWhenAFileIsBroken(Streets streets, Load load) throws IOException {
    String broken = "  - {property: producers\n";
    streets.edit("durable", yaml -> yaml + broken);

    awaitMetric("freshet_gateway_contracts_refused_total 1.0");
    awaitMoreThan(load);
    streets.edit("durable", yaml -> yaml.replace(broken, ""));
    awaitMetric("freshet_gateway_contracts_behind 0.0");
  }

  private void takesANewContract(Streets streets) throws IOException {
    streets.write("added", "durable");
    Contract added = streets.contract("added");
    assertThat(statusOf(added, Sender.walk(1))).isEqualTo(404);

    streets.apply();
    await("the contract").atMost(PATIENCE).until(() -> statusOf(added, Sender.walk(1)) == 200);
  }

  private void keepsWhatItRefusedOfTheNewContract(Streets streets) {
    Contract added = streets.contract("added");
    assertThat(statusOf(added, "{\"street\": 1, \"walk_id\": 2}")).isEqualTo(422);

    await("refusals before and after")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(causes(streets, added))
                    .containsOnly("unknown_contract", "invalid_value"));
  }

  private static List<String> causes(Streets streets, Contract refused) {
    return streets.received(streets.refusedEvents()).stream()
        .map(Decoded.Event::payload)
        .filter(row -> refused.name().equals(String.valueOf(row.get("contract"))))
        .map(row -> EventFields.text(row, "cause"))
        .toList();
  }

  private int status(Contract walks, String mood) {
    String walk = Sender.walk(1).replace("}", ", \"mood\": \"%s\"}".formatted(mood));

    return statusOf(walks, walk);
  }

  private int statusOf(Contract contract, String walk) {
    return sender.structured(Sender.event(contract, "walk-" + sent++, walk)).statusCode();
  }

  private static void awaitMoreThan(Load load) {
    long before = load.acknowledged();
    await("events").atMost(PATIENCE).until(() -> load.acknowledged() >= before + 100);
  }

  private void awaitMetric(String line) {
    await(line).atMost(PATIENCE).until(() -> sender.metrics().contains("\n" + line + "\n"));
  }

  /** Patient, as a busy machine is no fault. */
  private static GatewaySettings settings(Streets streets) {
    Map<String, String> profile = new HashMap<>(streets.profile());
    profile.put("gateway.contracts-check-every", "200ms");
    profile.put("gateway.publish-timeout", "30s");

    return GatewaySettings.from(Settings.of(profile));
  }
}
