package io.freshet.batch.landing.given;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.landing.database.ForeignColumn;
import io.freshet.batch.landing.database.ForeignDatabase;
import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.batch.landing.database.PostgresJson;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The rows of a range of another database's table, as {@link GivenRows} has them. */
record TableRows(SparkSession spark, Contract contract, ColumnChoice choice, JdbcAccess access) {
  // Somebody else's database: it has other things to do.
  private static final int CONNECTIONS = 4;
  private static final int ROWS_A_FETCH = 10_000;

  Dataset<Row> of(GivenFile file) {
    TableRange range = TableRange.of(file.name()).orElseThrow();
    ForeignDatabase database = ForeignDatabase.of(range.url(), access);
    List<ForeignColumn> columns = database.columns(range.table());
    List<String> names = columns.stream().map(ForeignColumn::name).toList();
    requireKey(range, names);
    Map<String, Field> chosen = choice.of(contract, file.name(), names);
    String table =
        database.isPostgres()
            ? new PostgresQuery(contract, range, new PostgresJson(access.zone()))
                .of(columns, chosen)
            : range.table();
    Dataset<Row> rows =
        database
            .reader(spark)
            .option("dbtable", table)
            .option("partitionColumn", range.key())
            .option("lowerBound", range.from())
            .option("upperBound", range.to())
            .option("numPartitions", CONNECTIONS)
            .option("fetchsize", ROWS_A_FETCH)
            .load();
    Column key = GivenRows.column(range.key()).cast(DataTypes.LongType);

    return rows.where(key.geq(lit(range.from())).and(key.lt(lit(range.to()))))
        .select(
            lit(file.name()).as(GivenRows.NAME),
            lit(0L).as(GivenRows.BLOCK),
            key.minus(lit(range.from())).as(GivenRows.INDEX),
            (database.isPostgres()
                    ? col(PostgresQuery.TEXT).cast(DataTypes.BinaryType)
                    : GivenRows.text(chosen))
                .as(GivenRows.TEXT),
            lit(null).cast(DataTypes.StringType).as(GivenRows.PROBLEM));
  }

  private static void requireKey(TableRange range, List<String> columns) {
    if (!columns.contains(range.key())) {
      throw new FreshetException(
          Fault.CALLER,
          "%s of %s has no column %s, which --key names%s"
              .formatted(
                  range.table(), range.url(), range.key(), NearestName.hint(range.key(), columns)));
    }
  }
}
