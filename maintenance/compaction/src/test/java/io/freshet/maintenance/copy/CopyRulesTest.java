package io.freshet.maintenance.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedInputFile;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.FileMetaData.EncryptionType;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyRulesTest {
  private static final long LARGE = 1L << 40;
  private static final int MOST = 100;
  private static final MessageType WITH_IDS =
      MessageTypeParser.parseMessageType(
          "message table { required int64 ride_id = 1; optional group stop = 2 {"
              + " optional double lat = 3; } }");
  private static final MessageType WITHOUT_ONE =
      MessageTypeParser.parseMessageType(
          "message table { required int64 ride_id = 1; optional group stop = 2 {"
              + " optional double lat; } }");

  private final RideTable rides = new RideTable(1);

  @Test
  void allowsAFileAsTheWriterMakesIt() {
    rides.commit("oslo", 5);

    assertThat(refusal()).isEmpty();
  }

  @Test
  void refusesAllWhereNothingIsToBeCopied() {
    rides.commit("oslo", 5);

    assertThat(CopyRules.of(rides.table(), LARGE, 0).refusal(rides.tasks().get(0)))
        .contains("maintenance.copy-row-groups is 0");
  }

  @Test
  void refusesRowsThatHaveIds() {
    RideTable third = new RideTable(1, Map.of("format-version", "3"));
    third.commit("oslo", 5);

    assertThat(CopyRules.of(third.table(), LARGE, MOST).refusal(third.tasks().get(0)))
        .contains("The table has format version 3, whose rows have ids; up to 2 they are copied");
  }

  @Test
  void refusesATableThatIsEncrypted() {
    rides.commit("oslo", 5);
    Table table = rides.table();
    Table encrypted =
        new BaseTable(((HasTableOperations) table).operations(), table.name()) {
          @Override
          public EncryptionManager encryption() {
            return new SomeEncryption();
          }
        };

    assertThat(CopyRules.of(encrypted, LARGE, MOST).refusal(rides.tasks().get(0)))
        .contains("The table's files are encrypted, each with a key of its own");
  }

  @Test
  void refusesAFileThatIsNotParquet() {
    rides.commit(like(rides.write("oslo", 5)).withFormat(FileFormat.AVRO).build());

    assertThat(refusal()).contains("It is no Parquet file, but AVRO");
  }

  @Test
  void refusesAFileWithAKey() {
    rides.commit(like(rides.write("oslo", 5)).withEncryptionKeyMetadata(RideTable.key()).build());

    assertThat(refusal()).contains("It is encrypted with a key of its own");
  }

  @Test
  void refusesAFileOfWhichRowsAreDeleted() {
    DataFile file = rides.commit("oslo", 5);
    rides.delete("oslo", (Long) rides.rows(file).get(0).getField("ride_id"));

    assertThat(refusal()).contains("1 files delete rows of it");
  }

  @Test
  void refusesAFileThatWasMergedSoBefore() {
    DataFile file = rides.write("oslo", 5);
    rides.commit(like(file).withPath("s3://lake/rides/data/copied-1.parquet").build());

    assertThat(refusal()).contains("It was merged by copying before");
    assertThat(CopyRules.isCopied(file)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0101/0110/1001/10110010-copied-1.parquet, true", "not-copied-1.parquet, false"})
  void knowsSuchAFileBehindTheDigitsOfAHash(String name, boolean isCopied) {
    DataFile file = like(rides.write("oslo", 5)).withPath("s3://lake/rides/data/" + name).build();

    assertThat(CopyRules.isCopied(file)).isEqualTo(isCopied);
  }

  @Test
  void refusesAFileOfWhichNoTwoWouldBeSmall() {
    long bytes = rides.commit("oslo", 5).fileSizeInBytes();

    assertThat(CopyRules.of(rides.table(), 2 * bytes, MOST).refusal(rides.tasks().get(0)))
        .contains(
            "It has %d bytes; two such files would not be below %d".formatted(bytes, 2 * bytes));
    assertThat(CopyRules.of(rides.table(), 2 * bytes + 2, MOST).refusal(rides.tasks().get(0)))
        .isEmpty();
  }

  @Test
  void refusesAFileOfManyRowGroups() {
    List<Long> offsets = List.of(4L, 100L, 200L);
    rides.commit(like(rides.write("oslo", 5)).withSplitOffsets(offsets).build());

    assertThat(CopyRules.of(rides.table(), LARGE, 5).refusal(rides.tasks().get(0)))
        .contains("It has 3 row groups; two such files would have more than 5");
    assertThat(CopyRules.of(rides.table(), LARGE, 6).refusal(rides.tasks().get(0))).isEmpty();
  }

  @Test
  void refusesAFileThatParquetHasEncrypted() {
    DataFile file = rides.write("oslo", 5);

    assertThat(CopyRules.refusal(footer(WITH_IDS, EncryptionType.ENCRYPTED_FOOTER), file))
        .contains("It is encrypted by Parquet's own means");
    assertThat(CopyRules.refusal(footer(WITH_IDS, EncryptionType.PLAINTEXT_FOOTER), file))
        .contains("It is encrypted by Parquet's own means");
  }

  @Test
  void refusesAFileWhoseColumnsAreKnownByName() {
    DataFile file = rides.write("oslo", 5);

    assertThat(CopyRules.refusal(footer(WITHOUT_ONE, EncryptionType.UNENCRYPTED), file))
        .contains("Its columns have no field ids, so they are known by name only");
    assertThat(CopyRules.refusal(footer(WITH_IDS, EncryptionType.UNENCRYPTED), file)).isEmpty();
  }

  private Optional<String> refusal() {
    List<FileScanTask> tasks = rides.tasks();

    return CopyRules.of(rides.table(), LARGE, MOST).refusal(tasks.get(0));
  }

  private static DataFiles.Builder like(DataFile file) {
    return DataFiles.builder(RideTable.BY_CITY).copy(file);
  }

  /** Of a file of five rows. */
  private static ParquetMetadata footer(MessageType schema, EncryptionType encryption) {
    BlockMetaData block = new BlockMetaData();
    block.setRowCount(5);

    return new ParquetMetadata(
        new FileMetaData(schema, Map.of(), "test", encryption, null), List.of(block));
  }

  /** Which only has to be another than none. */
  private static final class SomeEncryption implements EncryptionManager {
    @Override
    public InputFile decrypt(EncryptedInputFile encrypted) {
      return encrypted.encryptedInputFile();
    }

    @Override
    public EncryptedOutputFile encrypt(OutputFile rawOutput) {
      throw new UnsupportedOperationException("No file is written");
    }
  }
}
