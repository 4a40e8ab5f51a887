package io.freshet.serving.eta.travel;

/**
 * The parts of a market: H3 cells of resolution 8 (about 0.7 km²), within areas of resolution 7
 * (about 5 km²), within the whole market. Not thread-safe: it remembers what it was asked for.
 */
public final class Cells {
  /** Stands for all cells of a market together; no H3 cell has this number. */
  public static final long WHOLE_MARKET = 0;

  private static final int RESOLUTION = 8;
  private static final long RESOLUTION_MASK = 0xFL << 52;
  private static final long AREA_RESOLUTION = 7L << 52;

  /** The digit of resolution 8; 7 in it says that the cell ends at resolution 7. */
  private static final long LAST_DIGIT = 7L << (3 * (15 - RESOLUTION));

  private final KnownCells cells = new KnownCells(new Grid(RESOLUTION));

  /** The cell of a place. */
  public long cell(Position position) {
    return cells.cell(position);
  }

  /** The area that a cell lies in: its H3 parent, computed on the bits as it is asked for often. */
  public static long area(long cell) {
    return (cell & ~RESOLUTION_MASK) | AREA_RESOLUTION | LAST_DIGIT;
  }
}
