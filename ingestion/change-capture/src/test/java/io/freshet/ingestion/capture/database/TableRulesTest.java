package io.freshet.ingestion.capture.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.capture.ShopTexts;
import io.freshet.ingestion.capture.database.SourceTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableRulesTest {
  private static final String NAME = "public.orders";
  private static final List<String> KEY = List.of("market", "order_id");

  private final List<Column> columns =
      new ArrayList<>(
          List.of(
              column("market", "text"),
              column("order_id", "int8"),
              column("version", "int8"),
              column("state", "enum"),
              new Column("amount", "numeric(8,2)", "numeric", false, Optional.of(2)),
              column("items", "jsonb"),
              new Column("tags", "text[]", "text", true, Optional.empty())));

  private static Column column(String name, String type) {
    return new Column(name, type, type, false, Optional.empty());
  }

  private List<String> problems(SourceTable table) {
    return TableRules.problems(List.of(ShopTexts.latest()), Map.of(NAME, table));
  }

  private List<String> problemsOfColumns() {
    return problems(new SourceTable(NAME, true, true, true, columns, KEY));
  }

  @Test
  void aTableThatLacksOptionalColumnsAndWhatTheChangeTellsFits() {
    assertThat(problemsOfColumns()).isEmpty();
  }

  @Test
  void saysHowToHaveChangesCarryTheWholeRow() {
    assertThat(problems(new SourceTable(NAME, true, false, true, columns, KEY)))
        .containsExactly(
            "Changes of public.orders don't carry the whole row; run: ALTER TABLE public.orders"
                + " REPLICA IDENTITY FULL;");
  }

  @Test
  void saysWhichTableIsMissing() {
    assertThat(TableRules.problems(List.of(ShopTexts.latest()), Map.of()))
        .containsExactly("There is no table public.orders; contract orders is captured from it");
  }

  @Test
  void saysThatRowsCannotBeRead() {
    assertThat(problems(new SourceTable(NAME, true, true, false, columns, KEY)))
        .containsExactly(
            "The rows of public.orders can't be read; run: GRANT SELECT ON public.orders TO the user"
                + " of capture.user");
  }

  @Test
  void refusesAView() {
    assertThat(problems(new SourceTable(NAME, false, false, true, columns, KEY)))
        .containsExactly(
            "public.orders is a view or a partitioned table; capture ordinary tables, such as its"
                + " partitions");
  }

  @Test
  void refusesARequiredColumnThatNothingGives() {
    columns.set(3, column("status", "enum"));

    assertThat(problemsOfColumns())
        .containsExactly(
            "public.orders has no column state, which contract orders requires (there is status);"
                + " add it, or make it optional or give it a default in the contract");
  }

  @Test
  void refusesAnotherPrimaryKeyOfTheLatestRows() {
    SourceTable table = new SourceTable(NAME, true, true, true, columns, List.of("order_id"));

    assertThat(problems(table))
        .containsExactly(
            "The primary key of public.orders is order_id, that of contract orders, which keeps the"
                + " latest rows, is market, order_id; they must be the same columns");
    assertThat(TableRules.problems(List.of(ShopTexts.history()), Map.of(NAME, table))).isEmpty();
  }

  @Test
  void refusesAnotherType() {
    columns.set(1, column("order_id", "uuid"));

    assertThat(problemsOfColumns())
        .containsExactly(
            "Column order_id of public.orders is no order_id of contract orders: it is uuid, the"
                + " contract's is long");
  }

  @Test
  void refusesATypeThatNobodyReads() {
    columns.set(3, column("state", "tsquery"));

    assertThat(problemsOfColumns())
        .containsExactly(
            "Column state of public.orders is no state of contract orders: its type tsquery can't be"
                + " captured");
  }

  @Test
  void refusesToRound() {
    columns.set(4, new Column("amount", "numeric(10,4)", "numeric", false, Optional.of(4)));

    assertThat(problemsOfColumns())
        .containsExactly(
            "Column amount of public.orders is no amount of contract orders: it is numeric(10,4), and"
                + " decimal(8,2) would round it");
  }

  @Test
  void refusesTextWhereAnyJsonIsMeant() {
    columns.set(5, column("items", "text"));

    assertThat(problemsOfColumns())
        .containsExactly(
            "Column items of public.orders is no items of contract orders: it is text, and anyJson"
                + " holds what json or jsonb have");
  }

  @Test
  void anArrayIsAnArrayOfItsElements() {
    columns.set(6, new Column("tags", "integer[]", "int4", true, Optional.empty()));

    assertThat(problemsOfColumns())
        .containsExactly(
            "Column tags of public.orders is no tags of contract orders: it is integer[], the"
                + " contract's is array of string");
  }
}
