package io.freshet.deploy.company;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What encrypts on the way to a server of ours that has no certificate of its own. */
public enum Tls {
  /** Whatever goes between pods, and what comes from outside before it does. */
  MESH,

  /** What comes from outside alone: servers that others inside ask need certificates. */
  INGRESS,

  /** Nothing: each server needs one. */
  CERTIFICATES;

  private static final String KEY = "tls";
  private static final String CHOICES =
      "mesh, where one encrypts between all pods; ingress, where one does before gateway, live and"
          + " console; or certificates, where each server has its own";

  /** As values files call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws FreshetException when nobody has said it, or something else
   */
  static Tls of(Optional<String> word) {
    String said =
        word.orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER, "%s is not set; it must be %s".formatted(KEY, CHOICES)));

    return Arrays.stream(values())
        .filter(each -> each.label().equals(said))
        .findFirst()
        .orElseThrow(() -> new InvalidSettingException(KEY, said, CHOICES));
  }
}
