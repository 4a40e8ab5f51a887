package io.freshet.deploy.platform;

import java.util.List;
import java.util.Optional;

/**
 * By which names Kafka knows what a job keeps there, beside its user's. Whoever may use them can
 * move its positions, or put an end to its transactions.
 *
 * @param groups of its consumers; one that ends in a hyphen is how several begin
 * @param transactions how the ids of its transactions begin
 */
record KafkaNames(List<String> groups, List<String> transactions) {
  private static final String OURS = "freshet-";
  private static final String OF_APPLICATIONS = OURS + "app-";

  /** Whoever writes goes by its tables' ledgers, so one may see how far another has read. */
  static final KafkaNames WRITERS = new KafkaNames(List.of(OURS + "writer-"), List.of());

  KafkaNames {
    groups = List.copyOf(groups);
    transactions = List.copyOf(transactions);
  }

  static KafkaNames of(String group) {
    return new KafkaNames(List.of(group), List.of(group + "-"));
  }

  /** Of a SQL application: each stream that it writes has transactions of its own. */
  static KafkaNames ofSql(String application, List<String> writes) {
    String group = OF_APPLICATIONS + application;

    return new KafkaNames(
        List.of(group), writes.stream().map(stream -> "%s-%s-".formatted(group, stream)).toList());
  }

  /** Of a job of the company's domain, as ours are called or as the drafts of new ones are. */
  static KafkaNames ofDomain(String job) {
    List<String> groups = List.of(OURS + job, OF_APPLICATIONS + job);

    return new KafkaNames(groups, groups.stream().map(group -> group + "-").toList());
  }

  /** One of the other's that begins as these may: whoever has these may use it. */
  Optional<Shared> shared(KafkaNames other) {
    List<String> several = groups.stream().filter(group -> group.endsWith("-")).toList();

    return firstThatBegins(other.groups, several)
        .or(() -> firstThatBegins(other.transactions, transactions));
  }

  /**
   * A name that another may use as well.
   *
   * @param prefix whatever begins so is the other's
   */
  record Shared(String name, String prefix) {}

  private static Optional<Shared> firstThatBegins(List<String> names, List<String> prefixes) {
    return names.stream()
        .flatMap(
            name ->
                prefixes.stream().filter(name::startsWith).map(prefix -> new Shared(name, prefix)))
        .findFirst();
  }
}
