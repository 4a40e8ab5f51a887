package io.freshet.cli.contract.draft;

import io.freshet.core.contract.JsonForm;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a draft.
 *
 * @param description empty where the source has none, for a person to fill in
 * @param json how events in JSON write it
 * @param guesses what somebody must check, in words
 */
record DraftColumn(
    String name,
    DraftType type,
    boolean required,
    List<String> allowedValues,
    String description,
    JsonForm json,
    List<String> guesses) {
  DraftColumn {
    allowedValues = List.copyOf(allowedValues);
    guesses = List.copyOf(guesses);
  }

  static DraftColumn of(String name, DraftType type) {
    return new DraftColumn(name, type, false, List.of(), "", new JsonForm(name, false), List.of());
  }

  DraftColumn asRequired() {
    return new DraftColumn(name, type, true, allowedValues, description, json, guesses);
  }

  DraftColumn as(DraftType other) {
    return new DraftColumn(name, other, required, allowedValues, description, json, guesses);
  }

  DraftColumn allowing(List<String> values) {
    return new DraftColumn(name, type, required, values, description, json, guesses);
  }

  DraftColumn described(String text) {
    return new DraftColumn(name, type, required, allowedValues, text.strip(), json, guesses);
  }

  /** As events in JSON write it. */
  DraftColumn in(JsonForm form) {
    return new DraftColumn(name, type, required, allowedValues, description, form, guesses);
  }

  DraftColumn guess(String words) {
    List<String> all = new ArrayList<>(guesses);
    all.add(words);

    return new DraftColumn(name, type, required, allowedValues, description, json, all);
  }
}
