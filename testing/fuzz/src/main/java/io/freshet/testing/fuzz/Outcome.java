package io.freshet.testing.fuzz;

import java.util.List;

/**
 * What became of a request.
 *
 * @param answers in their order; none where the connection was closed without one
 * @param isLate whether nothing came within the limit
 */
record Outcome(List<Answer> answers, boolean isLate) {
  Outcome {
    answers = List.copyOf(answers);
  }
}
