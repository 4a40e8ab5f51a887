package io.freshet.core.contract.reading;

import java.util.Arrays;
import java.util.List;

/**
 * Every key of a contract that the platform reads. The reference page {@code
 * docs/reference/contract-keys.md} repeats it, and a test keeps the two equal.
 */
enum ContractKey {
  API_VERSION(Place.DOCUMENT, "apiVersion", "`v3.1.0`", "", "The standard's version"),
  NAME(
      Place.DOCUMENT,
      "name",
      "name",
      "",
      "Bears the stream, the table and the schema object; equals the file's name. Lower case, words"
          + " joined by underscores"),
  VERSION(Place.DOCUMENT, "version", "`major.minor.patch`", "", "Version of the contract itself"),
  STATUS(
      Place.DOCUMENT,
      "status",
      "`proposed`, `draft`, `active`, `deprecated`, `retired`",
      "",
      "Where the contract is in its life. A `deprecated` one is kept up, and its table says so; a"
          + " `retired` one is kept up no more, and its data stays"),
  DOMAIN(Place.DOCUMENT, "domain", "text", "", "Whose business it describes"),
  DESCRIPTION(Place.DOCUMENT, "description", "map", "", "Holds `purpose`"),
  PURPOSE(Place.DESCRIPTION, "purpose", "text", "", "What the data is for"),
  TEAM(Place.DOCUMENT, "team", "map", "", "Holds `name`"),
  OWNER(Place.TEAM, "name", "text", "", "The team that answers for it"),
  SCHEMA(
      Place.DOCUMENT,
      "schema",
      "list of one object",
      "",
      "The columns, in their order. Its `name` is the contract's"),
  OBJECT_NAME(Place.OBJECT, "name", "name", "", "Equals the contract's name"),
  OBJECT_PHYSICAL_NAME(
      Place.OBJECT, "physicalName", "name", "none", "Equals the name, if it is there at all"),
  PROPERTIES(Place.OBJECT, "properties", "list of columns", "", "At least one column"),

  COLUMN_NAME(
      Place.COLUMN,
      "name",
      "name",
      "",
      "Lower case, words joined by underscores, none in front: those are the platform's"),
  PHYSICAL_NAME(
      Place.COLUMN, "physicalName", "name", "none", "Equals the name, if it is there at all"),
  LOGICAL_TYPE(
      Place.COLUMN,
      "logicalType",
      "`string`, `boolean`, `integer`, `number`, `date`, `timestamp`, `array`, `object`",
      "",
      "The column's type; `timestamp` is UTC in microseconds"),
  PHYSICAL_TYPE(
      Place.COLUMN,
      "physicalType",
      "`string`, `bytes`; `int`, `long`; `decimal(p,s)`, `float`, `double`",
      "`string`, `long`; a `number` must have it",
      "Which string, integer or number it is. A numeric id is `long`, an amount `*_minor` too, with"
          + " a string column `currency` beside it; a latitude or longitude is a `decimal`"),
  REQUIRED(Place.COLUMN, "required", "true or false", "`false`", "Whether it is never null"),
  CLASSIFICATION(
      Place.COLUMN,
      "classification",
      "`public`, `internal`, `confidential`, `personal`",
      "`internal`",
      "Who may see the values. A `personal` column `dasher_id` stands for a dasher, whom"
          + " `freshet forget --dasher` can erase"),
  COLUMN_DESCRIPTION(Place.COLUMN, "description", "text", "", "What a value means, with its unit"),
  QUALITY(
      Place.COLUMN,
      "quality",
      "list of rules",
      "none",
      "A rule with `metric: invalidValues`, `mustBe: 0` and `arguments.validValues` names the only"
          + " values that a string column takes. Other rules are for other tools"),
  ITEMS(
      Place.COLUMN,
      "items",
      "a type",
      "none; an `array` must have it",
      "The elements of an `array`; never null"),
  PARTS(
      Place.COLUMN,
      "properties",
      "list of columns",
      "none; an `object` must have it",
      "The parts of an `object`"),
  PARTITIONED(
      Place.COLUMN,
      "partitioned",
      "true or false",
      "`false`; where no column says true, the event time is partitioned",
      "Whether the table is partitioned by it; for columns with one plain value"),
  PARTITION_KEY_POSITION(
      Place.COLUMN,
      "partitionKeyPosition",
      "1 to 10",
      "1",
      "Its place in the table's partition spec; only with `partitioned`, and no two"
          + " columns have the same"),
  PRIMARY_KEY(
      Place.COLUMN,
      "primaryKey",
      "true or false",
      "`false`; where no column says true, partition key, entity key and event time are",
      "Whether it is among the columns that make a row of a derived contract one of a kind: what"
          + " nightlies, proofs and dbt's tests count by. The event time is one of them, and none may"
          + " be null. In other contracts nothing follows from it"),
  PRIMARY_KEY_POSITION(
      Place.COLUMN,
      "primaryKeyPosition",
      "1 to 10",
      "1",
      "Its place among them; columns of the same place stay in their order"),

  FIELD_ID(
      Place.COLUMN_CUSTOM,
      "fieldId",
      "1 to 99999",
      "",
      "The permanent id, the same in every version; unique over all columns, parts and elements"),
  ELEMENT_ID(
      Place.COLUMN_CUSTOM,
      "elementId",
      "1 to 99999",
      "none; an `array` must have it",
      "The permanent id of an array's elements; only for arrays, those in `items` included"),
  DEFAULT(
      Place.COLUMN_CUSTOM,
      "default",
      "a value of the column's type",
      "none",
      "What a required column has in events that don't name it; of a text, a number, a boolean, a"
          + " date `'2026-12-31'` or a timestamp `'2026-12-31T00:00:00Z'`, not of a key. A column"
          + " gets it when it is added, and keeps it for ever; in the table it is null in rows from"
          + " before"),
  FORMER_NAMES(
      Place.COLUMN_CUSTOM,
      "formerNames",
      "list of names",
      "none",
      "Names that the column had. Who still sends one of them is understood, and the registry takes"
          + " the new name of a required column"),
  JSON_NAME(
      Place.COLUMN_CUSTOM,
      "jsonName",
      "text",
      "the column's name",
      "What events in JSON call the column, where they have names of their own such as `cityName`;"
          + " they may use the column's name, too"),
  ANY_JSON(
      Place.COLUMN_CUSTOM,
      "anyJson",
      "true or false",
      "`false`",
      "Whether events in JSON may have any value here, an object for one, which a string column"
          + " keeps as JSON text; for what has no shape of its own"),
  PARTITION_TRANSFORM(
      Place.COLUMN_CUSTOM,
      "partitionTransform",
      "`identity`, `day`, `hour`",
      "`day` for a timestamp, otherwise `identity`",
      "How the value becomes a partition: a timestamp by `day` or `hour`, all else by `identity`"),

  FRESHNESS(
      Place.SLA,
      "freshness",
      "number with `unit` `s`, `m`, `h` or `d`",
      "3 min; a derived contract must say it",
      "The staleness budget: how old the table's newest complete data may be"),
  RETENTION(
      Place.SLA,
      "retention",
      "number with `unit` `s`, `m`, `h` or `d`",
      "for ever",
      "How long the table keeps a row, from its received time, and where the contract is derived from"
          + " when its day is over everywhere; at least `freshness`. With `maintenance.row-expiry`,"
          + " which is off by default, `freshet maintain` lets days or hours of event time go once"
          + " all of their rows are older; a reference, a table of latest rows or without such"
          + " partitions, and `dead_letters` keep theirs, and it says so"),
  END_OF_LIFE(
      Place.SLA,
      "endOfLife",
      "day such as `'2026-12-31'`",
      "none",
      "From which day on nobody may count on a deprecated contract; `freshet contract retire`"
          + " writes it. Only for `deprecated` and `retired`"),

  ROLES(
      Place.DOCUMENT,
      "roles",
      "list of roles",
      "`analyst`, who sees what is `public` or `internal`, and `data_engineer`, who sees"
          + " everything",
      "Who may read the table; nobody else may. A list takes the place of the defaults as a whole"),
  ROLE(Place.ROLE, "role", "name", "", "The role; each once, and not beginning with `team_`"),
  ROLE_DESCRIPTION(Place.ROLE, "description", "text", "none", "Who has it and why"),
  ROLE_ACCESS(Place.ROLE, "access", "`read`", "`read`", "What the role may do"),
  SEES(
      Place.ROLE_CUSTOM,
      "sees",
      "list of classifications",
      "`public`, `internal`; these are always seen",
      "Columns of another classification are null for the role. An object or array is null as a"
          + " whole as soon as one of its parts must be"),
  ONLY_WHERE(
      Place.ROLE_CUSTOM,
      "onlyWhere",
      "map",
      "all rows",
      "The role sees only the rows whose `column` has one of the `values`"),
  FILTER_COLUMN(
      Place.ROLE_FILTER,
      "column",
      "column",
      "",
      "What the rows are chosen by; a string, int or long"),
  FILTER_VALUES(
      Place.ROLE_FILTER,
      "values",
      "list of values",
      "",
      "At least one, each once, of the column's type and among its valid values"),

  KIND(
      Place.CONTRACT_CUSTOM,
      "kind",
      "`event`, `reference`, `derived`",
      "`event`",
      "A stream of facts; a stream whose newest event per partition key is the truth; a table that"
          + " a job computes, without a stream"),
  PARTITION_KEY(
      Place.CONTRACT_CUSTOM,
      "partitionKey",
      "column",
      "",
      "What spreads events over Kafka; a required string, int or long"),
  ENTITY_KEY(
      Place.CONTRACT_CUSTOM,
      "entityKey",
      "column",
      "none",
      "Whose order must hold; a required string, int or long"),
  EVENT_TIME(
      Place.CONTRACT_CUSTOM,
      "eventTime",
      "column",
      "",
      "When the fact happened; a required timestamp, and where the contract is derived a required"
          + " date"),
  PARTITIONS(Place.CONTRACT_CUSTOM, "partitions", "1 to 1000", "`4`", "The topic's partitions"),
  SPREAD(
      Place.CONTRACT_CUSTOM,
      "spread",
      "1 to `partitions`",
      "`partitions`; 1 without an entity key",
      "Over how many partitions one partition key may spread, by entity"),
  STREAM_RETENTION(
      Place.CONTRACT_CUSTOM,
      "streamRetention",
      "duration or `forever`",
      "`7d`; `forever` for a reference",
      "How long the topic keeps a record; at least `freshness`"),
  REPLICAS(Place.CONTRACT_CUSTOM, "replicas", "1 to 7", "`3`", "Copies that the topic keeps"),
  MIN_IN_SYNC(
      Place.CONTRACT_CUSTOM,
      "minInSync",
      "1 to `replicas`",
      "`2`; 1 with one replica",
      "Copies that must have a record before it is acknowledged"),
  MAX_MESSAGE_BYTES(
      Place.CONTRACT_CUSTOM,
      "maxMessageBytes",
      "1024 to 104857600",
      "`1048576`",
      "The largest record that the topic takes; in `dead_letters` at least twice the largest of the"
          + " others"),
  COMPATIBILITY(
      Place.CONTRACT_CUSTOM,
      "compatibility",
      "`BACKWARD`, `FORWARD`, `FULL`, each also with `_TRANSITIVE`, `NONE`",
      "`BACKWARD_TRANSITIVE`",
      "Which change of schema the registry accepts"),
  PRODUCERS(
      Place.CONTRACT_CUSTOM,
      "producers",
      "list of producers",
      "nobody",
      "Who may send over HTTP, through the event gateway; lower-case words joined by hyphens or"
          + " underscores, each once"),
  ORIGINS(
      Place.CONTRACT_CUSTOM,
      "origins",
      "list of origins",
      "none",
      "Web pages that may send from a browser, with a producer's short-lived token; scheme and host,"
          + " and the port where it is not the scheme's own: `https://shop.example`"),
  ACKNOWLEDGEMENT(
      Place.CONTRACT_CUSTOM,
      "acknowledgement",
      "`durable`, `fast`",
      "`durable`",
      "When the event gateway answers: after `minInSync` copies have the event, or at once. What"
          + " was answered at once is lost if gateway or leader dies before it is written and"
          + " copied"),
  READERS(
      Place.CONTRACT_CUSTOM,
      "readers",
      "map of readers to roles",
      "nobody",
      "Who may read the stream over HTTP, through the event gateway, and as which role; named as"
          + " producers are. Masks and row filters are the role's"),
  DEAD_LETTERS_PER_HOUR(
      Place.CONTRACT_CUSTOM,
      "deadLettersPerHour",
      "0 to 1000000000",
      "`100`",
      "How many dead letters of the last hour are borne; beyond it `freshet freshness` and `freshet"
          + " dlq list` say so and end with 1"),
  TAKES_RAW_JSON(
      Place.CONTRACT_CUSTOM,
      "takesRawJson",
      "true or false",
      "`false`",
      "Whether the JSON validator puts events of the raw topic on the stream; a part of `freshness`"
          + " is then the validator's"),
  STANDBY(
      Place.CONTRACT_CUSTOM,
      "standby",
      "true or false",
      "`false`",
      "Whether the event gateway puts events on the standby Kafka cluster while the stream's own takes"
          + " none; they come back by themselves. Order holds among the events of each, not between"
          + " them"),
  CAPTURED_FROM(
      Place.CONTRACT_CUSTOM,
      "capturedFrom",
      "`schema.table`",
      "none",
      "The table of the operational Postgres database whose changes are the stream's events, by the"
          + " change capture and nobody else. Its primary key is the partition key and the entity"
          + " key"),

  TABLE(
      Place.CONTRACT_CUSTOM,
      "table",
      "`none`",
      "a table",
      "With `none` the contract lives in Kafka only; not for a derived one"),
  NAMESPACE(
      Place.CONTRACT_CUSTOM,
      "namespace",
      "`raw`, `clean`, `marts`",
      "`raw`; a derived contract must say it",
      "The table's namespace"),
  SORT(
      Place.CONTRACT_CUSTOM,
      "sort",
      "list of columns",
      "partition key, entity key, event time",
      "The table's sort order"),
  LATENESS(
      Place.CONTRACT_CUSTOM,
      "lateness",
      "duration",
      "`5m`",
      "How far an event may trail the newest one of its partition before it counts as late"),
  MAX_AHEAD(
      Place.CONTRACT_CUSTOM,
      "maxAhead",
      "duration",
      "`10m`",
      "How far event time may lie ahead of received time; beyond it an event is a dead letter"),
  MAX_BEHIND(
      Place.CONTRACT_CUSTOM,
      "maxBehind",
      "duration",
      "any distance",
      "How far event time may lie behind received time; beyond it an event is a dead letter"),
  KEEP_CLIENT_ID(
      Place.CONTRACT_CUSTOM,
      "keepClientId",
      "true or false",
      "`false`",
      "Whether the envelope's id gets a column"),
  PARQUET_PAGES(
      Place.CONTRACT_CUSTOM,
      "parquetPages",
      "`v1` or `v2`",
      "`v1`",
      "Version of the pages in the table's files; v2 takes a fifth less. Spark then reads the table"
          + " row by row, and Snowflake is not offered it: its documentation does not say that it"
          + " reads such files"),
  ISOLATION(
      Place.CONTRACT_CUSTOM,
      "isolation",
      "`pooled` or `dedicated`",
      "`pooled`",
      "Whether the stream is written by the job that all pooled ones share, or by one of its own: a"
          + " commit interval, memory and failures of its own, and two processes more"),
  TABLE_ROWS(
      Place.CONTRACT_CUSTOM,
      "tableRows",
      "`all` or `latest`",
      "`all`",
      "Whether every event has a row, or only the newest of each partition key and entity key. A"
          + " table of the latest is not partitioned, and is made so: a table that is there keeps"
          + " its rows"),
  DELETED_BY(
      Place.CONTRACT_CUSTOM,
      "deletedBy",
      "column",
      "none",
      "With `tableRows: latest`, by which required boolean column an event takes the row of its"
          + " keys away");

  /** Where in the document a key stands. */
  enum Place {
    DOCUMENT(""),
    DESCRIPTION("description."),
    TEAM("team."),
    OBJECT("schema[0]."),
    /** The schema object's customProperties: a place where nothing of ours may stand. */
    OBJECT_CUSTOM("schema[0].customProperties."),
    COLUMN("schema[0].properties[]."),
    COLUMN_CUSTOM("schema[0].properties[].customProperties."),
    SLA("slaProperties."),
    ROLE("roles[]."),
    ROLE_CUSTOM("roles[].customProperties."),
    ROLE_FILTER("roles[].customProperties.onlyWhere."),
    CONTRACT_CUSTOM("customProperties.");

    private final String prefix;

    Place(String prefix) {
      this.prefix = prefix;
    }
  }

  private final Place place;
  private final String key;
  private final String type;
  private final String defaultValue;
  private final String meaning;

  ContractKey(Place place, String key, String type, String defaultValue, String meaning) {
    this.place = place;
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.meaning = meaning;
  }

  static List<String> at(Place place) {
    return Arrays.stream(values())
        .filter(candidate -> candidate.place == place)
        .map(ContractKey::key)
        .toList();
  }

  String key() {
    return key;
  }

  /** Such as {@code customProperties.partitionKey}. */
  String fullPlace() {
    return place.prefix + key;
  }

  String type() {
    return type;
  }

  /** Empty where the key is required. */
  String defaultValue() {
    return defaultValue;
  }

  String meaning() {
    return meaning;
  }
}
