package io.freshet.catalog.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {
  private static final String ELSEWHERE = "s3://payroll/tables";

  private final Locations locations =
      new Locations("s3://lake/warehouse", List.of("s3://old-lake/tables/"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://lake/warehouse/raw/pings",
        "s3://lake/warehouse/raw/pings-1f/",
        "s3://lake/warehouse/raw/pings/metadata/00001-a.metadata.json",
        "s3://lake/warehouse/a..b/...c",
        "s3://old-lake/tables/orders"
      })
  void takesWhatLiesBelowTheWarehouseOrIsAllowed(String location) {
    assertThatCode(() -> locations.require(location)).doesNotThrowAnyException();
  }

  @Test
  void takesNoPropertyWithoutAValue() {
    assertThatThrownBy(() -> locations.requireProperties(Collections.singletonMap("owner", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The property owner is null; it must be a text, or not be there");
  }

  @Test
  void takesNoFolderForOneWhoseNameBeginsWithIts() {
    List<String> folders = List.of("s3://lake/warehouse/raw/t/");

    assertThat(Locations.isBelow(folders, "s3://lake/warehouse/raw/t/data/a")).isTrue();
    assertThat(Locations.isBelow(folders, "s3://lake/warehouse/raw/t")).isFalse();
    assertThat(Locations.isBelow(folders, "s3://lake/warehouse/raw/t2/data/a")).isFalse();
  }

  @Test
  void knowsTheFolderOfANewTableByTheTablesNameAndNothingElse() {
    Locations locations = new Locations("s3://lake/warehouse", List.of("s3://old"));
    TableIdentifier pings = TableIdentifier.of("raw", "pings");
    String folder = "s3://lake/warehouse/raw/pings-0123456789abcdef0123456789abcdef";

    assertThat(locations.folderOfNew(pings, folder + "/data/a.parquet")).contains(folder);
    for (String file :
        List.of(
            folder,
            folder + "0/data/a.parquet",
            folder + "/../orders/a.parquet",
            folder.replace("raw", "clean") + "/a",
            folder.replace("pings", "pings2") + "/a",
            folder.replace("s3://lake/warehouse", "s3://old") + "/a",
            "s3://lake/warehouse/raw/pings-0123456789ABCDEF0123456789ABCDEF/a")) {
      assertThat(locations.folderOfNew(pings, file)).as(file).isEmpty();
    }
  }

  @Test
  void knowsNoFolderOfANewTableWhoseNameLeadsElsewhere() {
    TableIdentifier table = TableIdentifier.of("raw", "../clean/pings");
    String folder = "s3://lake/warehouse/raw/../clean/pings-0123456789abcdef0123456789abcdef";

    assertThat(locations.folderOfNew(table, folder + "/data/a.parquet")).isEmpty();
  }

  @Test
  void knowsWhichChangesPartATablesFilesFromItsMetadata() {
    MetadataUpdate moved = new MetadataUpdate.SetLocation("s3://lake/warehouse/raw/pings-2");
    MetadataUpdate apart =
        new MetadataUpdate.SetProperties(Map.of("write.metadata.path", "s3://lake/warehouse/m"));
    MetadataUpdate together = new MetadataUpdate.RemoveProperties(Set.of("write.data.path"));
    MetadataUpdate owner = new MetadataUpdate.SetProperties(Map.of("owner", "ana"));
    UpdateRequirement isNew = new UpdateRequirement.AssertTableDoesNotExist();

    assertThat(Locations.mayPart(new UpdateTableRequest(List.of(), List.of(moved)))).isTrue();
    assertThat(Locations.mayPart(new UpdateTableRequest(List.of(), List.of(apart)))).isTrue();
    assertThat(Locations.mayPart(new UpdateTableRequest(List.of(), List.of(together)))).isTrue();
    assertThat(Locations.mayPart(new UpdateTableRequest(List.of(isNew), List.of(moved, apart))))
        .isTrue();
    assertThat(Locations.mayPart(new UpdateTableRequest(List.of(isNew), List.of(moved, owner))))
        .isFalse();
    assertThat(Locations.placesIn(List.of(moved, apart, owner)))
        .containsExactly("s3://lake/warehouse/raw/pings-2", "s3://lake/warehouse/m");
  }

  @Test
  void leavesThePlaceToTheCatalog() {
    assertThatCode(() -> locations.require(null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ELSEWHERE,
        "s3://lake/warehouse-of-others/table",
        "s3://lake/warehouse",
        "s3://lake/warehouse/",
        "s3a://lake/warehouse/raw/pings",
        "file:///etc/passwd",
        "s3://lake/warehouse/../secrets",
        "s3://lake/warehouse/raw/..",
        "s3://lake/warehouse/./raw",
        "s3://lake/warehouse//raw",
        "s3://lake/warehouse/raw/*",
        "s3://lake/warehouse/raw/pings?",
        "s3://lake/warehouse/raw\\..\\pings",
        "s3://lake/warehouse/raw\n/pings"
      })
  void refusesAnyOtherPlace(String location) {
    assertThatThrownBy(() -> locations.require(location))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("is outside of where this catalog keeps tables");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "location",
        "write.data.path",
        "write.folder-storage.path",
        "write.metadata.path",
        "write.object-storage.path"
      })
  void noPropertySendsFilesElsewhere(String key) {
    assertThatThrownBy(() -> locations.requireProperties(Map.of(key, ELSEWHERE)))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(
            () ->
                locations.requireUpdates(
                    List.of(new MetadataUpdate.SetProperties(Map.of(key, ELSEWHERE)))))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void noChangeMovesATableElsewhere() {
    assertThatThrownBy(
            () -> locations.requireUpdates(List.of(new MetadataUpdate.SetLocation(ELSEWHERE))))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void takesOtherProperties() {
    assertThatCode(() -> locations.requireProperties(Map.of("owner", ELSEWHERE)))
        .doesNotThrowAnyException();
  }

  @Test
  void writesAndDeletesNothingElsewhere() {
    String inside = "s3://lake/warehouse/raw/pings/data/market=*/rows.parquet";
    String outside = ELSEWHERE + "/rows.parquet";
    String stepsOut = "s3://lake/warehouse/../rows.parquet";
    InMemoryFileIO files = filled(inside, outside, stepsOut);
    FileIO confined = locations.confine(files);

    CatalogUtil.deleteFiles(confined, List.of(inside, outside, stepsOut), "data");
    confined.deleteFile(outside);

    assertThat(files.fileExists(inside)).isFalse();
    assertThat(files.fileExists(outside)).isTrue();
    assertThat(files.fileExists(stepsOut)).isTrue();
    assertThatThrownBy(() -> confined.newOutputFile(outside))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageStartingWith(outside + " is outside of where this catalog keeps tables");
  }

  @Test
  void leavesFilesOfOtherTablesInAPurge() {
    String own = "s3://lake/warehouse/raw/pings/data/rows.parquet";
    String sent = "s3://old-lake/tables/pings/rows.parquet";
    String ofOthers = "s3://lake/warehouse/raw/pings-of-others/data/rows.parquet";
    InMemoryFileIO files = filled(own, sent, ofOthers);
    TableMetadata pings =
        TableMetadata.newTableMetadata(
            new Schema(Types.NestedField.required(1, "id", Types.LongType.get())),
            PartitionSpec.unpartitioned(),
            "s3://lake/warehouse/raw/pings",
            Map.of("write.data.path", "s3://old-lake/tables/pings"));

    CatalogUtil.deleteFiles(locations.confine(files, pings), List.of(own, sent, ofOthers), "data");

    assertThat(files.fileExists(own)).isFalse();
    assertThat(files.fileExists(sent)).isFalse();
    assertThat(files.fileExists(ofOthers)).isTrue();
  }

  private static InMemoryFileIO filled(String... locations) {
    InMemoryFileIO files = new InMemoryFileIO();
    for (String location : locations) {
      files.addFile(location, new byte[1]);
    }

    return files;
  }
}
