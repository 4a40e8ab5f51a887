package io.freshet.serving.eta.layout;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What Flink asks about a type that has a layout of its own. */
final class LayoutType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  private final Layout<T> layout;

  LayoutType(Layout<T> layout) {
    this.layout = layout;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new LayoutSerializer<>(layout);
  }

  @Override
  public Class<T> getTypeClass() {
    return layout.type();
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return layout.isImmutable();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof LayoutType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayoutType<?> type && type.layout.equals(layout);
  }

  @Override
  public int hashCode() {
    return layout.hashCode();
  }

  @Override
  public String toString() {
    return "%s by %s".formatted(layout.type().getSimpleName(), layout.getClass().getSimpleName());
  }
}
