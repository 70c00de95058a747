package dev.daprinvoke.process.signal;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Ends the ignoring of a signal that the process has inherited, by C's {@code signal}:
 * only then a JVM lets Java code handle it.
 * <p>
 * {@code java.lang.foreign} is reached by reflection because this code also runs on Java
 * 17, which does not have it.
 */
final class DefaultDisposition {

	/** The same on every system this runs on. */
	static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

	private static final int FIRST_JAVA = 22;

	private DefaultDisposition() {
	}

	/**
	 * Sets a signal back to its default.
	 * @param name one of {@link #NUMBERS}
	 * @return why that is not possible and what to do, or null if it is done
	 */
	static @Nullable String restore(String name) {
		int java = Runtime.version().feature();
		if (java < FIRST_JAVA) {
			return problem(name, "Java " + java + " cannot end that");
		}
		try {
			return setDefault(NUMBERS.getOrDefault(name, 0)) ? null : problem(name, "the system refuses to end that");
		}
		catch (Throwable ex) {
			return problem(name, "ending that failed (" + ex + ")");
		}
	}

	private static String problem(String name, String why) {
		String other = name.equals("TERM") ? "INT" : "TERM";
		return "This process was started with SIG" + name + " ignored, and " + why + ": it will not react to SIG" + name
				+ ". Use SIG" + other + ", start the sidecar without ignoring it, or run it on Java " + FIRST_JAVA
				+ " or newer.";
	}

	// signal(number, SIG_DFL), whose answer is the former handler or SIG_ERR, -1.
	private static boolean setDefault(int number) throws Throwable {
		Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
		Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
		Class<?> layoutType = Class.forName("java.lang.foreign.MemoryLayout");
		Class<?> valueType = Class.forName("java.lang.foreign.ValueLayout");
		Class<?> functionType = Class.forName("java.lang.foreign.FunctionDescriptor");
		Class<?> lookupType = Class.forName("java.lang.foreign.SymbolLookup");
		Object noOptions = Array.newInstance(Class.forName("java.lang.foreign.Linker$Option"), 0);
		Object pointer = valueType.getField("ADDRESS").get(null);
		Object parameters = Array.newInstance(layoutType, 2);
		Array.set(parameters, 0, valueType.getField("JAVA_INT").get(null));
		Array.set(parameters, 1, pointer);
		Object function = functionType.getMethod("of", layoutType, parameters.getClass())
			.invoke(null, pointer, parameters);
		Object linker = linkerType.getMethod("nativeLinker").invoke(null);
		Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
		Optional<?> symbol = (Optional<?>) lookupType.getMethod("find", String.class).invoke(lookup, "signal");
		MethodHandle signal = (MethodHandle) linkerType
			.getMethod("downcallHandle", segmentType, functionType, noOptions.getClass())
			.invoke(linker, symbol.orElseThrow(), function, noOptions);
		Object former = signal.invokeWithArguments(number, segmentType.getField("NULL").get(null));
		return !segmentType.getMethod("address").invoke(former).equals(-1L);
	}

}
