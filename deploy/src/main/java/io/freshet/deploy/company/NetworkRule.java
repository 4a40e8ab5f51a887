package io.freshet.deploy.company;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who is let in beside those whom our servers need: to what else of the company's is in our
 * namespace, in which nobody is by default, or to a server of ours from another one.
 *
 * @param pods the labels of those who are reached
 * @param fromNamespace all pods of which may come; empty: those of the namespace itself
 */
public record NetworkRule(
    String name, Map<String, String> pods, List<Integer> ports, Optional<String> fromNamespace) {
  private static final String KEY = "network.also.%s.%s";
  private static final int LAST_PORT = 65_535;

  public NetworkRule {
    pods = new TreeMap<>(pods);
    ports = List.copyOf(ports);
    if (!CompanyValues.NAME.matcher(name).matches()) {
      throw new InvalidSettingException(
          "network.also[].name", name, "lower-case letters, digits and hyphens");
    }
    // A policy that names no pods means all of them.
    if (pods.isEmpty()) {
      throw new InvalidSettingException(
          KEY.formatted(name, "pods"), pods, "labels, such as {app: registry}");
    }
    if (ports.isEmpty() || ports.stream().anyMatch(port -> port < 1 || port > LAST_PORT)) {
      throw new InvalidSettingException(
          KEY.formatted(name, "ports"), ports, "a list of ports between 1 and " + LAST_PORT);
    }
  }
}
