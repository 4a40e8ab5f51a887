package io.freshet.testing.selection;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets a test run in a full run only. */
final class FullRunCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return FullRun.isWanted()
        ? ConditionEvaluationResult.enabled("This is a full run")
        : ConditionEvaluationResult.disabled("Only in a full run: ./freshet test --full");
  }
}
