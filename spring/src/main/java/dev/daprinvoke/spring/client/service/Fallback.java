package dev.daprinvoke.spring.client.service;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Answers failed calls of one method in its stead.
 */
final class Fallback {

	private final Supplier<Object> target;

	private final Method method;

	private final boolean takesFailure;

	private Fallback(Supplier<Object> target, Method method, boolean takesFailure) {
		this.target = target;
		this.method = method;
		this.takesFailure = takesFailure;
	}

	/**
	 * Finds the method that answers.
	 * @param type the class that answers
	 * @param client the client's interface
	 * @param called the method whose calls fail
	 * @param target gives the object that answers, on the first failure
	 * @return the fallback
	 * @throws InvalidClientException if the class has no such method
	 */
	static Fallback of(Class<?> type, Class<?> client, Method called, Supplier<Object> target) {
		Class<?>[] parameters = called.getParameterTypes();
		Class<?>[] withFailure = Arrays.copyOf(parameters, parameters.length + 1);
		withFailure[parameters.length] = DaprInvocationException.class;
		Method found = find(type, called, withFailure);
		boolean takesFailure = found != null;
		found = (found != null) ? found : find(type, called, parameters);
		if (found == null) {
			throw new InvalidClientException(
					"The fallback " + type.getName() + " has no method for " + client.getSimpleName() + "."
							+ called.getName() + ".",
					"Let it implement " + client.getSimpleName()
							+ ", or give it a method with this name, these parameters and this return type.",
					null);
		}
		ReflectionUtils.makeAccessible(found);
		return new Fallback(target, found, takesFailure);
	}

	private static @Nullable Method find(Class<?> type, Method called, Class<?>[] parameters) {
		Method found = ReflectionUtils.findMethod(type, called.getName(), parameters);
		boolean fits = found != null && called.getReturnType().isAssignableFrom(found.getReturnType());
		return fits ? found : null;
	}

	/**
	 * Answers a call.
	 * @param arguments the call's arguments
	 * @param failure why it failed
	 * @return what the method returns
	 * @throws Throwable what the method throws
	 */
	@Nullable Object answer(@Nullable Object[] arguments, DaprInvocationException failure) throws Throwable {
		@Nullable Object[] all = arguments;
		if (this.takesFailure) {
			all = Arrays.copyOf(arguments, arguments.length + 1);
			all[arguments.length] = failure;
		}
		try {
			return this.method.invoke(this.target.get(), all);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		catch (IllegalAccessException ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

}
