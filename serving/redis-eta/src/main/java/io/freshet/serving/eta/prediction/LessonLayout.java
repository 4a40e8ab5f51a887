package io.freshet.serving.eta.prediction;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;
import java.util.ArrayList;
import java.util.List;

/** How lessons lie in bytes. */
public final class LessonLayout extends Layout<Lesson> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<Lesson> type() {
    return Lesson.class;
  }

  @Override
  public void write(Lesson lesson, ByteWriter out) {
    out.name(lesson.market());
    out.number(lesson.outcomes().size());
    for (Outcome outcome : lesson.outcomes()) {
      LegBytes.write(outcome.leg(), out);
      out.real(outcome.seconds());
    }
  }

  @Override
  public Lesson read(ByteReader in, int version) {
    String market = in.name();
    int size = in.integer();
    List<Outcome> outcomes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      outcomes.add(new Outcome(LegBytes.read(in), in.real()));
    }

    return new Lesson(market, outcomes);
  }
}
