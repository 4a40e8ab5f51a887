package io.freshet.ingestion.writer.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.parquet.ParquetCodecFactory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;

class ZstdPagesTest {
  private final Random random = new Random(11);

  private byte[] page(int length) {
    byte[] page = new byte[length];
    for (int i = 0; i < length; i++) {
      page[i] = (byte) random.nextInt(1 + i % 40);
    }

    return page;
  }

  private static byte[] compress(ZstdPages pages, byte[] page) throws IOException {
    return pages.compress(BytesInput.from(page)).toByteArray();
  }

  @Test
  void areReadByParquetsOwnDecompressor() throws IOException {
    ZstdPages pages = new ZstdPages(3);
    BytesInputDecompressor reader =
        new ParquetCodecFactory(new Configuration(false), 1 << 16)
            .getDecompressor(CompressionCodecName.ZSTD);
    for (int round = 0; round < 50; round++) {
      byte[] page = page(random.nextInt(300_000));

      byte[] compressed = compress(pages, page);

      assertThat(reader.decompress(BytesInput.from(compressed), page.length).toByteArray())
          .isEqualTo(page);
    }
    pages.release();
  }

  @Test
  void areSmallerAtAHigherLevel() throws IOException {
    byte[] page = page(200_000);
    ZstdPages least = new ZstdPages(1);
    ZstdPages most = new ZstdPages(19);

    assertThat(compress(most, page)).hasSizeLessThan(compress(least, page).length);

    least.release();
    most.release();
  }
}
