package io.freshet.batch.landing.given;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of files as JSON texts, in the order in which they stand there. Whatever the format, a
 * row is then held against the contract by the checks for JSON events.
 */
public final class GivenRows {
  /** Of the file. */
  public static final String NAME = "name";

  /** Where in the file the part begins that Spark reads at a time. */
  public static final String BLOCK = "block";

  /** The row's place in the file, where the format has it; otherwise it is counted. */
  public static final String INDEX = "index";

  static final String TEXT = "text";

  /** Why the row can't be read; null where it can. */
  static final String PROBLEM = "problem";

  static final StructType SCHEMA =
      new StructType()
          .add(NAME, DataTypes.StringType)
          .add(BLOCK, DataTypes.LongType)
          .add(INDEX, DataTypes.LongType)
          .add(TEXT, DataTypes.BinaryType)
          .add(PROBLEM, DataTypes.StringType);

  private static final String BROKEN = "_freshet_broken";

  /** Of Spark's own; false takes a name for a name, but only where it is the only one. */
  private static final String PATTERNS = "__globPaths__";

  private static final Pattern PATTERN = Pattern.compile("[*?\\[\\]{}\\\\]");

  private static final String CELLS = "cells";
  private static final String TIMES = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX";

  private final SparkSession spark;
  private final Contract contract;
  private final ColumnChoice choice;
  private final JdbcAccess access;

  public GivenRows(SparkSession spark, Contract contract, ColumnChoice choice, JdbcAccess access) {
    this.spark = spark;
    this.contract = contract;
    this.choice = choice;
    this.access = access;
  }

  /**
   * @param plan with something to land
   */
  public Dataset<Row> of(LandingPlan plan) {
    List<Dataset<Row>> parts = new ArrayList<>();
    readTogether(plan.of(FileFormat.JSON)).forEach(files -> parts.add(lines(files)));
    grouped(plan.of(FileFormat.CSV), csv())
        .forEach(
            (schema, all) -> readTogether(all).forEach(files -> parts.add(csv(schema, files))));
    grouped(plan.of(FileFormat.PARQUET), files("parquet"))
        .forEach(
            (schema, all) -> readTogether(all).forEach(files -> parts.add(parquet(schema, files))));
    TableRows tables = new TableRows(spark, contract, choice, access);
    plan.ranges().forEach((whole, range) -> parts.add(tables.of(whole, range)));

    return parts.stream().reduce(Dataset::union).orElseThrow();
  }

  /** Each name that may be taken for a pattern alone, all others at once. */
  private static List<List<GivenFile>> readTogether(List<GivenFile> files) {
    List<List<GivenFile>> readings = new ArrayList<>();
    List<GivenFile> plain = new ArrayList<>();
    for (GivenFile file : files) {
      if (PATTERN.matcher(file.name()).find()) {
        readings.add(List.of(file));
      } else {
        plain.add(file);
      }
    }
    if (!plain.isEmpty()) {
      readings.add(plain);
    }

    return readings;
  }

  private DataFrameReader files(String format) {
    return spark.read().format(format).option(PATTERNS, "false");
  }

  /** One reading for all files of the same columns. */
  private static Map<StructType, List<GivenFile>> grouped(
      List<GivenFile> files, DataFrameReader reader) {
    Map<StructType, List<GivenFile>> grouped = new LinkedHashMap<>();
    for (GivenFile file : files) {
      grouped
          .computeIfAbsent(reader.load(file.name()).schema(), first -> new ArrayList<>())
          .add(file);
    }

    return grouped;
  }

  private Dataset<Row> lines(List<GivenFile> files) {
    if (!choice.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is JSON, whose members are named in the contract: jsonName there instead of --map or --leave-out"
              .formatted(files.get(0).name()));
    }

    return files("text")
        .load(names(files))
        .where(col("value").rlike("\\S"))
        .select(
            name(),
            col("_metadata.file_block_start").as(BLOCK),
            lit(null).cast(DataTypes.LongType).as(INDEX),
            col("value").cast(DataTypes.BinaryType).as(TEXT),
            lit(null).cast(DataTypes.StringType).as(PROBLEM));
  }

  private Dataset<Row> csv(StructType header, List<GivenFile> files) {
    Map<String, Field> chosen = choice.of(contract, files.get(0).name(), names(header));
    StructType schema = new StructType();
    for (String column : header.fieldNames()) {
      schema = schema.add(column, DataTypes.StringType);
    }
    Column[] cells = chosen.keySet().stream().map(GivenRows::column).toArray(Column[]::new);

    return csv()
        .option("columnNameOfCorruptRecord", BROKEN)
        .schema(schema.add(BROKEN, DataTypes.StringType))
        .load(names(files))
        .select(name(), array(cells).as(CELLS), col(BROKEN))
        .map(
            new CsvText(List.copyOf(chosen.values()), header.fieldNames().length),
            Encoders.row(SCHEMA));
  }

  /** As RFC 4180 has it: values may hold line breaks, so that a file is read by one task. */
  private DataFrameReader csv() {
    return files("csv")
        .option("header", "true")
        .option("multiLine", "true")
        .option("quote", "\"")
        .option("escape", "\"")
        .option("mode", "PERMISSIVE");
  }

  private Dataset<Row> parquet(StructType schema, List<GivenFile> files) {
    return files("parquet")
        .schema(schema)
        .load(names(files))
        .select(
            name(),
            lit(0L).as(BLOCK),
            col("_metadata.row_index").as(INDEX),
            text(files.get(0), schema),
            lit(null).cast(DataTypes.StringType).as(PROBLEM));
  }

  /** Of a row whose columns have types. */
  private Column text(GivenFile file, StructType schema) {
    return text(choice.of(contract, file.name(), names(schema)));
  }

  /**
   * @param chosen the contract's columns, by the row's
   */
  static Column text(Map<String, Field> chosen) {
    Column[] members =
        chosen.entrySet().stream()
            .map(each -> column(each.getKey()).as(each.getValue().json().name()))
            .toArray(Column[]::new);

    return to_json(struct(members), Map.of("timestampFormat", TIMES))
        .cast(DataTypes.BinaryType)
        .as(TEXT);
  }

  private static Column name() {
    return col("_metadata.file_path").as(NAME);
  }

  /** A name may hold dots. */
  static Column column(String name) {
    return col("`%s`".formatted(name.replace("`", "``")));
  }

  private static List<String> names(StructType schema) {
    return Arrays.asList(schema.fieldNames());
  }

  private static String[] names(List<GivenFile> files) {
    return files.stream().map(GivenFile::name).toArray(String[]::new);
  }
}
