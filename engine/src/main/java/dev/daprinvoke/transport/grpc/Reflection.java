package dev.daprinvoke.transport.grpc;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import org.jspecify.annotations.Nullable;

/**
 * What lets clients ask a server for its services (contract section 2.7). Its classes are
 * loaded when somebody asks.
 */
public final class Reflection {

	private static final String PREFIX = "grpc.reflection.";

	private Reflection() {
	}

	/**
	 * Whether a path is one of reflection's.
	 * @param path the path with its leading slash
	 * @return whether it is
	 */
	public static boolean isOf(String path) {
		return path.startsWith(PREFIX, 1);
	}

	/**
	 * Finds a method.
	 * @param name the full name, without a leading slash
	 * @return the method, or {@code null} if it is none of reflection's
	 */
	public static @Nullable ServerMethodDefinition<?, ?> method(String name) {
		return name.startsWith(PREFIX) ? Made.METHODS.get(name) : null;
	}

	/**
	 * The services of reflection itself.
	 * @return all its versions
	 */
	public static List<ServerServiceDefinition> services() {
		return Made.SERVICES;
	}

	/** Made by the first who asks. */
	private static final class Made {

		static final List<ServerServiceDefinition> SERVICES = List
			.of(ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance())
			.stream()
			.map(BindableService::bindService)
			.toList();

		static final Map<String, ServerMethodDefinition<?, ?>> METHODS = SERVICES.stream()
			.flatMap((service) -> service.getMethods().stream())
			.collect(Collectors.toMap((method) -> method.getMethodDescriptor().getFullMethodName(),
					Function.identity()));

		private Made() {
		}

	}

}
