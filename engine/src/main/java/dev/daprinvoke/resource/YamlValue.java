package dev.daprinvoke.resource;

import org.jspecify.annotations.Nullable;

/**
 * One value of a YAML document with its position. Scalars keep their text, so that a
 * version written {@code 1.10} is not read as the number 1.1.
 */
sealed interface YamlValue permits YamlScalar, YamlSequence, YamlMapping {

	/**
	 * Where the value was written; for an entry of a mapping, where its key was.
	 * @return the position
	 */
	Position at();

	/**
	 * The value as {@code String}, {@code Boolean}, {@code Long}, {@code Double},
	 * unmodifiable {@code List} or {@code Map}. Nulls inside lists and maps are left out:
	 * they ask for nothing.
	 * @return the value, {@code null} for YAML's null
	 */
	@Nullable Object toJava();

	/**
	 * Whether the value, or anything inside it, is more than null, an empty text or an
	 * empty collection.
	 * @return {@code false} if leaving the value away would say the same
	 */
	boolean saysSomething();

	default boolean isNull() {
		return false;
	}

}
