package io.freshet.batch.landing.given;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.landing.database.ForeignColumn;
import io.freshet.batch.landing.database.ForeignDatabase;
import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.batch.landing.database.MySqlCell;
import io.freshet.batch.landing.database.MySqlTypes;
import io.freshet.batch.landing.database.PostgresJson;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The rows of a range of another database's table, as {@link GivenRows} has them. */
record TableRows(SparkSession spark, Contract contract, ColumnChoice choice, JdbcAccess access) {
  // Somebody else's database: it has other things to do.
  private static final int CONNECTIONS = 4;
  private static final int ROWS_A_FETCH = 10_000;

  /**
   * @param whole what the table that they are landed in calls them, and from where their places
   *     count
   * @param range what is read of it
   */
  Dataset<Row> of(TableRange whole, TableRange range) {
    ForeignDatabase database = ForeignDatabase.of(range.url(), access);
    List<ForeignColumn> columns = database.columns(range.table());
    requireKey(range, columns);
    Map<String, Field> chosen =
        choice.of(
            contract, range.given().name(), columns.stream().map(ForeignColumn::name).toList());
    ColumnTypes types = new ColumnTypes(contract, range);
    if (database.isPostgres()) {
      PostgresQuery query =
          new PostgresQuery(range, types.match(columns, chosen, new PostgresJson(access.zone())));

      return rows(
          whole,
          read(database, range, query.text(), range.key()),
          col(PostgresQuery.TEXT).cast(DataTypes.BinaryType));
    }
    if (database.isMySql()) {
      MySqlTypes known = new MySqlTypes(access.zone());
      requireWholeNumbers(range, columns, known);

      return mySqlRows(whole, range, database, types.match(columns, chosen, known));
    }

    return rows(whole, read(database, range, range.table(), range.key()), GivenRows.text(chosen));
  }

  private Dataset<Row> read(ForeignDatabase database, TableRange range, String table, String key) {
    Dataset<Row> rows =
        database
            .reader(spark)
            .option("dbtable", table)
            .option("partitionColumn", key)
            .option("lowerBound", range.from())
            .option("upperBound", range.to())
            .option("numPartitions", CONNECTIONS)
            .option("fetchsize", ROWS_A_FETCH)
            .load();
    Column number = number(key);

    return rows.where(number.geq(lit(range.from())).and(number.lt(lit(range.to()))));
  }

  private static Dataset<Row> rows(TableRange whole, Dataset<Row> rows, Column text) {
    return rows.select(
        lit(whole.given().name()).as(GivenRows.NAME),
        lit(0L).as(GivenRows.BLOCK),
        place(whole, whole.key()),
        text.as(GivenRows.TEXT),
        lit(null).cast(DataTypes.StringType).as(GivenRows.PROBLEM));
  }

  private Dataset<Row> mySqlRows(
      TableRange whole, TableRange range, ForeignDatabase database, Map<Field, MySqlCell> cells) {
    MySqlQuery query = new MySqlQuery(range, List.copyOf(cells.values()));
    Column[] texts = query.names().stream().map(GivenRows::column).toArray(Column[]::new);
    List<MySqlText.Member> members = new ArrayList<>();
    cells.forEach(
        (field, cell) -> members.add(new MySqlText.Member(field.json().name(), cell.kind())));
    // Where none is named, no column needs one.
    ZoneId zone = access.zone().map(ZoneId::of).orElse(ZoneOffset.UTC);

    return read(database, range, query.text(), MySqlQuery.KEY)
        .select(lit(whole.given().name()), place(whole, MySqlQuery.KEY), array(texts))
        .map(new MySqlText(members, zone), Encoders.row(GivenRows.SCHEMA));
  }

  private static Column number(String key) {
    return GivenRows.column(key).cast(DataTypes.LongType);
  }

  private static Column place(TableRange whole, String key) {
    return number(key).minus(lit(whole.from())).as(GivenRows.INDEX);
  }

  private static void requireKey(TableRange range, List<ForeignColumn> columns) {
    List<String> names = columns.stream().map(ForeignColumn::name).toList();
    if (!names.contains(range.key())) {
      throw new FreshetException(
          Fault.CALLER,
          "%s of %s has no column %s, which --key names%s"
              .formatted(
                  range.table(), range.url(), range.key(), NearestName.hint(range.key(), names)));
    }
  }

  private static void requireWholeNumbers(
      TableRange range, List<ForeignColumn> columns, MySqlTypes types) {
    for (ForeignColumn column : columns) {
      if (column.name().equals(range.key()) && !types.isKey(column)) {
        throw new FreshetException(
            Fault.CALLER,
            "%s of %s is %s, and --key names a column of whole numbers"
                .formatted(column.name(), range.table(), column.type()));
      }
    }
  }
}
