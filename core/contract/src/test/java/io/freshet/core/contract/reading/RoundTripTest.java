package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.odcs.OdcsStandard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever contract can be thought of survives each form that it takes. */
class RoundTripTest {
  private static final int SEEDS = 100;

  private static final OdcsStandard STANDARD = OdcsStandard.load();

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void yamlIsReadBackAsWhatWasWritten(long seed) {
    Contract contract = new ContractGenerator(seed).contract();

    ContractFile read =
        ContractFile.read("generated.yaml", "generated", ContractYaml.write(contract), STANDARD);

    assertThat(read.findings()).isEmpty();
    assertThat(read.contract()).contains(contract);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void avroReadsTheSchemaBack(long seed) {
    String json = AvroSchemas.of(new ContractGenerator(seed).contract()).toString();

    assertThat(new Schema.Parser().parse(json)).hasToString(json);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anEngineCanShipIt(long seed) throws IOException, ClassNotFoundException {
    Contract contract = new ContractGenerator(seed).contract();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(contract);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(contract);
    }
  }
}
