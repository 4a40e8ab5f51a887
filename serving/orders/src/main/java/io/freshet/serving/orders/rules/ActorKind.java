package io.freshet.serving.orders.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** On which side somebody stands who does something to an order. */
public enum ActorKind {
  CUSTOMER,
  RESTAURANT,
  DASHER,
  /** A person who helps where the others can't; may do all that is possible. */
  OPS,
  /** A program that acts for nobody in particular, such as the one that looks for dashers. */
  SYSTEM;

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }

  /** The kind of that code, if there is one. */
  public static Optional<ActorKind> of(String code) {
    return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
  }

  public static List<String> codes() {
    return Arrays.stream(values()).map(ActorKind::code).toList();
  }
}
