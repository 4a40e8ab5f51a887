package io.freshet.ingestion.writer.columnar;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.parquet.ParquetCodecFactory;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.codec.ZstandardCodec;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/** How a table wants its Parquet files, by the same properties that Iceberg's own writer reads. */
final class ParquetSettings {
  /** As Iceberg calls it in its own files. */
  private static final String MESSAGE_NAME = "table";

  private static final String SCHEMA_KEY = "iceberg.schema";

  private final Schema schema;
  private final MessageType message;
  private final MetricsConfig metrics;
  private final Map<String, String> properties;

  ParquetSettings(Table table) {
    this.schema = table.schema();
    this.message = ParquetSchemaUtil.convert(schema, MESSAGE_NAME);
    this.metrics = MetricsConfig.forTable(table);
    this.properties = table.properties();
  }

  MessageType message() {
    return message;
  }

  MetricsConfig metrics() {
    return metrics;
  }

  int fieldId(int position) {
    return schema.columns().get(position).fieldId();
  }

  Map<String, String> footer() {
    return Map.of(SCHEMA_KEY, SchemaParser.toJson(schema));
  }

  long rowGroupBytes() {
    return integer(
        TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
        TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT);
  }

  long targetFileBytes() {
    return PropertyUtil.propertyAsLong(
        properties,
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
  }

  int pageBytes() {
    return integer(
        TableProperties.PARQUET_PAGE_SIZE_BYTES, TableProperties.PARQUET_PAGE_SIZE_BYTES_DEFAULT);
  }

  int pageRows() {
    return integer(
        TableProperties.PARQUET_PAGE_ROW_LIMIT, TableProperties.PARQUET_PAGE_ROW_LIMIT_DEFAULT);
  }

  /** Compresses pages; to be released. */
  CompressionCodecFactory.BytesInputCompressor compressor() {
    CompressionCodecName codec =
        codec(
            properties.getOrDefault(
                TableProperties.PARQUET_COMPRESSION,
                TableProperties.PARQUET_COMPRESSION_DEFAULT_SINCE_1_4_0));
    Optional<String> level =
        Optional.ofNullable(properties.get(TableProperties.PARQUET_COMPRESSION_LEVEL));
    if (codec == CompressionCodecName.ZSTD) {
      return new ZstdPages(
          level.map(Integer::parseInt).orElse(ZstandardCodec.DEFAULT_PARQUET_COMPRESS_ZSTD_LEVEL));
    }
    Configuration configuration = new Configuration(false);
    // Each codec reads its own; Iceberg's codec factory keeps levels apart.
    level.ifPresent(
        each -> {
          configuration.set("zlib.compress.level", each);
          configuration.set("compression.brotli.quality", each);
        });

    return new ParquetCodecFactory(configuration, pageBytes()).getCompressor(codec);
  }

  private static CompressionCodecName codec(String name) {
    return CompressionCodecName.fromConf(
        name.equalsIgnoreCase("none") ? CompressionCodecName.UNCOMPRESSED.name() : name);
  }

  /**
   * @param rowsPerCheck after so many rows each column looks whether its page is full
   */
  ParquetProperties pages(int rowsPerCheck) {
    ParquetProperties.Builder pages =
        ParquetProperties.builder()
            .withWriterVersion(version())
            .withPageSize(pageBytes())
            .withPageRowCountLimit(pageRows())
            .withDictionaryPageSize(
                integer(
                    TableProperties.PARQUET_DICT_SIZE_BYTES,
                    TableProperties.PARQUET_DICT_SIZE_BYTES_DEFAULT))
            .withMaxBloomFilterBytes(
                integer(
                    TableProperties.PARQUET_BLOOM_FILTER_MAX_BYTES,
                    TableProperties.PARQUET_BLOOM_FILTER_MAX_BYTES_DEFAULT))
            .withMinRowCountForPageSizeCheck(rowsPerCheck)
            .withMaxRowCountForPageSizeCheck(rowsPerCheck)
            .estimateRowCountForPageSizeCheck(false);
    forColumns(
        TableProperties.PARQUET_BLOOM_FILTER_COLUMN_ENABLED_PREFIX,
        (column, value) -> pages.withBloomFilterEnabled(column, Boolean.parseBoolean(value)));
    forColumns(
        TableProperties.PARQUET_BLOOM_FILTER_COLUMN_FPP_PREFIX,
        (column, value) -> pages.withBloomFilterFPP(column, Double.parseDouble(value)));
    forColumns(
        TableProperties.PARQUET_BLOOM_FILTER_COLUMN_NDV_PREFIX,
        (column, value) -> pages.withBloomFilterNDV(column, Long.parseLong(value)));
    forColumns(
        TableProperties.PARQUET_COLUMN_STATS_ENABLED_PREFIX,
        (column, value) -> pages.withStatisticsEnabled(column, Boolean.parseBoolean(value)));

    return pages.build();
  }

  private WriterVersion version() {
    return WriterVersion.fromString(
        properties.getOrDefault(
            TableProperties.PARQUET_PAGE_VERSION, TableProperties.PARQUET_PAGE_VERSION_DEFAULT));
  }

  private void forColumns(String prefix, BiConsumer<String, String> setting) {
    PropertyUtil.propertiesWithPrefix(properties, prefix)
        .forEach(
            (column, value) -> {
              if (message.containsField(column)) {
                setting.accept(column, value);
              }
            });
  }

  private int integer(String property, int ofDefault) {
    return PropertyUtil.propertyAsInt(properties, property, ofDefault);
  }
}
