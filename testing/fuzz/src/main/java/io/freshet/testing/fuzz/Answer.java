package io.freshet.testing.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came back for one request.
 *
 * @param headers by their names in lower case
 * @param body its first megabyte; of an event stream none
 * @param isWhole whether the body came as long as its headers say
 */
record Answer(int status, Map<String, List<String>> headers, byte[] body, boolean isWhole) {
  Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }

  /** Without parameters; empty where there is none. */
  String mediaType() {
    return header("content-type").map(type -> type.split(";", 2)[0].strip()).orElse("");
  }
}
