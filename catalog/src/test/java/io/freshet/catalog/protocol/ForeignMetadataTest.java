package io.freshet.catalog.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class ForeignMetadataTest {
  private final InMemoryFileIO files = new InMemoryFileIO();

  @Test
  void readsWhatIsCompressed() throws IOException {
    TableMetadata pings =
        TableMetadata.newTableMetadata(
            new Schema(Types.NestedField.required(1, "id", Types.LongType.get())),
            PartitionSpec.unpartitioned(),
            "s3://lake/pings",
            Map.of());
    byte[] json = TableMetadataParser.toJson(pings).getBytes(StandardCharsets.UTF_8);

    InputFile file = compressed("s3://lake/pings.gz.metadata.json", json);

    assertThat(ForeignMetadata.ofTable(file).location()).isEqualTo("s3://lake/pings");
  }

  @Test
  void refusesASmallFileThatHoldsALargeOne() throws IOException {
    byte[] blanks = new byte[ForeignMetadata.MAX_BYTES + 1];
    Arrays.fill(blanks, (byte) ' ');
    InputFile file = compressed("s3://lake/blanks.gz.metadata.json", blanks);

    assertThat(file.getLength()).isLessThan(1_000_000);
    assertThatThrownBy(() -> ForeignMetadata.ofTable(file))
        .isInstanceOf(BadRequestException.class)
        .hasMessage(
            "s3://lake/blanks.gz.metadata.json holds more than 33554432 bytes of metadata; expire"
                + " snapshots before it is registered");
  }

  private InputFile compressed(String location, byte[] text) throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(files.newOutputFile(location).createOrOverwrite())) {
      out.write(text);
    }

    return files.newInputFile(location);
  }
}
