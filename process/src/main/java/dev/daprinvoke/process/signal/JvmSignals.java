package dev.daprinvoke.process.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Takes signals over from the JVM, also those the process was started with ignored, as
 * {@code sh} ignores INT for what it starts in the background: a JVM leaves those alone,
 * while {@code daprd} hears them.
 * <p>
 * {@code sun.misc.Signal} is the only way, open to everybody in module
 * {@code jdk.unsupported}; it is reached by reflection because the compiler's warning
 * about it can be switched off by no other means.
 */
public final class JvmSignals implements SignalSource {

	private final Set<String> ignored = IgnoredSignals.ofThisProcess();

	@Override
	public @Nullable String take(String name, Consumer<String> handler) {
		String problem = this.ignored.contains(name) ? DefaultDisposition.restore(name) : null;
		if (problem == null) {
			handle(name, handler);
		}
		return problem;
	}

	private static void handle(String name, Consumer<String> handler) {
		try {
			Class<?> signalType = Class.forName("sun.misc.Signal");
			Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
			Object signal = signalType.getConstructor(String.class).newInstance(name);
			Object proxy = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] { handlerType },
					new Handler(name, handler));
			signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("name: " + name + " (expected: a signal this JVM hands out)", ex);
		}
	}

	/** The JVM keeps handlers in a table, so they must be comparable and printable. */
	private record Handler(String name, Consumer<String> consumer) implements InvocationHandler {

		@Override
		public Object invoke(Object self, Method method, Object[] arguments) {
			return switch (method.getName()) {
				case "equals" -> self == arguments[0];
				case "hashCode" -> System.identityHashCode(self);
				case "toString" -> "handler of SIG" + this.name;
				default -> {
					this.consumer.accept(this.name);
					yield self;
				}
			};
		}

	}

}
