package io.freshet.serving.eta.travel;

/**
 * Finds cells as {@link Grid} does, always the same ones, and asks H3 only near their edges: of
 * squares of about 100 m it remembers the last two cells that places in them were in, and looks
 * first whether the next place is within one of these as well. Bounded: 4 MB, whatever it is asked
 * for. Not thread-safe.
 */
public final class KnownCells {
  private static final double SQUARES_PER_DEGREE = 1_000;

  /** As many squares as cities have; those that fall on one place share it. */
  private static final int PLACES = 1 << 18;

  /** As many cells as big markets have. */
  private static final int CELLS = 1 << 13;

  /** Closer to the poles degrees of longitude are too short, and the places too few to matter. */
  private static final double MAX_LATITUDE = 75;

  private final Grid grid;

  /**
   * Of each square where among the outlines those of its cells are, or were: the last one in the
   * lower half, the one before in the upper.
   */
  private final int[] places = new int[PLACES];

  private final CellOutline[] outlines = new CellOutline[CELLS];

  /** Of the last answer: one asks for several places of one dasher on end. */
  private CellOutline last;

  /**
   * @param grid of resolution 5 or finer: edges of bigger cells are no straight lines
   */
  public KnownCells(Grid grid) {
    this.grid = grid;
  }

  public long cell(Position position) {
    return cell(position.latitude(), position.longitude());
  }

  public long cell(double latitude, double longitude) {
    // Written so that what is not a number asks H3, too.
    if (!(Math.abs(latitude) <= MAX_LATITUDE && Math.abs(longitude) <= 180)) {
      return grid.cell(latitude, longitude);
    }
    if (last != null && last.surrounds(latitude, longitude)) {
      return last.cell();
    }
    int place = place(latitude, longitude);
    CellOutline newer = outlines[places[place] & CELLS - 1];
    CellOutline older = outlines[places[place] >>> Short.SIZE];
    if (newer != null && newer.surrounds(latitude, longitude)) {
      last = newer;
    } else if (older != null && older.surrounds(latitude, longitude)) {
      last = older;
    } else {
      last = ask(latitude, longitude, place);
    }

    return last.cell();
  }

  private CellOutline ask(double latitude, double longitude, int place) {
    long cell = grid.cell(latitude, longitude);
    int at = (int) (mix(cell) & CELLS - 1);
    if (outlines[at] == null || outlines[at].cell() != cell) {
      outlines[at] = grid.outline(cell);
    }
    int newer = places[place] & CELLS - 1;
    if (newer != at) {
      places[place] = newer << Short.SIZE | at;
    }

    return outlines[at];
  }

  private static int place(double latitude, double longitude) {
    long row = (long) Math.floor(latitude * SQUARES_PER_DEGREE);
    long column = (long) Math.floor(longitude * SQUARES_PER_DEGREE);

    return (int) (mix(row << Integer.SIZE ^ column) & PLACES - 1);
  }

  /** Spreads neighbours over all bits, as numbers of cells and squares differ in few of them. */
  private static long mix(long number) {
    long mixed = number * 0x9E3779B97F4A7C15L;

    return mixed ^ mixed >>> Integer.SIZE;
  }
}
