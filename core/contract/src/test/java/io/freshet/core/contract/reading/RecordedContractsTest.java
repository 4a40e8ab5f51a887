package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.odcs.OdcsStandard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Contracts that were sound for released versions, and what follows from them. Recorded files never
 * change; {@code -Dfreshet.record=VERSION} records a release, before it is one.
 */
class RecordedContractsTest {
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded-contracts");
  private static final String KEYS = "keys.txt";
  private static final String CONTRACT = ".yaml";
  private static final String SCHEMA = ".avsc";

  /** Which among them have every type, and most keys. */
  private static final int SEEDS = 6;

  private static final OdcsStandard STANDARD = OdcsStandard.load();

  static List<Path> keys() throws IOException {
    return recorded(KEYS);
  }

  static List<Path> contracts() throws IOException {
    return recorded(CONTRACT);
  }

  private static List<Path> recorded(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(RECORDED)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** A default is part of the promise: a contract that says nothing has said it. */
  @ParameterizedTest
  @MethodSource("keys")
  void knowsEachKeyWithItsDefault(Path keys) throws IOException {
    assertThat(Arrays.stream(ContractKey.values()).map(RecordedContractsTest::line))
        .containsAll(Files.readAllLines(keys));
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void findsNothingWrongWithWhatWasSound(Path file) throws IOException {
    assertThat(read(file).findings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void derivesTheSchemaThatStreamsHaveAlready(Path file) throws IOException {
    Contract contract = read(file).contract().orElseThrow();

    assertThat(AvroSchemas.of(contract))
        .hasToString(Files.readString(Path.of(file.toString().replace(CONTRACT, SCHEMA))));
  }

  @Test
  @EnabledIfSystemProperty(named = "freshet.record", matches = ".+")
  void records() throws IOException {
    Path release = RECORDED.resolve(System.getProperty("freshet.record"));
    Files.createDirectories(release);
    Files.write(
        release.resolve(KEYS),
        Arrays.stream(ContractKey.values()).map(RecordedContractsTest::line).toList());
    for (int seed = 0; seed < SEEDS; seed++) {
      Contract contract = new ContractGenerator(seed).contract();
      String name = "generated-" + seed;
      Files.writeString(release.resolve(name + CONTRACT), ContractYaml.write(contract));
      Files.writeString(release.resolve(name + SCHEMA), AvroSchemas.of(contract).toString());
    }
  }

  private static ContractFile read(Path file) throws IOException {
    return ContractFile.read(file.toString(), "generated", Files.readString(file), STANDARD);
  }

  private static String line(ContractKey key) {
    return "%s: %s"
        .formatted(key.fullPlace(), key.defaultValue().isEmpty() ? "required" : key.defaultValue());
  }
}
