package io.freshet.core.contract.reading;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contract.Documentation;
import io.freshet.core.contract.Contract.Kind;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Decimal;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.FieldType.Sequence;
import io.freshet.core.contract.FieldType.Struct;
import io.freshet.core.contract.JsonForm;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Compatibility;
import io.freshet.core.contract.StreamSettings.Durability;
import io.freshet.core.contract.StreamSettings.Intake;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.TableSettings.Partitioning;
import io.freshet.core.contract.TableSettings.Rows;
import io.freshet.core.contract.TableSettings.Timing;
import io.freshet.core.contract.TableSettings.Transform;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Makes up contracts that keep all rules; the same seed makes the same contract. */
final class ContractGenerator {
  private static final int MAX_DEPTH = 3;
  private static final String WORDS = "alpha beta gamma delta a b id value time state";
  // What YAML takes for something else, and what it has to quote or escape.
  private static final List<String> TEXTS =
      List.of("plain", "yes", "12", "a: b", "# no", "'", "\"", "ünï → 漢", "- x", "{y}", "a\\b");

  private static final List<String> PRODUCERS = List.of("checkout", "rider-app", "a_1-b");
  private static final List<String> ORIGINS =
      List.of("https://shop.example", "http://127.0.0.1:8080");

  private final Random random;
  private final List<Integer> freeIds = new ArrayList<>();
  private int names;

  ContractGenerator(long seed) {
    this.random = new Random(seed);
    for (int id = 1; id <= 200; id++) {
      freeIds.add(random.nextInt(400) + 400 * id);
    }
    Collections.shuffle(freeIds, random);
  }

  Contract contract() {
    Kind kind = pick(List.of(Kind.values()));
    Field partitionKey = key();
    Optional<Field> entityKey = random.nextBoolean() ? Optional.of(key()) : Optional.empty();
    Scalar time = kind == Kind.DERIVED ? Scalar.DATE : Scalar.TIMESTAMP;
    Field eventTime = field(time, true);
    List<Field> fields = new ArrayList<>(fields(0, kind != Kind.DERIVED));
    fields.add(partitionKey);
    entityKey.ifPresent(fields::add);
    fields.add(eventTime);
    Collections.shuffle(fields, random);
    boolean hasTable = kind == Kind.DERIVED || random.nextInt(4) > 0;

    return new Contract(
        "generated",
        "%d.%d.%d".formatted(random.nextInt(5), random.nextInt(50), random.nextInt(500)),
        kind,
        new Documentation(pick(TEXTS), pick(TEXTS), pick(TEXTS)),
        new Schema(
            fields, new Keys(partitionKey.name(), entityKey.map(Field::name), eventTime.name())),
        kind == Kind.DERIVED ? Optional.empty() : Optional.of(stream(entityKey.isPresent())),
        hasTable ? Optional.of(table(kind, fields, eventTime)) : Optional.empty(),
        access(kind, hasTable ? roles(fields) : AccessPolicy.standard().roles()));
  }

  private AccessPolicy access(Kind kind, List<RoleAccess> roles) {
    return kind == Kind.DERIVED || random.nextBoolean()
        ? new AccessPolicy(roles)
        : new AccessPolicy(roles, Map.of("wall-board", pick(roles).name()));
  }

  private List<RoleAccess> roles(List<Field> fields) {
    List<Field> keys =
        fields.stream().filter(field -> KeysParser.KEY_TYPES.contains(field.type())).toList();
    List<RoleAccess> roles = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      Set<Classification> sees = EnumSet.noneOf(Classification.class);
      sees.add(pick(List.of(Classification.values())));
      roles.add(
          new RoleAccess(
              name(),
              pick(TEXTS),
              sees,
              random.nextBoolean() ? Optional.of(filter(pick(keys))) : Optional.empty()));
    }

    return roles;
  }

  private RowFilter filter(Field column) {
    if (column.type() != Scalar.STRING) {
      List<String> numbers = List.of("0", "-1", "2147483647");
      return new RowFilter(column.name(), (Scalar) column.type(), numbers);
    }
    List<String> values = column.allowedValues().isEmpty() ? TEXTS : column.allowedValues();

    return new RowFilter(column.name(), Scalar.STRING, values);
  }

  private StreamSettings stream(boolean hasEntity) {
    int partitions = 1 + random.nextInt(64);
    int replicas = 1 + random.nextInt(5);

    return new StreamSettings(
        partitions,
        hasEntity ? 1 + random.nextInt(partitions) : 1,
        random.nextBoolean()
            ? Optional.of(Duration.ofHours(1 + random.nextInt(999)))
            : Optional.empty(),
        new Durability(replicas, 1 + random.nextInt(replicas)),
        1024 + random.nextInt(1 << 20),
        pick(List.of(Compatibility.values())),
        random.nextBoolean() ? intake() : captured(),
        random.nextInt(1000));
  }

  private Intake intake() {
    return new Intake(
        PRODUCERS.subList(0, random.nextInt(PRODUCERS.size() + 1)),
        ORIGINS.subList(0, random.nextInt(ORIGINS.size() + 1)),
        pick(List.of(Acknowledgement.values())),
        random.nextBoolean(),
        Optional.empty(),
        random.nextBoolean());
  }

  private Intake captured() {
    return new Intake(
        List.of(),
        List.of(),
        pick(List.of(Acknowledgement.values())),
        false,
        Optional.of("public.orders_" + random.nextInt(10)),
        false);
  }

  private TableSettings table(Kind kind, List<Field> fields, Field eventTime) {
    boolean derived = kind == Kind.DERIVED;
    Duration freshness = Duration.ofSeconds(1 + random.nextInt(3600));
    List<String> sort = new ArrayList<>();
    List<Partitioning> partitioning = new ArrayList<>();
    for (Field field : fields) {
      boolean isWhole = field.type() instanceof Scalar || field.type() instanceof Decimal;
      boolean isExact = !List.of(Scalar.FLOAT, Scalar.DOUBLE, Scalar.BYTES).contains(field.type());
      if (isWhole && random.nextInt(3) == 0) {
        sort.add(field.name());
      }
      if (isWhole && isExact && random.nextInt(4) == 0 && partitioning.size() < 10) {
        partitioning.add(new Partitioning(transform(field), field.name()));
      }
    }
    Collections.shuffle(sort, random);
    Collections.shuffle(partitioning, random);
    if (partitioning.isEmpty()) {
      Transform transform = eventTime.type() == Scalar.DATE ? Transform.IDENTITY : Transform.DAY;
      partitioning.add(new Partitioning(transform, eventTime.name()));
    }

    Rows rows = derived || random.nextBoolean() ? Rows.OF_ALL_EVENTS : latest(fields);

    return new TableSettings(
        pick(derived ? List.of("clean", "marts") : List.of("raw", "clean", "marts")),
        rows.areLatest() ? List.of() : partitioning,
        sort,
        derived
            ? new Timing(freshness, Duration.ofMinutes(5), Duration.ofMinutes(10), Optional.empty())
            : new Timing(freshness, duration(), duration(), optionalDuration()),
        random.nextBoolean()
            ? Optional.of(freshness.plusSeconds(random.nextInt(99)))
            : Optional.empty(),
        !derived && random.nextBoolean(),
        pick(List.of(TableSettings.Pages.values())),
        derived ? TableSettings.Isolation.POOLED : pick(List.of(TableSettings.Isolation.values())),
        rows);
  }

  private static Rows latest(List<Field> fields) {
    return new Rows(
        true,
        fields.stream()
            .filter(field -> field.type() == Scalar.BOOLEAN && field.required())
            .map(Field::name)
            .findFirst());
  }

  private Transform transform(Field field) {
    return field.type() == Scalar.TIMESTAMP
        ? pick(List.of(Transform.DAY, Transform.HOUR))
        : Transform.IDENTITY;
  }

  private List<Field> fields(int depth, boolean hasStream) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      Field field = field(type(depth), random.nextBoolean());
      fields.add(random.nextBoolean() ? field : changed(field, hasStream));
    }

    return fields;
  }

  private Field changed(Field field, boolean hasStream) {
    List<String> names = random.nextBoolean() ? List.of() : List.of(name(), name());
    Optional<Serializable> value =
        field.required() && hasStream && random.nextBoolean()
            ? defaultValue(field)
            : Optional.empty();
    boolean mayBeAny =
        field.type() == Scalar.STRING && field.allowedValues().isEmpty() && value.isEmpty();

    return field
        .with(new FieldHistory(value, names))
        .with(
            new JsonForm(
                random.nextBoolean() ? field.name() : "Some Name " + this.names++, mayBeAny));
  }

  private Optional<Serializable> defaultValue(Field field) {
    if (field.type() instanceof Decimal decimal) {
      return Optional.of(new BigDecimal(new BigInteger(3, random), decimal.scale()));
    }
    if (!(field.type() instanceof Scalar scalar)) {
      return Optional.empty();
    }

    return switch (scalar) {
      case BOOLEAN -> Optional.of(random.nextBoolean());
      case INTEGER -> Optional.of((long) random.nextInt());
      case LONG -> Optional.of(random.nextLong());
      case FLOAT -> Optional.of((double) random.nextFloat());
      case DOUBLE -> Optional.of(random.nextDouble());
      case STRING ->
          Optional.of(pick(field.allowedValues().isEmpty() ? TEXTS : field.allowedValues()));
      case DATE -> Optional.of(random.nextLong(-700_000, 2_900_000));
      case TIMESTAMP -> Optional.of(random.nextLong(-60_000_000_000_000L, 250_000_000_000_000L));
      case BYTES -> Optional.empty();
    };
  }

  private Field key() {
    return field(pick(List.of(Scalar.STRING, Scalar.LONG, Scalar.INTEGER)), true);
  }

  private Field field(FieldType type, boolean required) {
    List<String> allowed =
        type == Scalar.STRING && random.nextInt(3) == 0
            ? TEXTS.subList(0, 1 + random.nextInt(TEXTS.size()))
            : List.of();

    return new Field(
        id(), name(), type, required, pick(List.of(Classification.values())), allowed, pick(TEXTS));
  }

  private FieldType type(int depth) {
    int choice = random.nextInt(depth < MAX_DEPTH ? 12 : 9);
    if (choice == 11) {
      return new Struct(fields(depth + 1, true));
    }
    if (choice >= 9) {
      return new Sequence(id(), type(depth + 1));
    }
    if (choice == 8) {
      int precision = 1 + random.nextInt(38);
      return new Decimal(precision, random.nextInt(precision + 1));
    }

    return pick(List.of(Scalar.values()));
  }

  private String name() {
    // The number keeps names apart and away from rules that go by a name's last word.
    return "%s_%s_%d"
        .formatted(pick(List.of(WORDS.split(" "))), pick(List.of(WORDS.split(" "))), names++);
  }

  private int id() {
    return freeIds.remove(freeIds.size() - 1);
  }

  private Optional<Duration> optionalDuration() {
    return random.nextBoolean() ? Optional.of(duration()) : Optional.empty();
  }

  private Duration duration() {
    return Duration.ofMillis(1 + random.nextInt(100_000_000));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
