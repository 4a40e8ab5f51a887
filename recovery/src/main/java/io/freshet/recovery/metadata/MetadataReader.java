package io.freshet.recovery.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.metadata.Description.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.view.ViewHistoryEntry;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;

/** Finds and reads metadata files in a store. */
public final class MetadataReader {
  private static final String GZIP = ".gz" + MetadataFile.SUFFIX;

  private final FileIO files;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param files of a store that lists what it has under a prefix, as S3 does
   */
  public MetadataReader(FileIO files) {
    this.files = files;
  }

  /** All metadata files under an address, by the folder that they lie in. */
  public Map<String, List<MetadataFile>> under(String address) {
    if (!(files instanceof SupportsPrefixOperations listing)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s can't be listed; name an address of an object store, such as s3://lake/warehouse"
              .formatted(address));
    }
    Map<String, List<MetadataFile>> folders = new TreeMap<>();
    String folder = address.endsWith("/") ? address : address + "/";
    for (FileInfo each : listing.listPrefix(folder)) {
      if (MetadataFile.isOne(each.location())) {
        MetadataFile file =
            new MetadataFile(each.location(), Instant.ofEpochMilli(each.createdAtMillis()));
        folders.computeIfAbsent(file.folder(), key -> new ArrayList<>()).add(file);
      }
    }

    return folders;
  }

  /**
   * What a file says.
   *
   * @throws UnreadableMetadataException when it is not what Iceberg writes
   */
  public Description read(String location) {
    JsonNode json = json(location);
    try {
      return json.has("view-uuid")
          ? view(ViewMetadataParser.fromJson(location, json))
          : table(TableMetadataParser.fromJson(location, json), location);
    } catch (RuntimeException e) {
      // Iceberg has no failure of its own for a document that lacks something.
      throw new UnreadableMetadataException(location, e);
    }
  }

  private JsonNode json(String location) {
    try (InputStream stored = files.newInputFile(location).newStream();
        InputStream plain = location.endsWith(GZIP) ? new GZIPInputStream(stored) : stored) {
      return mapper.readTree(plain);
    } catch (IOException e) {
      throw new UnreadableMetadataException(location, e);
    }
  }

  private static Description table(TableMetadata metadata, String location) {
    return new Description(
        Kind.TABLE,
        location,
        metadata.uuid(),
        metadata.location(),
        Instant.ofEpochMilli(metadata.lastUpdatedMillis()),
        metadata.previousFiles().stream().map(TableMetadata.MetadataLogEntry::file).toList(),
        metadata.currentSnapshot() == null
            ? OptionalLong.empty()
            : OptionalLong.of(metadata.currentSnapshot().snapshotId()),
        metadata.properties());
  }

  private static Description view(ViewMetadata metadata) {
    long newest =
        metadata.history().stream().mapToLong(ViewHistoryEntry::timestampMillis).max().orElse(0);

    return new Description(
        Kind.VIEW,
        metadata.metadataFileLocation(),
        metadata.uuid(),
        metadata.location(),
        Instant.ofEpochMilli(newest),
        List.of(),
        OptionalLong.empty(),
        metadata.properties());
  }
}
