package io.freshet.cli.contract.draft;

import java.util.ArrayList;
import java.util.List;

/**
 * A column of a draft.
 *
 * @param description empty where the source has none, for a person to fill in
 * @param guesses what somebody must check, in words
 */
record DraftColumn(
    String name,
    DraftType type,
    boolean required,
    List<String> allowedValues,
    String description,
    List<String> guesses) {
  DraftColumn {
    allowedValues = List.copyOf(allowedValues);
    guesses = List.copyOf(guesses);
  }

  static DraftColumn of(String name, DraftType type) {
    return new DraftColumn(name, type, false, List.of(), "", List.of());
  }

  DraftColumn asRequired() {
    return new DraftColumn(name, type, true, allowedValues, description, guesses);
  }

  DraftColumn as(DraftType other) {
    return new DraftColumn(name, other, required, allowedValues, description, guesses);
  }

  DraftColumn allowing(List<String> values) {
    return new DraftColumn(name, type, required, values, description, guesses);
  }

  DraftColumn described(String text) {
    return new DraftColumn(name, type, required, allowedValues, text.strip(), guesses);
  }

  DraftColumn guess(String words) {
    List<String> all = new ArrayList<>(guesses);
    all.add(words);

    return new DraftColumn(name, type, required, allowedValues, description, all);
  }
}
