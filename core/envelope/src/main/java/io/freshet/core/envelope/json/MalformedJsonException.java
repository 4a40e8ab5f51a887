package io.freshet.core.envelope.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A text that is no JSON, or not what JSON must be here; says where. */
public final class MalformedJsonException extends FreshetException {
  private final int line;
  private final int column;

  /**
   * @param line from 1
   * @param column from 1, in bytes
   */
  public MalformedJsonException(int line, int column, String problem) {
    super(Fault.CALLER, "Line %d, column %d: %s".formatted(line, column, problem));
    this.line = line;
    this.column = column;
  }

  /** As the parser says it, in a text of which a part is read. */
  static MalformedJsonException of(JsonProcessingException e, JsonLocation partStart) {
    JsonLocation at = e.getLocation();
    if (at == null || at.getLineNr() < 1) {
      return new MalformedJsonException(
          partStart.getLineNr(), partStart.getColumnNr(), e.getOriginalMessage());
    }
    boolean isFirstLine = at.getLineNr() == 1;

    return new MalformedJsonException(
        partStart.getLineNr() + at.getLineNr() - 1,
        isFirstLine ? partStart.getColumnNr() + at.getColumnNr() - 1 : at.getColumnNr(),
        e.getOriginalMessage());
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
