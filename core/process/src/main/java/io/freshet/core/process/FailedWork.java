package io.freshet.core.process;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import java.util.function.Function;

/**
 * How work that fails is told.
 *
 * @param work what has failed, such as {@code Nightly}
 * @param fault whose fault a failure is
 * @param answer what is answered where there is no result, made of the reason
 */
public record FailedWork(
    String work, Function<Throwable, Fault> fault, Function<String, ObjectNode> answer) {

  /** Answers with the reason and nothing else. */
  public FailedWork(String work, Function<Throwable, Fault> fault) {
    this(
        work,
        fault,
        reason -> JsonNodeFactory.instance.objectNode().put("ok", false).put("failure", reason));
  }

  /** A failure's message, or what it is where it has none. */
  static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
