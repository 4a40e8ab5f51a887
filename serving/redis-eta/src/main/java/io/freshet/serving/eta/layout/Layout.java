package io.freshet.serving.eta.layout;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * How values of one type lie in bytes, between tasks and in state. Written by hand for what comes
 * with every event: Flink's own serializer asks reflection for each field. A type names its layout
 * with {@code @TypeInfo}; the layout has a constructor without arguments and no state.
 *
 * <p>State outlives a program: whoever changes what {@link #write} does raises {@link #version} and
 * lets {@link #read} read the versions before.
 */
public abstract class Layout<T> extends TypeInfoFactory<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  public abstract Class<T> type();

  /** From 1; what {@link #write} writes. */
  public int version() {
    return 1;
  }

  public abstract void write(T value, ByteWriter out);

  /**
   * @param version that the bytes were written with: at most this layout's own
   */
  public abstract T read(ByteReader in, int version);

  /** A value that later changes of the other don't reach; immutable ones are their own copy. */
  public T copy(T value) {
    return value;
  }

  public boolean isImmutable() {
    return true;
  }

  @Override
  public final TypeInformation<T> createTypeInfo(
      Type ofField, Map<String, TypeInformation<?>> parameters) {
    return new LayoutType<>(this);
  }

  /** Without state, all of one class are the same. */
  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }
}
