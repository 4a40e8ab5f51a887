package io.freshet.ingestion.writer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.writer.columnar.ColumnarEventFiles;
import io.freshet.ingestion.writer.table.EventFiles;
import io.freshet.ingestion.writer.table.RowEventFiles;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.ingestion.writer.table.Trips;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

class WritePathTest {
  private static final List<Field> FLAT =
      List.of(
          Trips.field(1, "city", Scalar.STRING, true),
          Trips.field(2, "trip_id", Scalar.LONG, true),
          Trips.field(3, "event_time", Scalar.TIMESTAMP, true));

  private static Class<?> opened(WritePath path, Contract contract) {
    Table table = new TripTables().create(contract);
    try (EventFiles files =
        path.open(
            new StreamTable(contract, table, 1),
            new EventDecoder(contract, new InMemorySchemaRegistry()),
            new WriterInstance(0, 1, InstantSource.system()),
            1)) {
      return files.getClass();
    }
  }

  @Test
  void writesByColumnsWhatHasNoParts() {
    assertThat(opened(WritePath.COLUMNAR, Trips.contract(FLAT)))
        .isEqualTo(ColumnarEventFiles.class);
  }

  @Test
  void fallsBackToRowsForAListOfValues() {
    List<Field> nested = new ArrayList<>(FLAT);
    nested.add(Trips.field(4, "stops", new FieldType.Sequence(5, Scalar.STRING), false));

    assertThat(opened(WritePath.COLUMNAR, Trips.contract(nested))).isEqualTo(RowEventFiles.class);
  }

  @Test
  void writesByRowsWhereThatIsAskedFor() {
    assertThat(opened(WritePath.ROWS, Trips.contract(FLAT))).isEqualTo(RowEventFiles.class);
  }
}
