package io.freshet.warehouse.snowflake.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.warehouse.snowflake.script.Revocations.Granted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every statement that the project's contracts give is read by a parser. */
class StatementsIT {
  /** What sqlglot 30 has no grammar for. */
  private static final Set<Kind> ONLY_WORDS =
      EnumSet.of(
          Kind.EXTERNAL_VOLUME,
          Kind.CATALOG_INTEGRATION,
          Kind.NOTIFICATION_INTEGRATION,
          Kind.PIPE,
          Kind.ROLE,
          Kind.MASKING_POLICY,
          Kind.ROW_ACCESS_POLICY,
          Kind.MASK,
          Kind.ROW_FILTER);

  private static final List<Checked> all = new ArrayList<>();

  private record Checked(Kind kind, String sql, String root) {}

  @BeforeAll
  static void parse() throws Exception {
    List<Kind> kinds = new ArrayList<>();
    List<String> sql = new ArrayList<>();
    for (Statement statement : Account.everything(Account.projectContracts())) {
      kinds.add(statement.kind());
      sql.add(statement.sql());
      for (String renewal : statement.renewal().sql()) {
        kinds.add(statement.kind());
        sql.add(renewal);
      }
    }
    List<String> roots = Sqlglot.roots(sql);
    for (int i = 0; i < sql.size(); i++) {
      all.add(new Checked(kinds.get(i), sql.get(i), roots.get(i)));
    }
  }

  @Test
  void sqlglotReadsAllThatItKnows() {
    assertThat(all)
        .filteredOn(checked -> !ONLY_WORDS.contains(checked.kind()))
        .filteredOn(checked -> checked.sql().startsWith("CREATE"))
        .isNotEmpty()
        .allSatisfy(checked -> assertThat(checked.root()).as(checked.sql()).isEqualTo("Create"));
  }

  @Test
  void theReadmeSaysWhatSqlglotDoesNotKnow() throws IOException {
    String row =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.contains("| only split into words"))
            .findFirst()
            .orElseThrow();
    String kinds = row.replaceFirst("^\\| ([^|;]+).*", "$1");

    assertThat(kinds.strip().split(", "))
        .containsExactlyInAnyOrderElementsOf(ONLY_WORDS.stream().map(Kind::label).toList());
  }

  @Test
  void sqlglotOnlySplitsThoseIntoWords() {
    assertThat(all)
        .filteredOn(checked -> ONLY_WORDS.contains(checked.kind()))
        .allSatisfy(
            checked ->
                assertThat(checked.root())
                    .as(checked.sql())
                    .matches(
                        "%s|(?s)error: Expected ON after ROW ACCESS POLICY.*"
                            .formatted(Sqlglot.ONLY_WORDS)));
  }

  @Test
  void sqlglotReadsRevocations() throws Exception {
    List<Statement> revocations =
        Revocations.of(Account.everything(Account.projectContracts()))
            .of(
                "FRESHET_GONE",
                List.of(
                    new Granted("USAGE", "SCHEMA", "FRESHET.RAW"),
                    new Granted("SELECT", "TABLE", "FRESHET.RAW.MARKETS"),
                    new Granted("SELECT", "VIEW", "FRESHET.LANDED.MARKETS_LATEST")));

    assertThat(Sqlglot.roots(revocations.stream().map(Statement::sql).toList()))
        .hasSize(3)
        .containsOnly("Revoke");
  }

  @Test
  void whatSqlglotOnlySplitsIntoWordsHasTheFormOfTheManual() {
    assertThat(all)
        .filteredOn(StatementsIT::isUnread)
        .isNotEmpty()
        .allSatisfy(checked -> assertThat(queries(checked)).as(checked.sql()).isPresent());
  }

  @Test
  void sqlglotReadsTheQueriesInsideOfThose() throws Exception {
    List<String> queries =
        all.stream()
            .filter(StatementsIT::isUnread)
            .flatMap(checked -> queries(checked).orElseThrow().stream())
            .map(
                query ->
                    query.startsWith("COPY") || query.startsWith("SELECT")
                        ? query
                        : "SELECT " + query)
            .toList();

    assertThat(queries).anyMatch(query -> query.startsWith("COPY"));
    assertThat(Sqlglot.roots(queries)).containsOnly("Copy", "Select");
  }

  @Test
  void theFormsAreNoRubberStamp() {
    String sql =
        Account.named(
                Account.everything(Account.projectContracts()),
                Kind.EXTERNAL_VOLUME,
                "FRESHET_LAKE")
            .sql();

    assertThat(matches(Kind.EXTERNAL_VOLUME, sql)).isTrue();
    assertThat(matches(Kind.EXTERNAL_VOLUME, sql.replace("ALLOW_WRITES", "ALLOW_WRITE"))).isFalse();
    assertThat(matches(Kind.EXTERNAL_VOLUME, sql.replaceFirst("\\)\\)", ")"))).isFalse();
    assertThat(matches(Kind.EXTERNAL_VOLUME, sql + " DROP")).isFalse();
  }

  private static boolean matches(Kind kind, String sql) {
    return queries(new Checked(kind, sql, Sqlglot.ONLY_WORDS)).isPresent();
  }

  private static boolean isUnread(Checked checked) {
    return checked.root().equals(Sqlglot.ONLY_WORDS) || checked.root().startsWith("error");
  }

  private static Optional<List<String>> queries(Checked checked) {
    String sql = checked.sql().replaceFirst("(?s)^EXECUTE IMMEDIATE \\$\\$(.*)\\$\\$$", "$1");

    return Synopses.of(checked.kind()).stream()
        .flatMap(synopsis -> synopsis.match(sql).stream())
        .findFirst();
  }
}
