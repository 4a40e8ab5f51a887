package io.freshet.deploy;

import io.freshet.core.contract.Contracts;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.company.ValuesFile;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The company of {@code deploy/example}, with as many contracts as a test asks for. */
final class ExampleCompany {
  static final int CONTRACTS = 200;

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private ExampleCompany() {}

  static Path project() {
    return PROJECT;
  }

  static CompanyValues values() {
    return ValuesFile.read(example());
  }

  /** With another text in place of one that the file has. */
  static CompanyValues values(Path folder, String text, String changed) throws IOException {
    return values(
        folder,
        example -> {
          if (!example.contains(text)) {
            throw new IllegalArgumentException("The example has no " + text);
          }

          return example.replace(text, changed);
        });
  }

  static CompanyValues values(Path folder, UnaryOperator<String> change) throws IOException {
    Path file = folder.resolve("values.yaml");
    Files.writeString(file, change.apply(Files.readString(example())));

    return ValuesFile.read(file);
  }

  private static Path example() {
    return PROJECT.resolve("deploy").resolve("example").resolve("values.yaml");
  }

  /** Its shipped contracts, and others beside them until there are so many. */
  static Contracts contracts(int count, Path folder) throws IOException {
    int written = 0;
    try (Stream<Path> shipped = Files.list(PROJECT.resolve("contracts"))) {
      for (Path file : shipped.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
        written++;
      }
    }
    for (; written < count; written++) {
      String name = "signal_%03d".formatted(written);
      Files.writeString(folder.resolve(name + ".yaml"), contract(name, written));
    }

    return Contracts.read(folder);
  }

  /** Every twentieth has a writer of its own; budgets and partitions differ; one takes raw JSON. */
  static String contract(String name, int number) {
    return """
    apiVersion: v3.1.0
    kind: DataContract
    id: %1$s
    name: %1$s
    version: 1.0.0
    status: active
    domain: delivery
    description: {purpose: One of many small signals}
    team: {name: delivery-signals}
    schema:
      - name: %1$s
        logicalType: object
        physicalType: table
        properties:
          - name: market
            logicalType: string
            required: true
            description: The market
            customProperties: [{property: fieldId, value: 1}]
          - name: device_id
            logicalType: integer
            physicalType: long
            required: true
            description: Whose signal it is
            customProperties: [{property: fieldId, value: 2}]
          - name: event_time
            logicalType: timestamp
            required: true
            description: When; UTC
            customProperties: [{property: fieldId, value: 3}]
          - name: level
            logicalType: number
            physicalType: double
            description: How strong, from 0 to 1
            customProperties: [{property: fieldId, value: 4}]
    slaProperties: [{property: freshness, value: %2$d, unit: s}]
    customProperties:
      - {property: partitionKey, value: market}
      - {property: entityKey, value: device_id}
      - {property: eventTime, value: event_time}
      - {property: partitions, value: %3$d}
      - {property: producers, value: [devices]}
      - {property: isolation, value: %4$s}
      - {property: takesRawJson, value: %5$s}
    """
        .formatted(
            name,
            60 * (1 + number % 5),
            4 + number % 9,
            number % 20 == 0 ? "dedicated" : "pooled",
            number == 100);
  }

  /** As a check answers: no planner of Flink's is needed to see what becomes of it. */
  static SqlApplication surge() {
    return new SqlApplication(
        "surge",
        "0a1b",
        1,
        List.of("order_events", "idle_dashers"),
        List.of("surge_multipliers"),
        List.of(),
        Map.of(
            "application.yaml", "name: surge\nsinks: [{redis: surge_now, key: 'surge:{market}'}]\n",
            "contracts/market_surge.yaml", "name: market_surge\n",
            "plan.json", "{}\n"));
  }

  static Installation installation(int count, Path folder) throws IOException {
    return new Installation(values(), contracts(count, folder), List.of(surge()));
  }

  static String text(List<Resource> resources, String kind, String name) {
    return Manifests.text(one(resources, kind, name).body());
  }

  /** Some names end in a digest of what the resource holds. */
  static Resource one(List<Resource> resources, String kind, String name) {
    return resources.stream()
        .filter(each -> each.kind().equals(kind))
        .filter(each -> each.name().replaceFirst("-[0-9a-f]{16}$", "").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s %s".formatted(kind, name)));
  }
}
