package io.freshet.core.envelope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;

/**
 * How payloads of one writer's schema are read straight into flat events of the reader's: a step
 * for each of the writer's fields. Derived once per pair of schemas; pairs that need more than
 * promotions, skipped fields and absent ones have none.
 */
final class FlatPlan {
  private static final int NEVER_NULL = -1;
  private static final int NO_SLOT = -1;

  private final Step[] steps;
  private final int[] absentSlots;
  private final AbsentValue[] absentValues;

  private FlatPlan(List<Step> steps, List<Integer> absentSlots, List<AbsentValue> absentValues) {
    this.steps = steps.toArray(Step[]::new);
    this.absentSlots = absentSlots.stream().mapToInt(Integer::intValue).toArray();
    this.absentValues = absentValues.toArray(AbsentValue[]::new);
  }

  /** What is read and what becomes of it. */
  private enum Kind {
    SKIP,
    BOOLEAN,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    INT_TO_FLOAT,
    LONG_TO_FLOAT,
    INT_TO_DOUBLE,
    LONG_TO_DOUBLE,
    FLOAT_TO_DOUBLE,
    TEXT,
    BYTES,
    UNSCALED
  }

  /**
   * One field of the writer's.
   *
   * @param nullBranch which branch of the writer's union is null
   * @param writer the field's schema, without null unless it is skipped
   */
  private record Step(Kind kind, int slot, int nullBranch, Schema writer) {}

  /** A column that the writer does not know, and what it has instead. */
  private record AbsentValue(int slot, Schema type, Object value) {}

  /** Empty when the reference decoder has to read what was written with that schema. */
  static Optional<FlatPlan> of(Schema writer, Schema reader) {
    if (writer.getType() != Schema.Type.RECORD) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    for (Schema.Field field : writer.getFields()) {
      Optional<Step> step =
          step(field.schema(), Optional.ofNullable(reader.getField(field.name())));
      if (step.isEmpty()) {
        return Optional.empty();
      }
      steps.add(step.get());
    }
    List<Integer> absentSlots = new ArrayList<>();
    List<AbsentValue> absentValues = new ArrayList<>();
    for (Schema.Field field : reader.getFields()) {
      if (writer.getField(field.name()) == null) {
        if (!field.hasDefaultValue()) {
          return Optional.empty();
        }
        Object value = AbsentFields.value(field);
        if (value == null) {
          absentSlots.add(field.pos());
        } else {
          absentValues.add(new AbsentValue(field.pos(), field.schema(), value));
        }
      }
    }

    return Optional.of(new FlatPlan(steps, absentSlots, absentValues));
  }

  private static Optional<Step> step(Schema writer, Optional<Schema.Field> reader) {
    if (reader.isEmpty()) {
      return Optional.of(new Step(Kind.SKIP, NO_SLOT, NEVER_NULL, writer));
    }
    int nullBranch = nullBranch(writer);
    if (writer.isUnion()
        && (writer.getTypes().size() != 2
            || nullBranch == NEVER_NULL
            || !reader.get().schema().isUnion())) {
      return Optional.empty();
    }
    Schema present = writer.isUnion() ? writer.getTypes().get(1 - nullBranch) : writer;

    return present(reader.get().schema())
        .flatMap(wanted -> kind(present, wanted))
        .map(kind -> new Step(kind, reader.get().pos(), nullBranch, present));
  }

  private static int nullBranch(Schema schema) {
    if (!schema.isUnion()) {
      return NEVER_NULL;
    }

    return schema.getTypes().stream().map(Schema::getType).toList().indexOf(Schema.Type.NULL);
  }

  /** The contract's schemas have no unions but those of null and one type. */
  private static Optional<Schema> present(Schema schema) {
    if (!schema.isUnion()) {
      return Optional.of(schema);
    }

    return schema.getTypes().size() == 2
        ? schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).findFirst()
        : Optional.empty();
  }

  private static Optional<Kind> kind(Schema writer, Schema reader) {
    Optional<Kind> kind =
        switch (reader.getType()) {
          case BOOLEAN -> same(writer, reader, Kind.BOOLEAN);
          case INT -> same(writer, reader, Kind.INT);
          case LONG ->
              writer.getType() == Schema.Type.INT
                  ? Optional.of(Kind.INT)
                  : same(writer, reader, Kind.LONG);
          case FLOAT -> toFloat(writer);
          case DOUBLE -> toDouble(writer);
          case STRING -> same(writer, reader, Kind.TEXT);
          case BYTES ->
              same(writer, reader, FlatColumns.isNumber(reader) ? Kind.UNSCALED : Kind.BYTES);
          case RECORD, ENUM, ARRAY, MAP, UNION, FIXED, NULL -> Optional.empty();
        };

    return kind;
  }

  private static Optional<Kind> same(Schema writer, Schema reader, Kind kind) {
    return writer.getType() == reader.getType() ? Optional.of(kind) : Optional.empty();
  }

  private static Optional<Kind> toFloat(Schema writer) {
    return switch (writer.getType()) {
      case FLOAT -> Optional.of(Kind.FLOAT);
      case INT -> Optional.of(Kind.INT_TO_FLOAT);
      case LONG -> Optional.of(Kind.LONG_TO_FLOAT);
      default -> Optional.empty();
    };
  }

  private static Optional<Kind> toDouble(Schema writer) {
    return switch (writer.getType()) {
      case DOUBLE -> Optional.of(Kind.DOUBLE);
      case FLOAT -> Optional.of(Kind.FLOAT_TO_DOUBLE);
      case INT -> Optional.of(Kind.INT_TO_DOUBLE);
      case LONG -> Optional.of(Kind.LONG_TO_DOUBLE);
      default -> Optional.empty();
    };
  }

  /**
   * Reads one payload; checks all that the bytes must be, and no rule of the contract's.
   *
   * @throws IOException for bytes that don't follow their schema, and unusual ones that may
   */
  void read(PayloadDecoder in, FlatEvent event) throws IOException {
    for (int slot : absentSlots) {
      event.clear(slot);
    }
    for (AbsentValue absent : absentValues) {
      FlatColumns.fill(event, absent.slot(), absent.type(), absent.value());
    }
    for (Step step : steps) {
      if (step.nullBranch() == NEVER_NULL || isPresent(in, step.nullBranch())) {
        read(step, in, event);
      } else {
        event.clear(step.slot());
      }
    }
  }

  private static boolean isPresent(PayloadDecoder in, int nullBranch) throws IOException {
    int branch = in.readIndex();
    if (branch != 0 && branch != 1) {
      throw new PayloadDecoder.Malformed("a union has no such branch");
    }

    return branch != nullBranch;
  }

  private static void read(Step step, PayloadDecoder in, FlatEvent event) throws IOException {
    int slot = step.slot();
    switch (step.kind()) {
      case SKIP -> GenericDatumReader.skip(step.writer(), in);
      case BOOLEAN -> event.set(slot, in.readBoolean() ? 1 : 0);
      case INT -> event.set(slot, in.readInt());
      case LONG -> event.set(slot, in.readLong());
      case FLOAT -> setFloat(event, slot, in.readFloat());
      case DOUBLE -> setDouble(event, slot, in.readDouble());
      case INT_TO_FLOAT -> setFloat(event, slot, in.readInt());
      case LONG_TO_FLOAT -> setFloat(event, slot, in.readLong());
      case INT_TO_DOUBLE -> setDouble(event, slot, in.readInt());
      case LONG_TO_DOUBLE -> setDouble(event, slot, in.readLong());
      case FLOAT_TO_DOUBLE -> setDouble(event, slot, in.readFloat());
      case TEXT -> in.readText(event, slot);
      case BYTES -> in.readBytes(event, slot);
      case UNSCALED -> in.readUnscaled(event, slot);
    }
  }

  private static void setFloat(FlatEvent event, int slot, float value) {
    event.set(slot, Float.floatToRawIntBits(value));
  }

  private static void setDouble(FlatEvent event, int slot, double value) {
    event.set(slot, Double.doubleToRawLongBits(value));
  }
}
