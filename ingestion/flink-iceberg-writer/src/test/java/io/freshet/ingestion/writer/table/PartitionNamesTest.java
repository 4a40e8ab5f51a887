package io.freshet.ingestion.writer.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.Decoded;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class PartitionNamesTest {
  private static final Schema SCHEMA =
      new Schema(
          NestedField.required(1, "a", Types.StringType.get()),
          NestedField.required(2, "b", Types.StringType.get()),
          NestedField.required(3, "c", Types.StringType.get()),
          NestedField.required(4, "d", Types.StringType.get()));
  private static final PartitionSpec SPEC =
      PartitionSpec.builderFor(SCHEMA)
          .identity("a")
          .identity("b")
          .identity("c")
          .identity("d")
          .build();
  private static final String LONGEST = "x".repeat(253);

  private final PartitionNames names = new PartitionNames(SPEC);

  @Test
  void takesANameOf255Bytes() {
    assertThat(names.problem(partition("a", LONGEST, "c", "d"))).isEmpty();
  }

  @Test
  void refusesALongerOneByItsColumn() {
    assertThat(names.problem(partition("a", LONGEST + "x", "c", "d")))
        .map(Decoded.Refused::detail)
        .contains("the name of its partition by b takes 256 bytes, stores take 255");
  }

  @Test
  void refusesNamesThatTogetherAreTooLong() {
    String rest = "x".repeat(768 - 3 - 3 * 2 - 2 - 2 * 253);

    assertThat(names.problem(partition(LONGEST, LONGEST, rest, ""))).isEmpty();
    assertThat(names.problem(partition(LONGEST, LONGEST, rest + "x", "")))
        .map(Decoded.Refused::detail)
        .contains("the path of its partition takes 769 bytes, stores take 768");
  }

  private static PartitionKey partition(String... values) {
    Record row = GenericRecord.create(SCHEMA);
    for (int column = 0; column < values.length; column++) {
      row.set(column, values[column]);
    }
    PartitionKey key = new PartitionKey(SPEC, SCHEMA);
    key.partition(row);

    return key;
  }
}
