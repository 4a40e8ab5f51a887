package io.freshet.cli.stream;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.stream.Position;

/** Where read events go, one line each, in their order. */
interface EventPrinter extends AutoCloseable {
  void event(Position position, Decoded.Event event);

  /** An event that was sent as a test. */
  void test(Position position, Decoded.Event event);

  void refused(Position position, Decoded.Refused refused);

  /** Whether nobody takes any more, as when the reader of a pipe is gone. */
  boolean isCutOff();

  @Override
  void close();
}
