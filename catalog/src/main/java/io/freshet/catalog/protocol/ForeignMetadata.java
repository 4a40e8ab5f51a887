package io.freshet.catalog.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableMetadataParser.Codec;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;

/** What a metadata file says that somebody else has written, if it is not too large to be read. */
final class ForeignMetadata {
  // Tens of thousands of snapshots. Parsed, it takes several times as much of a heap of 256 MiB.
  static final int MAX_BYTES = 32 * 1024 * 1024;

  private ForeignMetadata() {}

  static TableMetadata ofTable(InputFile file) {
    return TableMetadataParser.fromJson(file.location(), text(file));
  }

  static ViewMetadata ofView(InputFile file) {
    return ViewMetadataParser.fromJson(file.location(), text(file));
  }

  /** The bound is that of the text: a small compressed file can hold a large one. */
  private static String text(InputFile file) {
    boolean compressed = Codec.fromFileName(file.location()) == Codec.GZIP;
    try (InputStream stored = file.newStream();
        InputStream in = compressed ? new GZIPInputStream(stored) : stored) {
      byte[] text = in.readNBytes(MAX_BYTES + 1);
      if (text.length > MAX_BYTES) {
        throw new BadRequestException(
            "%s holds more than %d bytes of metadata; expire snapshots before it is registered",
            file.location(), MAX_BYTES);
      }

      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    }
  }
}
