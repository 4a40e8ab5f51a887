package io.freshet.console.page;

import io.freshet.console.board.Board;
import io.freshet.console.reading.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every page has around it.
 *
 * @param place which of the console's parts it belongs to
 * @param notices what whoever reads it must know first
 * @param pace how soon it may be another one
 */
public record Frame(String title, Place place, List<Notice> notices, Pace pace) {
  public Frame {
    notices = List.copyOf(notices);
  }

  /** The parts of the console. */
  public enum Place {
    TABLES("Tables", Links.HOME),
    ALERTS("Alerts", Links.ALERTS),
    PIPELINE("Pipeline", Links.PIPELINE),
    CONTRACTS("Contracts", Links.CONTRACTS),
    DEAD_LETTERS("Dead letters", Links.DEAD_LETTERS),
    EVENTS("Events", Links.EVENTS),
    MAP("Map", Links.MAP),
    ETA("Arrivals", Links.ETA),
    QUERY("Query", Links.QUERY),
    DATASETS("Data sets", Links.DATASETS),
    RECEIPTS("Receipts", Links.RECEIPTS),
    NOWHERE("", "");

    private final String label;
    private final String address;

    Place(String label, String address) {
      this.label = label;
      this.address = address;
    }

    public String label() {
      return label;
    }

    public String address() {
      return address;
    }

    /** Those that can be gone to. */
    public static List<Place> all() {
      return Stream.of(values()).filter(place -> place != NOWHERE).toList();
    }
  }

  /** How soon a page may change. */
  public enum Pace {
    /** Something is still being read. */
    SOON(1),
    USUAL(5),
    /** What moves while somebody looks. */
    LIVE(2),
    /** Of what does not change. */
    NEVER(0);

    private final int seconds;

    Pace(int seconds) {
      this.seconds = seconds;
    }

    public int seconds() {
      return seconds;
    }
  }

  /**
   * What is amiss.
   *
   * @param detail what the failure said
   * @param known since when what is shown is known; empty where nothing is
   */
  public record Notice(String text, String detail, Optional<Instant> known) {}

  /** Of a page that shows what is on the board. */
  public static Frame of(String title, Place place, Board board, Reading<?>... readings) {
    List<Notice> notices = new ArrayList<>();
    board
        .trouble()
        .ifPresent(
            trouble ->
                notices.add(
                    new Notice(
                        board.worstFirst().isEmpty()
                            ? "Nothing is known yet"
                            : "Not up to date: this is what was known last",
                        trouble.what(),
                        board.roundEnded())));
    board
        .broken()
        .ifPresent(
            trouble ->
                notices.add(
                    new Notice(
                        "A contract is broken: tables are measured by those before it",
                        trouble.what(),
                        Optional.empty())));
    boolean isComing = board.roundEnded().isEmpty() && board.trouble().isEmpty();
    for (Reading<?> reading : readings) {
      isComing |= reading.isPending();
    }

    return new Frame(title, place, notices, isComing ? Pace.SOON : Pace.USUAL);
  }

  /** The same, of what moves; while something is still being read it is looked at even sooner. */
  public Frame live() {
    return pace == Pace.SOON ? this : at(Pace.LIVE);
  }

  /** The same, which changes at another pace. */
  Frame at(Pace other) {
    return new Frame(title, place, notices, other);
  }

  static Frame still(String title, Place place, Notice... notices) {
    return new Frame(title, place, Arrays.asList(notices), Pace.NEVER);
  }
}
