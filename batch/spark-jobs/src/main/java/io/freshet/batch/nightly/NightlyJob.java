package io.freshet.batch.nightly;

import java.util.List;
import java.util.stream.Stream;

/**
 * One nightly, and the one way to write it: what it reads, by which stretch of days it works, and
 * its rule, which is pure. Everything else comes with it, the same way for every job (decision
 * 0060); keys, valid values and owner of its rows are its contract's.
 */
public interface NightlyJob {
  /** The reference table that says when a local day begins; every nightly reads it. */
  String MARKETS = "markets";

  /** Its name, and that of the contract of the table that it fills. */
  String name();

  /** What it reads besides the markets. */
  List<Source> sources();

  default Period period() {
    return Period.DAY;
  }

  /** What a slice should come to. Reads nothing but the slice, so that a rerun yields the same. */
  Yield prepare(Slice slice);

  /** The contracts of all tables that it reads. */
  default List<String> inputs() {
    return Stream.concat(sources().stream().map(Source::contract), Stream.of(MARKETS)).toList();
  }
}
