package dev.daprinvoke.sidecar;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Takes signals over from the JVM.
 * <p>
 * {@code sun.misc.Signal} is the only way, open to everybody in module
 * {@code jdk.unsupported}; it is reached by reflection because the compiler's warning
 * about it can be switched off by no other means.
 */
final class JvmSignals {

	private JvmSignals() {
	}

	/**
	 * Replaces what the JVM does on a signal.
	 * @param name the signal's name without {@code SIG}
	 * @param handler gets that name, on a new thread for each signal
	 * @throws IllegalStateException if this JVM does not hand the signal out
	 */
	static void handle(String name, Consumer<String> handler) {
		try {
			Class<?> signalType = Class.forName("sun.misc.Signal");
			Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
			Object signal = signalType.getConstructor(String.class).newInstance(name);
			Object proxy = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] { handlerType },
					(self, method, arguments) -> invoked(name, handler, self, method, arguments));
			signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("name: " + name + " (expected: a signal this JVM hands out)", ex);
		}
	}

	/** The JVM keeps handlers in a table, so they must be comparable and printable. */
	private static Object invoked(String name, Consumer<String> handler, Object self, Method method,
			Object[] arguments) {
		return switch (method.getName()) {
			case "equals" -> self == arguments[0];
			case "hashCode" -> System.identityHashCode(self);
			case "toString" -> "handler of SIG" + name;
			default -> {
				handler.accept(name);
				yield self;
			}
		};
	}

}
