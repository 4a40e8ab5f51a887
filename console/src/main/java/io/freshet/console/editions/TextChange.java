package io.freshet.console.editions;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/**
 * What was changed in a text, line by line, with some of what is around it.
 *
 * @param lines none where nothing was
 */
public record TextChange(List<Line> lines) {
  private static final int AROUND = 3;

  /** Lines that name the two texts. */
  private static final int HEADER = 2;

  /** One line, and what became of it. */
  public record Line(Kind kind, String text) {}

  /** What became of a line. */
  public enum Kind {
    ADDED,
    REMOVED,
    KEPT,
    /** Where the next lines stand. */
    PLACE
  }

  public static TextChange between(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> unified =
        UnifiedDiffUtils.generateUnifiedDiff(
            "before", "after", old, DiffUtils.diff(old, after.lines().toList()), AROUND);

    return new TextChange(unified.stream().skip(HEADER).map(TextChange::line).toList());
  }

  private static Line line(String unified) {
    Kind kind =
        switch (unified.isEmpty() ? ' ' : unified.charAt(0)) {
          case '+' -> Kind.ADDED;
          case '-' -> Kind.REMOVED;
          case '@' -> Kind.PLACE;
          default -> Kind.KEPT;
        };

    return new Line(kind, unified);
  }
}
