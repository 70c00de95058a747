package dev.daprinvoke.spring.client.service;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.SynthesizingMethodParameter;

/**
 * Finds parameters of declared clients that no call could send. Spring finds them at the
 * first call. Nothing is said of clients with a resolver that is not Spring's own: what
 * it takes, only a call shows.
 */
final class ParameterCheck {

	private final Class<?> client;

	private final List<Placement> placements;

	private ParameterCheck(Class<?> client, List<Placement> placements) {
		this.client = client;
		this.placements = placements;
	}

	/**
	 * Checks a client.
	 * @param client its interface
	 * @param proxy its proxy, as Spring hands it to those who customize it
	 * @throws InvalidClientException if a parameter cannot be sent
	 */
	static void check(Class<?> client, Advised proxy) {
		ArgumentResolvers known = ArgumentResolvers.of(proxy);
		List<Placement> placements = new ArrayList<>(known.resolvers().size());
		for (Object resolver : known.resolvers()) {
			Placement placement = Placement.of(resolver);
			if (placement == null) {
				return;
			}
			placements.add(placement);
		}
		known.methods().forEach(new ParameterCheck(client, placements)::check);
	}

	private void check(Method method) {
		int count = method.getParameterCount();
		if (count > 0 && KotlinDetector.isSuspendingFunction(method)) {
			count--;
		}
		if (count == 0) {
			return;
		}
		Annotation[][] annotations = method.getParameterAnnotations();
		for (int index = 0; index < count; index++) {
			if (!isPlain(method, index, annotations[index])) {
				check(new SynthesizingMethodParameter(method, index));
			}
		}
	}

	// Most parameters are: what follows takes its time.
	private boolean isPlain(Method method, int index, Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			for (Placement placement : this.placements) {
				if (annotation.annotationType() == placement.annotation()) {
					return !placement.named() || method.getParameters()[index].isNamePresent();
				}
			}
		}
		return false;
	}

	private void check(MethodParameter parameter) {
		Placement placement = placement(parameter);
		if (placement == null) {
			throw new InvalidClientException(
					"The parameter " + text(parameter) + " says nothing about its place in the request.",
					"Annotate it with @RequestBody, @PathVariable, @RequestParam, @RequestHeader or the like,"
							+ " or register an HttpServiceArgumentResolver that takes it.",
					null);
		}
		if (placement.lacksName(parameter)) {
			throw new InvalidClientException(
					"The parameter " + text(parameter)
							+ " has no name: its annotation names none, and the class was compiled without names.",
					"Compile with -parameters, or name it in its annotation: @PathVariable(\"<name>\") or the like.",
					null);
		}
	}

	private @Nullable Placement placement(MethodParameter parameter) {
		for (Placement placement : this.placements) {
			if (placement.takes(parameter)) {
				return placement;
			}
		}
		return null;
	}

	private String text(MethodParameter parameter) {
		String name = parameter.getParameterName();
		Method method = (Method) parameter.getExecutable();
		return parameter.getParameterType().getSimpleName() + " "
				+ ((name != null) ? name : "no. " + (parameter.getParameterIndex() + 1)) + " of "
				+ this.client.getName() + "." + method.getName();
	}

}
