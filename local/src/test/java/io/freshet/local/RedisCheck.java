package io.freshet.local;

import io.freshet.core.toolkit.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends Redis one command, as its protocol's inline form. */
final class RedisCheck {
  private RedisCheck() {}

  static String command(Settings settings, String command) throws IOException {
    try (Socket socket =
            new Socket(settings.text("redis.host"), settings.integer("redis.port", 0));
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));

      return answer.readLine();
    }
  }
}
