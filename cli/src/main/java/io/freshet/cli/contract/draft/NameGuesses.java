package io.freshet.cli.contract.draft;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a column's name lets one suppose. Every answer is a guess, for a person to check. */
final class NameGuesses {
  private static final Set<String> PERSONAL =
      Set.of(
          "address",
          "birthday",
          "birthdate",
          "email",
          "firstname",
          "ip",
          "iban",
          "lastname",
          "latitude",
          "lat",
          "longitude",
          "lng",
          "lon",
          "passport",
          "phone",
          "postcode",
          "ssn",
          "street",
          "surname",
          "username",
          "zip");
  private static final Set<String> PERSONS =
      Set.of(
          "account",
          "courier",
          "customer",
          "dasher",
          "driver",
          "employee",
          "guest",
          "member",
          "passenger",
          "patient",
          "person",
          "rider",
          "user",
          "visitor");
  private static final Set<String> MONEY =
      Set.of("amount", "cost", "fee", "fare", "price", "subtotal", "tax", "tip", "total");
  private static final List<String> PLACES =
      List.of("market", "region", "city", "country", "site", "store", "tenant", "shop", "area");
  private static final List<String> TIMES =
      List.of(
          "event_time",
          "occurred_at",
          "happened_at",
          "event_timestamp",
          "timestamp",
          "time",
          "created_at",
          "sent_at",
          "ts");

  private NameGuesses() {}

  /** Whether it tells something about a person. */
  static boolean isPersonal(String name) {
    List<String> words = List.of(name.split("_"));
    boolean nameOfAPerson =
        words.contains("name")
            && words.stream().anyMatch(word -> PERSONS.contains(word) || isFirstOrLast(word));
    boolean idOfAPerson =
        words.get(words.size() - 1).equals("id") && words.stream().anyMatch(PERSONS::contains);

    return nameOfAPerson || idOfAPerson || words.stream().anyMatch(PERSONAL::contains);
  }

  private static boolean isFirstOrLast(String word) {
    return word.equals("first") || word.equals("last") || word.equals("full");
  }

  static boolean isMoney(String name) {
    return Stream.of(name.split("_")).anyMatch(MONEY::contains);
  }

  static boolean isCoordinate(String name) {
    return Stream.of("latitude", "longitude", "lat", "lng", "lon")
        .anyMatch(word -> name.equals(word) || name.endsWith("_" + word));
  }

  static boolean isTime(String name) {
    return TIMES.contains(name) || name.endsWith("_at") || name.endsWith("_time");
  }

  /** When the fact happened: the column with the likeliest name, or the only time. */
  static Optional<DraftColumn> eventTime(List<DraftColumn> columns) {
    List<DraftColumn> times =
        columns.stream().filter(column -> column.type().equals(DraftType.TIMESTAMP)).toList();
    Optional<DraftColumn> named =
        TIMES.stream().flatMap(name -> named(times, name).stream()).findFirst();

    return named.or(() -> times.size() == 1 ? Optional.of(times.get(0)) : Optional.empty());
  }

  /** Whose order must hold: the first id. */
  static Optional<DraftColumn> entityKey(List<DraftColumn> columns) {
    return columns.stream().filter(isKey(NameGuesses::isId)).findFirst();
  }

  /** What spreads events: a place; where there is none, the entity. */
  static Optional<DraftColumn> partitionKey(List<DraftColumn> columns) {
    List<DraftColumn> keys = columns.stream().filter(isKey(name -> true)).toList();

    return PLACES.stream()
        .flatMap(place -> Stream.of(place, place + "_id", place + "_code"))
        .flatMap(name -> named(keys, name).stream())
        .findFirst()
        .or(() -> entityKey(columns));
  }

  /** In the type that a contract demands of a column of that name, where it is a near one. */
  static DraftColumn fitted(DraftColumn column) {
    boolean approximate =
        column.type().equals(DraftType.DOUBLE) || column.type().equals(DraftType.FLOAT);
    if (approximate && isCoordinate(column.name())) {
      return column.as(DraftType.COORDINATE).guess("decimal(9,6), as coordinates must be exact");
    }
    boolean wants64Bits = isId(column.name()) || column.name().endsWith("_minor");

    return wants64Bits && column.type().equals(DraftType.INT) ? column.as(DraftType.LONG) : column;
  }

  static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT);
  }

  private static boolean isId(String name) {
    return name.equals("id") || name.endsWith("_id");
  }

  private static Predicate<DraftColumn> isKey(Predicate<String> name) {
    Set<DraftType> types = Set.of(DraftType.STRING, DraftType.INT, DraftType.LONG);

    return column -> types.contains(column.type()) && name.test(column.name());
  }

  private static Optional<DraftColumn> named(List<DraftColumn> columns, String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}
