package io.freshet.core.contract.odcs;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code oneOf}s that failed, each with the complaints of its branches. Of branches that all
 * fail the first counts, as the standard lists the preferred form first; unless they are keys of
 * which any one would do, which only the {@code oneOf} itself can say.
 */
final class Alternatives {
  private static final String KEYWORD = "oneOf";

  /** Whether any one key would do, of each that failed. */
  private final Map<Failed, Boolean> anyKeyWouldDo = new HashMap<>();

  private Alternatives(Collection<ValidationMessage> messages) {
    for (ValidationMessage message : messages) {
      if (message.getType().equals(KEYWORD)) {
        anyKeyWouldDo.put(new Failed(message), true);
      }
    }
    for (ValidationMessage message : messages) {
      for (Branch branch : branches(message)) {
        boolean isMissingKey =
            message.getType().equals("required")
                && message.getInstanceLocation().equals(branch.of().instance());
        if (branch.index() == 0 && !isMissingKey) {
          anyKeyWouldDo.put(branch.of(), false);
        }
      }
    }
  }

  static List<ValidationMessage> decided(Collection<ValidationMessage> messages) {
    Alternatives alternatives = new Alternatives(messages);

    return messages.stream().filter(alternatives::counts).toList();
  }

  /** One {@code oneOf} of the schema, applied to one place of the document. */
  private record Failed(JsonNodePath schema, JsonNodePath instance) {
    Failed(ValidationMessage message) {
      this(message.getEvaluationPath(), message.getInstanceLocation());
    }
  }

  private record Branch(Failed of, int index) {}

  private boolean counts(ValidationMessage message) {
    boolean losing =
        branches(message).stream()
            .anyMatch(branch -> branch.index() > 0 || anyKeyWouldDo.get(branch.of()));
    boolean outvoted = message.getType().equals(KEYWORD) && !anyKeyWouldDo.get(new Failed(message));

    return !losing && !outvoted;
  }

  /** The branches that a message stems from, inner ones first. */
  private List<Branch> branches(ValidationMessage message) {
    List<Branch> branches = new ArrayList<>();
    JsonNodePath schema = message.getEvaluationPath();
    while (schema.getNameCount() > 1) {
      Object last = schema.getElement(schema.getNameCount() - 1);
      schema = schema.getParent();
      if (last instanceof Integer index && isKeyword(schema)) {
        for (JsonNodePath place = message.getInstanceLocation();
            place != null;
            place = place.getParent()) {
          Failed failed = new Failed(schema, place);
          if (anyKeyWouldDo.containsKey(failed)) {
            branches.add(new Branch(failed, index));
          }
        }
      }
    }

    return branches;
  }

  private static boolean isKeyword(JsonNodePath schema) {
    return KEYWORD.equals(schema.getElement(schema.getNameCount() - 1));
  }
}
