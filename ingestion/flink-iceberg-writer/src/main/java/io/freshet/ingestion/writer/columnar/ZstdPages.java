package io.freshet.ingestion.writer.columnar;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages by zstd, each at once and all by one context. Parquet-java's compressor makes a
 * stream for each page, whose tables are made for a length that it does not know: several times as
 * large as the page, and to be cleared. Not thread-safe.
 */
final class ZstdPages implements BytesInputCompressor {
  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private byte[] compressed = {};

  /**
   * @param level zstd's, such as 3
   */
  ZstdPages(int level) {
    context.setLevel(level);
  }

  @Override
  public BytesInput compress(BytesInput page) throws IOException {
    byte[] bytes = page.toByteArray();
    int most = Math.toIntExact(Zstd.compressBound(bytes.length));
    if (most > compressed.length) {
      compressed = new byte[most];
    }
    int length =
        context.compressByteArray(compressed, 0, compressed.length, bytes, 0, bytes.length);

    return BytesInput.from(compressed, 0, length);
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    context.close();
  }
}
