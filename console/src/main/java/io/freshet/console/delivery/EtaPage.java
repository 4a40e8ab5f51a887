package io.freshet.console.delivery;

import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.delivery.EtaAccuracy.Day;
import io.freshet.console.delivery.EtaAccuracy.Hour;
import io.freshet.console.page.Command;
import io.freshet.console.page.Frame;
import io.freshet.console.page.Links;
import io.freshet.console.page.Parameters;
import io.freshet.console.page.Texts;
import io.freshet.console.reading.Reading;
import io.freshet.console.rows.Viewer;
import io.freshet.core.contract.Contract;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How right the arrivals were that customers were told, per market and hour.
 *
 * @param table that says so; empty where no contract has it
 * @param unread why nothing is read
 * @param accuracy empty where nothing is read
 * @param days by the day, the newest first
 * @param markets of the day
 * @param hours of the chosen market, or of all
 * @param chart the same hours, drawn
 */
public record EtaPage(
    Frame frame,
    Optional<TableStatus> table,
    String unread,
    Optional<Reading<EtaAccuracy>> accuracy,
    Chosen chosen,
    Choices choices,
    String headline,
    List<Line> days,
    List<Line> markets,
    List<Line> hours,
    Chart chart,
    List<Command> commands) {
  private static final String TITLE = "Arrivals";

  /** How many windows of a hundred are meant to be kept: they say by when nine of ten arrive. */
  private static final int MEANT = 90;

  /**
   * What is looked at.
   *
   * @param day empty: the newest
   * @param market empty: all
   * @param stage empty: all
   */
  public record Chosen(Optional<LocalDate> day, String market, String stage) {
    /** As an address says it; what is no day is the newest. */
    public static Chosen of(Parameters parameters) {
      return new Chosen(
          day(parameters.text("day")), parameters.text("market"), parameters.text("stage"));
    }

    private static Optional<LocalDate> day(String text) {
      try {
        return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
      } catch (DateTimeParseException none) {
        return Optional.empty();
      }
    }

    String address(String otherDay, String otherMarket) {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("day", otherDay);
      parameters.put("market", otherMarket);
      parameters.put("stage", stage);

      return Links.with(Links.ETA, parameters);
    }
  }

  /** What can be chosen of. */
  public record Choices(List<String> days, List<String> markets, List<String> stages) {}

  /**
   * One line of a table.
   *
   * @param address where more is told of it; empty where nothing is
   * @param median empty where it can't be told
   */
  public record Line(
      String name,
      String address,
      boolean isChosen,
      Tally tally,
      Optional<Long> median,
      boolean isBelow) {
    static Line of(String name, String address, boolean isChosen, List<Hour> hours) {
      return of(name, address, isChosen, EtaAccuracy.sum(hours), EtaAccuracy.median(hours));
    }

    static Line of(
        String name, String address, boolean isChosen, Tally tally, Optional<Long> median) {
      return new Line(
          name,
          address,
          isChosen,
          tally,
          median,
          tally.kept().filter(kept -> Texts.percent(kept) < MEANT).isPresent());
    }
  }

  /**
   * Hours as columns.
   *
   * @param bound of the errors that are drawn, in seconds
   */
  public record Chart(List<Column> columns, long bound) {
    /** Heights are of a hundred. */
    public record Column(int hour, Optional<Integer> kept, int error, boolean isLate) {}

    static Chart of(Map<Integer, List<Hour>> byHour) {
      Map<Integer, Long> medians = new TreeMap<>();
      byHour.forEach(
          (hour, rows) -> EtaAccuracy.median(rows).ifPresent(median -> medians.put(hour, median)));
      long bound = Math.max(60, medians.values().stream().mapToLong(Math::abs).max().orElse(0));
      List<Column> columns = new ArrayList<>();
      byHour.forEach(
          (hour, rows) -> {
            long median = medians.getOrDefault(hour, 0L);
            columns.add(
                new Column(
                    hour,
                    EtaAccuracy.sum(rows).kept().map(Texts::percent),
                    Texts.percent((double) Math.abs(median) / bound),
                    median < 0));
          });

      return new Chart(columns, bound);
    }
  }

  /**
   * @param reader asked only where there is such a table that the role may read
   */
  public static EtaPage of(
      Board board,
      Viewer viewer,
      Chosen chosen,
      Function<EtaAccuracy.Asked, Reading<EtaAccuracy>> reader) {
    Optional<TableStatus> table =
        board.worstFirst().stream()
            .filter(each -> each.contract().name().equals(EtaReader.CONTRACT))
            .findFirst();
    String unread = unread(board, table.map(TableStatus::contract), viewer);
    Optional<Reading<EtaAccuracy>> reading =
        table
            .filter(known -> unread.isEmpty())
            .map(known -> reader.apply(new EtaAccuracy.Asked(known.name(), chosen.day())));
    EtaAccuracy known =
        reading
            .flatMap(Reading::value)
            .orElse(new EtaAccuracy(List.of(), Optional.empty(), List.of()));
    List<Hour> staged =
        known.hours().stream()
            .filter(hour -> chosen.stage().isEmpty() || hour.stage().equals(chosen.stage()))
            .toList();
    List<Hour> inMarket =
        staged.stream()
            .filter(hour -> chosen.market().isEmpty() || hour.market().equals(chosen.market()))
            .toList();
    Map<Integer, List<Hour>> byHour =
        inMarket.stream()
            .collect(Collectors.groupingBy(Hour::hour, TreeMap::new, Collectors.toList()));

    return new EtaPage(
        reading
            .map(each -> Frame.of(TITLE, Frame.Place.ETA, board, each))
            .orElseGet(() -> Frame.of(TITLE, Frame.Place.ETA, board)),
        table,
        unread,
        reading,
        chosen,
        choices(known),
        headline(reading, inMarket),
        days(known, chosen),
        markets(staged, chosen),
        byHour.entrySet().stream()
            .map(hour -> Line.of("%02d:00".formatted(hour.getKey()), "", false, hour.getValue()))
            .toList(),
        Chart.of(byHour),
        commands(known, table));
  }

  /** The day that is shown. */
  public String day() {
    return accuracy
        .flatMap(Reading::value)
        .flatMap(EtaAccuracy::day)
        .map(LocalDate::toString)
        .orElse("");
  }

  /** Whether medians are of one row each, and so exact. */
  public boolean isOfOneStage() {
    return !chosen.stage().isEmpty();
  }

  /** {@code 40 s later than told}. */
  public static String direction(long seconds) {
    if (seconds == 0) {
      return "as told";
    }

    return "%s %s than told"
        .formatted(length(Math.abs(seconds)), seconds < 0 ? "later" : "earlier");
  }

  /** {@code 95 s}, {@code 12 min}. */
  public static String length(double seconds) {
    long whole = Math.round(seconds);

    return whole < 600 ? whole + " s" : Math.round(whole / 60.0) + " min";
  }

  private static String unread(Board board, Optional<Contract> contract, Viewer viewer) {
    if (contract.isEmpty()) {
      return board.contracts().isEmpty()
          ? "The contracts are not read yet."
          : "No contract has the table %s, which says how right arrivals were."
              .formatted(EtaReader.CONTRACT);
    }
    if (!viewer.hasTrino()) {
      return Viewer.NO_TRINO;
    }

    return viewer.access(contract.get()).isPresent()
        ? ""
        : "The role %s, as which the console reads, may not read %s."
            .formatted(viewer.role(), EtaReader.CONTRACT);
  }

  private static Choices choices(EtaAccuracy known) {
    return new Choices(
        known.days().stream().map(day -> day.day().toString()).toList(),
        List.copyOf(
            known.hours().stream()
                .map(Hour::market)
                .collect(Collectors.toCollection(TreeSet::new))),
        List.copyOf(
            known.hours().stream()
                .map(Hour::stage)
                .collect(Collectors.toCollection(TreeSet::new))));
  }

  private static String headline(Optional<Reading<EtaAccuracy>> reading, List<Hour> hours) {
    if (reading.isEmpty() || reading.get().value().isEmpty()) {
      return reading.filter(each -> !each.isPending()).isPresent()
          ? "Arrivals can’t be judged"
          : "How right arrivals were";
    }
    if (hours.isEmpty()) {
      return "No arrival was judged";
    }

    return EtaAccuracy.sum(hours)
        .kept()
        .map(kept -> "%d %% came by the time that was told".formatted(Texts.percent(kept)))
        .orElse("Arrivals were told without a window");
  }

  private static List<Line> days(EtaAccuracy known, Chosen chosen) {
    return known.days().stream().map(day -> line(day, known, chosen)).toList();
  }

  private static Line line(Day day, EtaAccuracy known, Chosen chosen) {
    String name = day.day().toString();

    return Line.of(
        name,
        chosen.address(name, chosen.market()),
        known.day().filter(day.day()::equals).isPresent(),
        day.tally(),
        Optional.empty());
  }

  private static List<Line> markets(List<Hour> hours, Chosen chosen) {
    Map<String, List<Hour>> byMarket =
        hours.stream()
            .collect(Collectors.groupingBy(Hour::market, TreeMap::new, Collectors.toList()));
    String day = chosen.day().map(LocalDate::toString).orElse("");

    return byMarket.entrySet().stream()
        .map(
            market ->
                Line.of(
                    market.getKey(),
                    chosen.address(day, market.getKey()),
                    market.getKey().equals(chosen.market()),
                    market.getValue()))
        .toList();
  }

  private static List<Command> commands(EtaAccuracy known, Optional<TableStatus> table) {
    String day = known.day().map(LocalDate::toString).orElse("DAY");

    return List.of(
        new Command(
            "Judge a day anew",
            "./freshet run nightly --job %s --day %s".formatted(EtaReader.CONTRACT, day)),
        new Command(
            "The same in SQL",
            "./freshet sql \"select * from %s\""
                .formatted(table.map(TableStatus::name).orElse(EtaReader.CONTRACT))));
  }
}
