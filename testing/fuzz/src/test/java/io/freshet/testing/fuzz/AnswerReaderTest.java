package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.testing.fuzz.AnswerReader.NoHttpException;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nbody",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\nbody\r\n0\r\n\r\n"
      })
  void takesALengthThatIsNoneForNoHttp(String answer) {
    AnswerReader reader = new AnswerReader(new ByteArrayInputStream(answer.getBytes(ISO_8859_1)));

    assertThatThrownBy(() -> reader.next(false))
        .isInstanceOf(NoHttpException.class)
        .hasMessageStartingWith("No HTTP: a length that is none, For input string: \"many\"");
  }
}
