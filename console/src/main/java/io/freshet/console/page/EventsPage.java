package io.freshet.console.page;

import io.freshet.assurance.find.EventQuestion;
import io.freshet.assurance.find.Fate;
import io.freshet.assurance.find.Sighting;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.console.board.Board;
import io.freshet.console.events.EventSearch;
import io.freshet.console.events.FoundEvent;
import io.freshet.console.reading.Reading;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where an event is.
 *
 * @param streams contracts that events are sent to
 * @param search what was asked, as it was written
 * @param problem why that can't be asked
 * @param found empty while nothing was asked
 */
public record EventsPage(
    Frame frame,
    List<String> streams,
    EventSearch search,
    Optional<String> problem,
    Optional<Reading<FoundEvent>> found,
    String headline,
    List<Row> rows,
    List<Command> commands) {
  private static final int MOST_CHOSEN = 300;
  private static final String TITLE = "Events";
  private static final Set<Fate> SETTLED =
      EnumSet.of(Fate.ROW, Fate.SENT_AGAIN, Fate.TEST, Fate.ERASED, Fate.REPLACED, Fate.NO_RECORD);

  /** What a shell takes as one word, whatever it is. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.:/@+=,-]{1,200}");

  /**
   * One place of the log, and the command that reads its row.
   *
   * @param redis empty where Redis shows nothing of such events
   */
  public record Row(
      Sighting sighting,
      Optional<String> table,
      Optional<RedisStation> redis,
      List<Command> commands) {
    /** How grave it is. */
    public String mark() {
      return switch (sighting.fate()) {
        case ROW, SENT_AGAIN, TEST, REPLACED, EXPIRED, ERASED -> "fresh";
        case MISSING, DEAD_LETTER -> "late";
        default -> "unknown";
      };
    }
  }

  /**
   * @param search as the address has it
   * @param finder of what can be asked
   */
  public static EventsPage of(
      Board board,
      EventSearch search,
      Function<EventSearch, Reading<FoundEvent>> finder,
      Instant now) {
    Optional<Contract> contract = contract(board, search.contract());
    Optional<String> problem =
        search.isEmpty() ? Optional.empty() : problem(board, search, contract, now);
    Optional<Reading<FoundEvent>> found =
        search.isEmpty() || problem.isPresent()
            ? Optional.empty()
            : Optional.of(finder.apply(search));

    return new EventsPage(
        frame(board, found),
        streams(board),
        search,
        problem,
        found,
        headline(found),
        found.flatMap(Reading::value).stream()
            .flatMap(
                value ->
                    value.whereabouts().sightings().stream()
                        .map(
                            sighting ->
                                row(
                                    sighting,
                                    RedisStation.of(sighting, contract, value.redis()),
                                    contract)))
            .toList(),
        commands(search, problem));
  }

  /** A search costs something: what can't become anything else is not looked for again. */
  private static Frame frame(Board board, Optional<Reading<FoundEvent>> found) {
    Frame frame =
        found
            .map(reading -> Frame.of(TITLE, Frame.Place.EVENTS, board, reading))
            .orElseGet(() -> Frame.of(TITLE, Frame.Place.EVENTS, board));

    return found
            .flatMap(Reading::value)
            .map(FoundEvent::whereabouts)
            .filter(EventsPage::isSettled)
            .isPresent()
        ? frame.at(Frame.Pace.NEVER)
        : frame;
  }

  private static boolean isSettled(Whereabouts found) {
    return !found.sightings().isEmpty()
        && found.sightings().stream().allMatch(each -> SETTLED.contains(each.fate()));
  }

  /** Whether streams are few enough to choose from; else a name is written. */
  public boolean isChosen() {
    return streams.size() <= MOST_CHOSEN;
  }

  private static Optional<Contract> contract(Board board, String name) {
    return board.contracts().flatMap(contracts -> contracts.named(name));
  }

  private static List<String> streams(Board board) {
    return board.contracts().stream()
        .flatMap(contracts -> contracts.all().stream())
        .filter(contract -> contract.stream().isPresent())
        .map(Contract::name)
        .sorted()
        .toList();
  }

  private static Optional<String> problem(
      Board board, EventSearch search, Optional<Contract> contract, Instant now) {
    if (board.contracts().isEmpty()) {
      return Optional.of("The contracts are not read yet; try again in a moment");
    }
    if (contract.isEmpty()) {
      return Optional.of("Choose the stream that it was sent to");
    }
    try {
      EventQuestion.parse(contract.get(), search.id(), search.place(), search.times(), now);

      return Optional.empty();
    } catch (FreshetException unasked) {
      return Optional.of(unasked.getMessage());
    }
  }

  private static String headline(Optional<Reading<FoundEvent>> found) {
    if (found.isEmpty()) {
      return "Where is my event?";
    }
    if (found.get().value().isEmpty()) {
      return found.get().isPending() ? "Looking for it …" : "It could not be looked for";
    }
    Whereabouts value = found.get().value().get().whereabouts();
    if (value.sightings().size() > 1) {
      return "At least "
          + Texts.plural(value.sightings().size(), "event bears", "events bear")
          + " that id";
    }

    return value.sightings().stream()
        .findFirst()
        .map(EventsPage::headline)
        .orElse(
            value.turnedAway().isPresent()
                ? "A gateway turned it away"
                : value.searched().isCutShort()
                    ? "Not found so far"
                    : "Neither Kafka nor a gateway knows of it");
  }

  private static String headline(Sighting sighting) {
    return switch (sighting.fate()) {
      case ROW -> "It is in the table";
      case DEAD_LETTER -> "It is a dead letter";
      case SENT_AGAIN -> "It was refused, sent again, and is in the table";
      case WAITING -> "It waits for the writer";
      case TEST -> "It is a test, and ends before the table";
      case BEFORE_TABLE -> "The table began behind it";
      case ERASED -> "Its row was erased";
      case REPLACED -> "The table has a later row instead";
      case EXPIRED -> "Its row is past its retention";
      case GONE -> "Neither Kafka nor the table has it";
      case NO_RECORD -> "There is no event at that offset";
      case NOT_YET -> "The partition has not come so far";
      case NO_PARTITION -> "There is no such partition";
      case NO_TABLE -> "It is in Kafka, and its stream has no table";
      case TOO_MANY_FILES -> "The table has read it";
      case MISSING -> "It is missing";
    };
  }

  private static Row row(
      Sighting sighting, Optional<RedisStation> redis, Optional<Contract> contract) {
    List<Command> commands = new ArrayList<>();
    Optional<String> table =
        contract
            .filter(known -> known.table().isPresent())
            .map(known -> TableLayout.name(known).toString());
    boolean isWhereItWas = sighting.row().isPresent() && sighting.fate() != Fate.SENT_AGAIN;
    if (isWhereItWas || sighting.fate() == Fate.TOO_MANY_FILES) {
      table.ifPresent(
          name ->
              commands.add(
                  new Command(
                      "Its row, masked as you may see it",
                      "./freshet sql \"select * from %s where _stream_partition = %d and _offset = %d\""
                          .formatted(name, sighting.partition(), sighting.offset()))));
    }
    contract.ifPresent(known -> addFurther(sighting, known, commands));

    return new Row(sighting, table, redis, commands);
  }

  private static void addFurther(Sighting sighting, Contract contract, List<Command> commands) {
    if (sighting.fate() == Fate.MISSING || sighting.fate() == Fate.TOO_MANY_FILES) {
      commands.add(new Command("What else is missing", "./freshet prove " + contract.name()));
    }
    if (sighting.fate() == Fate.DEAD_LETTER) {
      commands.add(new Command("Look at some", "./freshet dlq show --contract " + contract.name()));
      commands.add(
          new Command(
              "What would be sent again",
              "./freshet dlq redrive --contract %s --dry-run".formatted(contract.name())));
    }
  }

  /** What senders have made up is part of a command only where no shell reads it otherwise. */
  private static List<Command> commands(EventSearch search, Optional<String> problem) {
    boolean isAsked = !search.isEmpty() && problem.isEmpty();
    String which =
        !isAsked
            ? " --id=ID"
            : search.id().isEmpty()
                ? " --at=" + search.place()
                : " --id=" + (PLAIN.matcher(search.id()).matches() ? search.id() : "ID");

    return List.of(
        new Command(
            "The same on a terminal",
            "./freshet event "
                + (isAsked ? search.contract() : "CONTRACT")
                + which
                + option(" --from=", search.from())
                + option(" --until=", search.until())));
  }

  private static String option(String name, String value) {
    return PLAIN.matcher(value).matches() ? name + value : "";
  }

  /** Where this search is. */
  public static String address(EventSearch search) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("contract", search.contract());
    parameters.put("id", search.id());
    parameters.put("at", search.place());
    parameters.put("from", search.from());
    parameters.put("until", search.until());

    return Links.with(Links.EVENTS, parameters);
  }

  /** What an address asks for. */
  public static EventSearch search(Parameters parameters) {
    return new EventSearch(
        parameters.text("contract"),
        parameters.longText("id"),
        parameters.text("at"),
        parameters.text("from"),
        parameters.text("until"));
  }
}
