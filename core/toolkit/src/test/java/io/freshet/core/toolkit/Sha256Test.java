package io.freshet.core.toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /** FIPS 180-4's own example. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void isWhatTheStandardSays() throws Exception {
    byte[] abc = "abc".getBytes(UTF_8);

    assertThat(Sha256.hex("abc")).isEqualTo(OF_ABC);
    assertThat(Sha256.hex(abc)).isEqualTo(OF_ABC);
    assertThat(Sha256.hex(new ByteArrayInputStream(abc))).isEqualTo(OF_ABC);
    assertThat(Sha256.of("abc"))
        .isEqualTo(Sha256.of(abc))
        .isEqualTo(HexFormat.of().parseHex(OF_ABC));
  }

  @Test
  void takesTextsForUtf8() {
    assertThat(Sha256.hex("münchen")).isEqualTo(Sha256.hex("münchen".getBytes(UTF_8)));
  }
}
