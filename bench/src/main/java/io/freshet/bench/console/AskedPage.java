package io.freshet.bench.console;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A page, and the addresses at which it is asked for by turns.
 *
 * @param name what the result calls it
 * @param regard whether it was looked at before
 */
record AskedPage(String name, List<String> paths, Regard regard) {
  AskedPage {
    paths = List.copyOf(paths);
  }

  /** What whoever asks can expect. */
  enum Regard {
    /** Each address for the first time: what is of this table only is read for it. */
    FIRST_LOOK,
    KNOWN,
    /** Not for people. */
    SCRAPED
  }

  private static final int ROWS_ON_A_PAGE = 50;

  /**
   * All that a console has to show of such an installation; known pages first, as a process that
   * has answered nothing yet compiles what it answers with.
   *
   * @param tables at least four names of contracts, whose tables are in the namespace raw; the
   *     first has the files
   * @param looks of how many tables, and of how many contracts, each is looked at once
   */
  static List<AskedPage> all(List<String> tables, int looks) {
    String large = tables.get(0);
    String last = tables.get(tables.size() - 1);
    int each = Math.min(looks, (tables.size() - 2) / 2);
    List<String> unseen = tables.subList(1, tables.size() - 1);

    return List.of(
        known("home", "/"),
        known("home, last page", "/?page=" + tables.size() / ROWS_ON_A_PAGE),
        known("home, sought", "/?q=" + last),
        known("home, the late", "/?standing=late"),
        known("alerts", "/alerts"),
        known("pipeline", "/pipeline"),
        known("table", table(last)),
        known("table of many files", table(large)),
        known("contracts", "/contracts"),
        known("contracts, sought", "/contracts?q=" + last),
        known("contract", contract(last)),
        known("dead letters", "/dead-letters"),
        known("event search", "/events"),
        known("event, found nowhere", "/events?contract=%s&at=0:7".formatted(last)),
        known("map", "/map"),
        known("query", "/query"),
        known("arrivals", "/eta"),
        known("datasets", "/datasets"),
        known("jobs and receipts", "/receipts"),
        known("runbook", "/runbooks/flink"),
        new AskedPage(
            "table, seen first",
            unseen.subList(0, each).stream().map(AskedPage::table).toList(),
            Regard.FIRST_LOOK),
        new AskedPage(
            "contract, seen first",
            unseen.subList(each, 2 * each).stream().map(AskedPage::contract).toList(),
            Regard.FIRST_LOOK),
        new AskedPage("metrics", List.of("/metrics"), Regard.SCRAPED));
  }

  private static AskedPage known(String name, String path) {
    return new AskedPage(name, List.of(path), Regard.KNOWN);
  }

  private static String table(String name) {
    return "/tables/raw." + name;
  }

  private static String contract(String name) {
    return "/contracts/" + name;
  }

  /** Whether it is to be there within 200 ms. */
  boolean isPromised() {
    return regard != Regard.SCRAPED;
  }

  /** How often it can be asked for so that what it is about holds. */
  int times(int wanted) {
    return regard == Regard.FIRST_LOOK ? Math.min(wanted, paths.size()) : wanted;
  }

  /** One address for each time that it is asked for. */
  List<String> turns(int times) {
    return IntStream.range(0, times).mapToObj(i -> paths.get(i % paths.size())).toList();
  }
}
