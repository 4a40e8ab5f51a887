package io.freshet.console.page;

import io.freshet.console.board.Board;
import io.freshet.console.board.Standing;
import io.freshet.console.board.TableStatus;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.Flow;
import io.freshet.console.reading.Reading;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.lake.TableLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How events move from streams over the writer into tables, now, and what jobs make of them.
 *
 * @param total how many streams there are, of which the worst are shown
 * @param jobs the worst of the tables that jobs compute
 * @param headline what holds it up, or that nothing does
 */
public record PipelinePage(
    Frame frame,
    String headline,
    List<Row> rows,
    int total,
    List<TableStatus> jobs,
    Reading<List<Flow>> flows,
    Reading<FlinkFacts> flink,
    List<Command> commands) {
  /** As many as somebody can look over. */
  public static final int MOST = 24;

  private static final int ROW_HEIGHT = 42;

  /** With which the names of writers' jobs begin; their streams follow. */
  private static final String WRITER = "writer ";

  /**
   * One stream and the table behind it.
   *
   * @param flow empty while it was not counted
   * @param table empty where the stream has none
   */
  public record Row(Contract contract, Optional<Flow> flow, Optional<TableStatus> table) {
    public String name() {
      return contract.name();
    }

    /** By whom events get onto the stream, as its contract has it. */
    public String entrances() {
      StreamSettings.Intake intake = contract.requireStream().intake();
      String entrances =
          Texts.joined(
              Stream.of(
                      intake.producers().isEmpty() ? "" : "gateway",
                      intake.takesRawJson() ? "validator" : "",
                      intake.capturedFrom().isPresent() ? "capture" : "")
                  .filter(each -> !each.isEmpty())
                  .toList());

      return entrances.isEmpty() ? "Kafka alone" : entrances;
    }

    public boolean isLate() {
      return table
          .map(TableStatus::standing)
          .filter(each -> each == Standing.LATE || each == Standing.UNREADABLE)
          .isPresent();
    }

    public String sent() {
      return perSecond(flow.map(Flow::sent).orElse(OptionalDouble.empty()));
    }

    public String committed() {
      return perSecond(flow.map(Flow::committed).orElse(OptionalDouble.empty()));
    }

    public String behind() {
      return flow.filter(known -> known.behind().isPresent())
          .map(known -> Texts.count(known.behind().getAsLong()))
          .orElse(Texts.NOTHING);
    }

    /** What waits between Kafka and the writer, where something does. */
    public Optional<String> waits() {
      return flow.filter(known -> known.behind().orElse(0) > 0)
          .map(known -> Texts.count(known.behind().getAsLong()) + " wait");
    }

    public String readers() {
      return flow.filter(known -> known.readers().isPresent())
          .map(known -> Texts.count(known.readers().getAsInt()))
          .orElse(Texts.NOTHING);
    }

    /** How thick what flows there is drawn: each tenfold is one more. */
    public int width() {
      double rate = flow.map(Flow::sent).orElse(OptionalDouble.empty()).orElse(0);

      return rate <= 0 ? 1 : 2 + (int) Math.min(6, Math.max(0, Math.log10(rate)));
    }

    /** A name that fits where it is drawn. */
    public String shortName(int longest) {
      return name().length() <= longest ? name() : name().substring(0, longest - 1) + "…";
    }
  }

  /** A rate as pages say it. */
  public static String perSecond(OptionalDouble known) {
    if (known.isEmpty()) {
      return Texts.NOTHING;
    }
    double rate = known.getAsDouble();

    return rate > 0 && rate < 1 ? "below 1 /s" : Texts.count(Math.round(rate)) + " /s";
  }

  /** How high the picture is. */
  public int height() {
    return ROW_HEIGHT + rows.size() * ROW_HEIGHT;
  }

  /** The middle of a row. */
  public int middle(int row) {
    return ROW_HEIGHT - 8 + row * ROW_HEIGHT + ROW_HEIGHT / 2;
  }

  /** What the writers' busiest and most held-up step say. */
  public String writer() {
    return most(FlinkFacts.Vertex::busy).map("busy "::concat).orElse("Flink");
  }

  /** The same of being held up. */
  public Optional<String> backPressure() {
    return most(FlinkFacts.Vertex::backPressured).map("held up "::concat);
  }

  /** Of writers alone: the picture shows no other job. */
  private Optional<String> most(ToIntFunction<FlinkFacts.Vertex> figure) {
    OptionalInt most =
        flink.value().stream()
            .flatMap(known -> known.vertices().stream())
            .filter(step -> step.job().startsWith(WRITER))
            .mapToInt(figure)
            .max();

    return most.isEmpty()
        ? Optional.empty()
        : Optional.of(most.getAsInt() < 0 ? Texts.NOTHING : most.getAsInt() + " %");
  }

  /** Contracts with a stream, those with the worst tables first. */
  public static List<Contract> streams(Board board) {
    return Stream.concat(
            board.worstFirst().stream().map(TableStatus::contract),
            board.contracts().stream()
                .flatMap(contracts -> contracts.all().stream())
                .filter(contract -> contract.table().isEmpty()))
        .filter(contract -> contract.stream().isPresent())
        .toList();
  }

  public static PipelinePage of(Board board, Reading<List<Flow>> flows, Reading<FlinkFacts> flink) {
    List<Contract> streams = streams(board);
    List<Row> rows =
        streams.stream().limit(MOST).map(contract -> row(contract, board, flows)).toList();

    return new PipelinePage(
        Frame.of("Pipeline", Frame.Place.PIPELINE, board, flows, flink),
        headline(rows, board, flows, flink),
        rows,
        streams.size(),
        board.worstFirst().stream()
            .filter(table -> table.contract().kind() == Contract.Kind.DERIVED)
            .limit(MOST)
            .toList(),
        flows,
        flink,
        List.of(
            new Command("How stale it makes tables", "./freshet freshness"),
            new Command("Which parts run", "./freshet status"),
            new Command("A stream as it flows", "./freshet stream tail STREAM")));
  }

  private static Row row(Contract contract, Board board, Reading<List<Flow>> flows) {
    return new Row(
        contract,
        flows.value().stream()
            .flatMap(List::stream)
            .filter(flow -> flow.contract().equals(contract.name()))
            .findFirst(),
        contract.table().flatMap(settings -> board.table(TableLayout.name(contract).toString())));
  }

  private static String headline(
      List<Row> rows, Board board, Reading<List<Flow>> flows, Reading<FlinkFacts> flink) {
    if (rows.isEmpty()) {
      return "No streams yet";
    }
    Optional<FlinkFacts> jobs = flink.failure().isPresent() ? Optional.empty() : flink.value();
    List<String> standing = jobs.map(FlinkFacts::standing).orElse(List.of());
    if (!standing.isEmpty()) {
      return standing.size() == 1
          ? "The job %s does not run".formatted(standing.get(0))
          : "%s of Flink’s jobs do not run".formatted(Texts.count(standing.size()));
    }
    if (jobs.filter(known -> !known.withoutTaskManager().isEmpty()).isPresent()) {
      return "Flink lacks a TaskManager";
    }
    if (jobs.filter(FlinkFacts::isHeldUp).isPresent()) {
      return "Something in Flink is held up";
    }
    List<String> late = rows.stream().filter(Row::isLate).map(Row::name).toList();
    if (!late.isEmpty() && board.trouble().isEmpty()) {
      return late(late);
    }
    if (board.trouble().isPresent() || flows.failure().isPresent()) {
      return "What flows is not known now"; // what was known before may no longer hold
    }

    return flows.value().isPresent() && jobs.filter(FlinkFacts::isWell).isPresent()
        ? "Everything flows"
        : "No table is known to be late";
  }

  private static String late(List<String> late) {
    return late.stream().limit(2).collect(Collectors.joining(" and "))
        + (late.size() > 2
            ? " and %d more are late".formatted(late.size() - 2)
            : late.size() == 1 ? " is late" : " are late");
  }
}
