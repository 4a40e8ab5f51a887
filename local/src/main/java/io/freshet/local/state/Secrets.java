package io.freshet.local.state;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Passwords and tokens of one state folder: random, made on first use, kept until it is deleted.
 */
public final class Secrets {
  private static final int BYTES = 20;

  private final PlatformFile file;
  private final SecureRandom random = new SecureRandom();

  public Secrets(PlatformFile file) {
    this.file = file;
  }

  /** The secret of that name; letters and digits only, so it fits any configuration format. */
  public String secret(String name) {
    PlatformState state =
        file.change(
            before ->
                before.secrets().containsKey(name) ? before : before.withSecret(name, fresh()));

    return state.secrets().get(name);
  }

  private String fresh() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);

    return HexFormat.of().formatHex(bytes);
  }
}
