package io.freshet.lineage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.lineage.graph.Edge.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WalkTest {
  private static final long RAW = 1;
  private static final long STAGING = 2;
  private static final long MART = 3;
  private static final int FAR = 10;

  private final List<Edge> edges = new ArrayList<>();

  @Test
  void followsATableAsFarAsAsked() {
    edge(RAW, STAGING, false);
    edge(STAGING, MART, false);

    assertThat(downstream(RAW, Optional.empty(), FAR)).containsExactly("1>2 TABLE", "2>3 TABLE");
    assertThat(downstream(RAW, Optional.empty(), 1)).containsExactly("1>2 TABLE");
  }

  @Test
  void followsAColumnByItsNames() {
    edge(RAW, STAGING, true, direct("state", "status"), direct("id", "id"));
    edge(STAGING, MART, true, direct("status", "delivered"), direct("id", "orders"));

    assertThat(downstream(RAW, Optional.of("state"), FAR))
        .containsExactly("1>2 COLUMN state>status", "2>3 COLUMN status>delivered");
    assertThat(upstream(MART, Optional.of("orders"), FAR))
        .containsExactly("2>3 COLUMN id>orders", "1>2 COLUMN id>id");
  }

  @Test
  void stopsWhereAJobSurelyReadsOtherColumns() {
    edge(RAW, STAGING, true, direct("id", "id"));

    assertThat(downstream(RAW, Optional.of("state"), FAR)).isEmpty();
  }

  @Test
  void showsAJobThatMayFilterByTheColumnAndStopsThere() {
    edge(RAW, STAGING, false, direct("id", "id"));
    edge(STAGING, MART, false, direct("id", "id"));

    assertThat(downstream(RAW, Optional.of("state"), FAR)).containsExactly("1>2 POSSIBLY");
  }

  @Test
  void takesTheWholeTableWhereAJobTellsNoColumns() {
    edge(RAW, STAGING, false);
    edge(STAGING, MART, true, direct("id", "id"));

    assertThat(downstream(RAW, Optional.of("state"), FAR))
        .containsExactly("1>2 TABLE", "2>3 TABLE id>id");
  }

  @Test
  void aFilterConcernsEveryColumn() {
    edge(RAW, STAGING, true, new Columns("state", "", "INDIRECT", "FILTER"), direct("id", "id"));
    edge(STAGING, MART, true, direct("id", "id"));

    assertThat(downstream(RAW, Optional.of("state"), FAR))
        .containsExactly("1>2 COLUMN state>", "2>3 TABLE id>id");
    assertThat(upstream(STAGING, Optional.of("id"), 1)).containsExactly("1>2 COLUMN state>,id>id");
  }

  @Test
  void takesAPartForTheWhole() {
    edge(RAW, STAGING, true, direct("address", "address"));

    assertThat(downstream(RAW, Optional.of("address.city"), FAR))
        .containsExactly("1>2 COLUMN address>address");
  }

  @Test
  void endsInACircle() {
    edge(RAW, STAGING, false);
    edge(STAGING, RAW, false);

    assertThat(downstream(RAW, Optional.empty(), FAR)).containsExactly("1>2 TABLE", "2>1 TABLE");
  }

  @Test
  void showsOfACircleWhatIsGoneInEitherDirection() {
    edge(RAW, STAGING, false, direct("state", "status"), direct("note", "state"));
    edge(STAGING, RAW, true, direct("status", "note"));

    assertThat(
            texts(
                Walk.from(
                    RAW, Optional.of("state"), EnumSet.allOf(Direction.class), 1, this::leaving)))
        .containsExactly("1>2 COLUMN state>status");
    assertThat(
            texts(
                Walk.from(
                    RAW, Optional.of("note"), EnumSet.allOf(Direction.class), 2, this::leaving)))
        .containsExactly("2>1 COLUMN status>note", "1>2 COLUMN state>status,note>state");
  }

  @Test
  void isTruncatedWhereItsSourceIs() {
    EdgeSource some = (datasets, direction) -> new EdgeSource.Edges(edges, true);
    edge(RAW, STAGING, false);

    assertThat(
            Walk.from(RAW, Optional.empty(), Set.of(Direction.DOWNSTREAM), FAR, some).truncated())
        .isTrue();
  }

  private static Columns direct(String from, String to) {
    return new Columns(from, to, "DIRECT", "IDENTITY");
  }

  private void edge(long from, long to, boolean columnsKnown, Columns... columns) {
    edges.add(new Edge(7, Optional.of(from), Optional.of(to), columnsKnown, List.of(columns)));
  }

  private List<String> downstream(long from, Optional<String> column, int depth) {
    return walk(from, column, Direction.DOWNSTREAM, depth);
  }

  private List<String> upstream(long from, Optional<String> column, int depth) {
    return walk(from, column, Direction.UPSTREAM, depth);
  }

  private List<String> walk(long from, Optional<String> column, Direction direction, int depth) {
    return texts(Walk.from(from, column, Set.of(direction), depth, this::leaving));
  }

  private static List<String> texts(Walk.Found found) {
    return found.steps().stream().map(WalkTest::text).toList();
  }

  private EdgeSource.Edges leaving(Collection<Long> datasets, Direction direction) {
    return new EdgeSource.Edges(
        edges.stream()
            .filter(edge -> datasets.contains(edge.start(direction).orElseThrow()))
            .toList(),
        false);
  }

  private static String text(Walk.Step step) {
    List<String> columns =
        step.columns().stream().map(column -> column.from() + ">" + column.to()).toList();

    return "%d>%d %s %s"
        .formatted(
            step.edge().from().orElseThrow(),
            step.edge().to().orElseThrow(),
            step.by(),
            String.join(",", columns))
        .strip();
  }
}
