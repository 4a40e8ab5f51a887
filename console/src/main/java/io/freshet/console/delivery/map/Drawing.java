package io.freshet.console.delivery.map;

import io.freshet.console.page.Links;
import io.freshet.serving.view.Place;
import io.freshet.serving.view.ServedDasher;
import io.freshet.serving.view.ServedOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A market as it is drawn. What moves is rounded to a thousandth of a degree, about a block, and
 * bears no name.
 *
 * @param height of the sheet, whose width is 1000
 * @param streets as paths by their kind
 * @param trouble why there are none, though there is a map
 * @param dots dashers; none where they are too many
 * @param cells in their stead, and in that of orders, how many there are in each
 * @param outside how many are beyond the sheet
 */
public record Drawing(
    int height,
    Map<String, String> streets,
    Optional<String> trouble,
    List<Dot> dots,
    List<OrderMark> orders,
    List<Cell> cells,
    int outside) {
  /** More dots are neither told apart nor drawn quickly. */
  static final int MOST_DOTS = 2_000;

  /** Each is a link that the Tab key stops at. */
  static final int MOST_ORDERS = 300;

  private static final double BLOCK = 1000;

  /** Cells by the width of the sheet. */
  private static final int CELLS = 25;

  private static final double SMALLEST_CELL = 5;
  private static final double LARGEST_CELL = 20;

  /** One dasher. */
  public record Dot(Motion motion, String x, String y) {
    private static final Comparator<Dot> BY_PLACE =
        Comparator.comparing(Dot::y).thenComparing(Dot::x).thenComparing(Dot::motion);
  }

  /** One order. */
  public record OrderMark(String id, String address, String label, boolean isLate, String points) {}

  /** What is too many to be drawn one by one. */
  public record Cell(boolean isOfOrders, int count, String x, String y, String radius) {}

  /** Draws dashers and orders on the streets, or on nothing where those are not known. */
  static Drawing of(MarketView view, StreetMaps.Streets streets) {
    List<Place> all = new ArrayList<>();
    view.orders().forEach(order -> order.order().pickup().ifPresent(all::add));
    view.dashers().forEach(dasher -> dasher.dasher().position().ifPresent(all::add));
    Projection sheet = streets.map().map(StreetMap::sheet).orElseGet(() -> Projection.around(all));
    Sketch sketch = new Sketch(sheet);
    view.dashers().forEach(sketch::add);
    view.orders().forEach(sketch::add);

    return new Drawing(
        sheet.height(),
        streets.map().map(StreetMap::paths).orElse(Map.of()),
        streets.trouble(),
        sketch.dots(),
        sketch.orders.size() > MOST_ORDERS ? List.of() : sketch.orders,
        sketch.cells(),
        sketch.outside);
  }

  /** The same for a page that has the streets already. */
  Drawing withoutStreets() {
    return new Drawing(height, Map.of(), trouble, dots, orders, cells, outside);
  }

  static Place rounded(Place place) {
    return new Place(
        Math.round(place.latitude() * BLOCK) / BLOCK,
        Math.round(place.longitude() * BLOCK) / BLOCK);
  }

  /** Marks while they are put on the sheet. */
  private static final class Sketch {
    private final Projection sheet;
    private final List<Dot> dots = new ArrayList<>();
    private final List<OrderMark> orders = new ArrayList<>();
    private final Map<Long, Integer> dasherCells = new HashMap<>();
    private final Map<Long, Integer> orderCells = new HashMap<>();
    private int outside;

    Sketch(Projection sheet) {
      this.sheet = sheet;
    }

    void add(MarketView.SeenDasher seen) {
      ServedDasher dasher = seen.dasher();
      if (dasher.position().isEmpty()) {
        return;
      }
      Place place = rounded(dasher.position().get());
      if (!sheet.shows(place)) {
        outside++;
        return;
      }
      dots.add(
          new Dot(seen.motion(), Projection.text(sheet.x(place)), Projection.text(sheet.y(place))));
      dasherCells.merge(cell(place), 1, Integer::sum);
    }

    void add(MarketView.SeenOrder seen) {
      ServedOrder order = seen.order();
      if (seen.place().isEmpty()) {
        return;
      }
      Place place = seen.place().get();
      if (!sheet.shows(place)) {
        outside++;
        return;
      }
      double x = sheet.x(place);
      double y = sheet.y(place);
      orders.add(
          new OrderMark(
              "order-" + order.orderId(),
              Links.order(order.market(), order.orderId()),
              seen.label(),
              seen.isLate(),
              "M%s %sl7 7l-7 7l-7 -7z".formatted(Projection.text(x), Projection.text(y - 7))));
      orderCells.merge(cell(place), 1, Integer::sum);
    }

    private long cell(Place place) {
      int size = Projection.WIDTH / CELLS;

      return (long) (sheet.x(place) / size) * 10_000 + (long) (sheet.y(place) / size);
    }

    /** By where they are: in the order of their numbers each could be followed. */
    List<Dot> dots() {
      return dots.size() > MOST_DOTS ? List.of() : dots.stream().sorted(Dot.BY_PLACE).toList();
    }

    List<Cell> cells() {
      List<Cell> cells = new ArrayList<>();
      if (dots.size() > MOST_DOTS) {
        dasherCells.forEach((cell, count) -> cells.add(cell(cell, count, false)));
      }
      if (orders.size() > MOST_ORDERS) {
        orderCells.forEach((cell, count) -> cells.add(cell(cell, count, true)));
      }

      return cells;
    }

    private static Cell cell(long cell, int count, boolean ofOrders) {
      int size = Projection.WIDTH / CELLS;
      double third = size / 3.0;

      return new Cell(
          ofOrders,
          count,
          Projection.text(cell / 10_000 * size + (ofOrders ? 2 * third : third)),
          Projection.text(cell % 10_000 * size + size / 2.0),
          Projection.text(Math.min(LARGEST_CELL, SMALLEST_CELL + Math.sqrt(count))));
    }
  }
}
