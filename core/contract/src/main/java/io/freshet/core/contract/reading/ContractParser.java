package io.freshet.core.contract.reading;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contract.Documentation;
import io.freshet.core.contract.Contract.Kind;
import io.freshet.core.contract.Lifecycle;
import io.freshet.core.contract.Lifecycle.Status;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.odcs.Paths;
import io.freshet.core.contract.reading.SchemaParser.Column;
import io.freshet.core.contract.reading.SchemaParser.Columns;
import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one document as a contract, by our rules; the standard's have been checked before. */
final class ContractParser {
  private static final Pattern SEMANTIC_VERSION =
      Pattern.compile("(0|[1-9]\\d{0,8})(\\.(0|[1-9]\\d{0,8})){2}");

  private static final String NO_TABLE = "none";

  private final String expectedName;
  private final Findings findings;
  private final Section document;
  private final Section custom;
  private final ServiceLevels levels;

  ContractParser(String expectedName, OdcsDocument document, Findings findings) {
    this.expectedName = expectedName;
    this.findings = findings;
    this.document = Section.ofMap(document.root(), Paths.ROOT, findings);
    this.custom =
        Section.ofCustomProperties(this.document, ContractKey.Place.CONTRACT_CUSTOM, findings);
    this.levels = new ServiceLevels(this.document, findings);
  }

  /** Empty when there is a finding. */
  Optional<Contract> parse() {
    checkFundamentals();
    String version = version();
    Documentation documentation = documentation();
    Kind kind = custom.choice(ContractKey.KIND, Kind.class, Section::lowerCase).orElse(Kind.EVENT);
    Columns columns = columns();
    if (kind == Kind.DERIVED) {
      refuseDefaults(columns);
    }
    Optional<Keys> keys = new KeysParser(custom, columns, findings).parse(kind);
    Optional<StreamSettings> stream = stream(kind);
    Optional<TableSettings> table = table(kind, keys, columns);
    checkRetention(stream, table);
    AccessPolicy access = access(columns, table);
    Lifecycle lifecycle = lifecycle();
    if (!findings.isEmpty()) {
      return Optional.empty();
    }

    return Optional.of(
        new Contract(
            expectedName,
            version,
            kind,
            documentation,
            new Schema(columns.fields(), keys.orElseThrow()),
            stream,
            table,
            access,
            lifecycle));
  }

  /** Where a setting of the contract stands, or where it would. */
  int line(ContractKey key) {
    return custom.place(key).line();
  }

  private void checkFundamentals() {
    Located place = document.place(ContractKey.NAME);
    Optional<String> name = document.requiredText(ContractKey.NAME, expectedName);
    if (name.isPresent() && !ColumnRules.isName(name.get())) {
      findings.add(
          place,
          "%s is no name".formatted(name.get()),
          "lower-case words joined by underscores, at most %d characters"
              .formatted(ColumnRules.MAX_NAME_LENGTH));
    } else if (name.isPresent() && !name.get().equals(expectedName)) {
      findings.add(
          place,
          "the contract %s lies in the file %s.yaml".formatted(name.get(), expectedName),
          "one name for both");
    }
  }

  private Lifecycle lifecycle() {
    Status status =
        document.choice(ContractKey.STATUS, Status.class, Section::lowerCase).orElse(Status.ACTIVE);
    Optional<LocalDate> endOfLife = levels.day(ContractKey.END_OF_LIFE);
    boolean mayEnd = status == Status.DEPRECATED || status == Status.RETIRED;
    if (endOfLife.isPresent() && !mayEnd) {
      findings.add(
          levels.place(ContractKey.END_OF_LIFE),
          "a contract in use has an end of life",
          "the status deprecated, or no endOfLife");
    }

    return new Lifecycle(status, endOfLife);
  }

  private String version() {
    String version = document.text(ContractKey.VERSION).orElse("");
    if (!SEMANTIC_VERSION.matcher(version).matches()) {
      findings.add(
          document.place(ContractKey.VERSION),
          "the version %s has not three numbers".formatted(version),
          "major.minor.patch, such as 1.0.0");
    }

    return version;
  }

  private Documentation documentation() {
    Section description = document.section(ContractKey.DESCRIPTION);
    Section team = document.section(ContractKey.TEAM);

    return new Documentation(
        description.requiredText(ContractKey.PURPOSE, "what the data is for").orElse(""),
        document.requiredText(ContractKey.DOMAIN, "whose business it describes").orElse(""),
        team.requiredText(ContractKey.OWNER, "the team that answers for it").orElse(""));
  }

  private Columns columns() {
    Located schema = document.place(ContractKey.SCHEMA);
    if (schema.node().size() != 1) {
      findings.add(
          schema,
          "there are %d schema objects".formatted(schema.node().size()),
          "one, which bears the contract's name");
      return new Columns(List.of(), List.of());
    }
    Section object = Section.ofMap(schema.node().get(0), Paths.item(schema.path(), 0), findings);
    Section.ofCustomProperties(object, ContractKey.Place.OBJECT_CUSTOM, findings);
    String name = object.text(ContractKey.OBJECT_NAME).orElse("");
    if (!name.equals(document.text(ContractKey.NAME).orElse(name))) {
      findings.add(
          object.place(ContractKey.OBJECT_NAME),
          "the schema object %s has another name than the contract".formatted(name),
          document.text(ContractKey.NAME).orElse(""));
    }

    SchemaParser parser = new SchemaParser(findings);
    parser.checkPhysicalName(object, ContractKey.OBJECT_PHYSICAL_NAME, Optional.of(name));

    return parser.columns(object);
  }

  private void refuseDefaults(Columns columns) {
    for (Column column : columns.readable()) {
      if (column.custom().has(ContractKey.DEFAULT)) {
        findings.add(
            column.custom().place(ContractKey.DEFAULT),
            "a derived contract has a default",
            "no default: the job that computes the rows gives them all their values");
      }
    }
  }

  private Optional<StreamSettings> stream(Kind kind) {
    StreamParser parser = new StreamParser(custom, findings);
    if (kind == Kind.DERIVED) {
      parser.refuse();
      return Optional.empty();
    }

    return Optional.of(parser.parse(kind));
  }

  private Optional<TableSettings> table(Kind kind, Optional<Keys> keys, Columns columns) {
    TableParser parser = new TableParser(custom, levels, columns, findings);
    if (!custom.has(ContractKey.TABLE)) {
      return Optional.of(parser.parse(kind, keys));
    }
    String table = custom.text(ContractKey.TABLE).orElse(NO_TABLE);
    if (!table.equals(NO_TABLE)) {
      findings.add(
          custom.place(ContractKey.TABLE),
          "table is %s".formatted(table),
          "%s, or no such key: the table bears the contract's name".formatted(NO_TABLE));
    } else if (kind == Kind.DERIVED) {
      findings.add(
          custom.place(ContractKey.TABLE), "a derived contract is its table", "no such key");
    } else {
      parser.refuse();
    }

    return Optional.empty();
  }

  private AccessPolicy access(Columns columns, Optional<TableSettings> table) {
    AccessParser parser = new AccessParser(document, custom, columns, findings);

    return table.isEmpty() ? parser.parseWithoutTable() : parser.parse();
  }

  private void checkRetention(Optional<StreamSettings> stream, Optional<TableSettings> table) {
    if (table.isEmpty()) {
      return;
    }
    Duration freshness = table.get().timing().freshness();
    String remedy = "at least the freshness, %s".formatted(Durations.print(freshness));
    table
        .get()
        .retention()
        .filter(retention -> retention.compareTo(freshness) < 0)
        .ifPresent(
            retention ->
                findings.add(
                    levels.place(ContractKey.RETENTION),
                    "rows would be gone before they are due",
                    remedy));
    stream
        .flatMap(StreamSettings::retention)
        .filter(retention -> retention.compareTo(freshness) < 0)
        .ifPresent(
            retention ->
                findings.add(
                    custom.place(ContractKey.STREAM_RETENTION),
                    "records would be gone before the table has them",
                    remedy));
  }
}
