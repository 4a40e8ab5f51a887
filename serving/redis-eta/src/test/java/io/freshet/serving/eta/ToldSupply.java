package io.freshet.serving.eta;

import io.freshet.serving.eta.supply.CellSupply;
import io.freshet.serving.eta.supply.Figures;
import io.freshet.serving.eta.supply.MarketSupply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a reader of the tables sees: of each minute its highest revision, of these the last. */
final class ToldSupply {
  private static final Figures NOTHING = new Figures(0, 0, 0, 0, 0);

  private static final int NOBODY_WAITS = -1;

  private final Map<Long, MarketSupply> markets = new TreeMap<>();
  private final Map<Long, Map<Long, CellSupply>> cells = new HashMap<>();

  ToldSupply(List<MarketSupply> markets, List<CellSupply> cells) {
    markets.forEach(
        supply ->
            this.markets.merge(
                supply.millis(), supply, (a, b) -> b.revision() < a.revision() ? a : b));
    cells.forEach(
        supply ->
            this.cells
                .computeIfAbsent(supply.millis(), minute -> new TreeMap<>())
                .merge(supply.cell(), supply, (a, b) -> b.revision() < a.revision() ? a : b));
  }

  static String print(MarketSupply supply) {
    return "%s %d %d %s %d %d"
        .formatted(
            supply.market(),
            supply.millis(),
            supply.revision(),
            print(supply.figures()),
            supply.created(),
            supply.longestWaitSeconds() == null ? NOBODY_WAITS : supply.longestWaitSeconds());
  }

  static String print(CellSupply supply) {
    return "%s %d %d %s %d"
        .formatted(
            supply.market(),
            supply.millis(),
            supply.revision(),
            print(supply.figures()),
            supply.cell());
  }

  private static String print(Figures figures) {
    return "%d %d %d %d %d"
        .formatted(
            figures.busy(), figures.idle(), figures.open(), figures.unassigned(), figures.ready());
  }

  static ToldSupply parse(List<String> markets, List<String> cells) {
    return new ToldSupply(
        markets.stream().map(line -> market(line.split(" ", -1))).toList(),
        cells.stream().map(line -> cell(line.split(" ", -1))).toList());
  }

  private static MarketSupply market(String[] parts) {
    int wait = Integer.parseInt(parts[9]);

    return new MarketSupply(
        parts[0],
        Long.parseLong(parts[1]),
        Integer.parseInt(parts[2]),
        figures(parts),
        Integer.parseInt(parts[8]),
        wait == NOBODY_WAITS ? null : wait);
  }

  private static CellSupply cell(String[] parts) {
    return new CellSupply(
        parts[0],
        Long.parseLong(parts[8]),
        null,
        Long.parseLong(parts[1]),
        Integer.parseInt(parts[2]),
        figures(parts));
  }

  private static Figures figures(String[] parts) {
    return new Figures(
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]),
        Integer.parseInt(parts[5]),
        Integer.parseInt(parts[6]),
        Integer.parseInt(parts[7]));
  }

  List<Long> minutes() {
    return List.copyOf(markets.keySet());
  }

  BatchSupply.Market market(long minute) {
    MarketSupply told = markets.get(minute);
    Figures figures = told.figures();

    return new BatchSupply.Market(
        figures.busy() + figures.idle(),
        figures.busy(),
        figures.idle(),
        figures.open(),
        figures.unassigned(),
        figures.ready(),
        told.created(),
        told.longestWaitSeconds() == null ? NOBODY_WAITS : told.longestWaitSeconds());
  }

  Map<Long, BatchSupply.Cell> cells(long minute) {
    Map<Long, BatchSupply.Cell> filled = new TreeMap<>();
    cells
        .getOrDefault(minute, Map.of())
        .forEach(
            (cell, told) -> {
              Figures f = told.figures();
              if (!f.equals(NOTHING)) {
                filled.put(
                    cell,
                    new BatchSupply.Cell(f.busy(), f.idle(), f.open(), f.unassigned(), f.ready()));
              }
            });

    return filled;
  }
}
