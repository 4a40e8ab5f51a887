package io.freshet.bench.wrk;

import java.util.List;

/**
 * What is sent, and where.
 *
 * @param server such as {@code http://127.0.0.1:8080}
 * @param mediaType of the bodies
 * @param each sent by turns
 */
public record Requests(String server, String mediaType, List<Request> each) {
  public Requests {
    each = List.copyOf(each);
  }

  /**
   * One of them. No part may hold a tab or a line's end.
   *
   * @param key of the sender; empty where nobody asks for one
   * @param body empty where there is none
   */
  public record Request(String method, String path, String key, String body) {
    public static Request get(String path, String key) {
      return new Request("GET", path, key, "");
    }

    public static Request post(String path, String key, String body) {
      return new Request("POST", path, key, body);
    }

    String line() {
      return String.join("\t", method, path, key, body);
    }
  }

  List<String> lines() {
    return each.stream().map(Request::line).toList();
  }
}
