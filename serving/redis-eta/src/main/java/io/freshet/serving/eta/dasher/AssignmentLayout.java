package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How assignments lie in bytes. */
public final class AssignmentLayout extends Layout<Assignment> {
  private static final long serialVersionUID = 1L;
  private static final Assignment.Kind[] KINDS = Assignment.Kind.values();

  @Override
  public Class<Assignment> type() {
    return Assignment.class;
  }

  @Override
  public void write(Assignment assignment, ByteWriter out) {
    out.name(assignment.market());
    out.number(assignment.dasherId());
    out.number(assignment.orderId());
    out.number(assignment.orderVersion());
    out.small(assignment.kind().ordinal());
    out.number(assignment.millis());
  }

  @Override
  public Assignment read(ByteReader in, int version) {
    return new Assignment(
        in.name(), in.number(), in.number(), in.integer(), KINDS[in.small()], in.number());
  }
}
