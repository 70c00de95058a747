package dev.daprinvoke.sidecar.edge;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.validation.FieldError;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;

/**
 * The running HTTP API with Spring Cloud Gateway behind it.
 */
final class GatewayContext implements HttpEdge {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime.http");

	private final ConfigurableApplicationContext context;

	private GatewayContext(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts Spring and binds the HTTP API.
	 * @param folder where Spring's configuration is
	 * @param server where to listen
	 * @param loops where connections live
	 * @param endpoints Dapr's own endpoints
	 * @param api performs calls
	 * @param meters counts requests
	 * @param front what stands before the routes
	 * @return the running API
	 * @throws StartupException if no address can be bound or the configuration is wrong
	 */
	static GatewayContext start(SidecarSettings.Folder folder, ApiServerSettings server, LoopResources loops,
			DaprEndpoints endpoints, HttpApi api, EdgeMeters meters, ApiFront front) {
		Map<String, Object> beans = Map.of("apiServerSettings", server, "sidecarLoops", loops, "daprEndpoints",
				endpoints, "httpApi", api, "edgeMeters", meters, "apiFront", front);
		SpringApplication application = GatewayApplication.of(folder);
		application.addInitializers((context) -> beans.forEach(context.getBeanFactory()::registerSingleton));
		try {
			ConfigurableApplicationContext context = application.run();
			if (folder.configuration() != null) {
				log.info("Routes of {}: {}", folder.configuration(), routes(context));
			}
			return new GatewayContext(context);
		}
		catch (RuntimeException ex) {
			throw startup(ex, folder);
		}
	}

	private static String routes(ConfigurableApplicationContext context) {
		List<RouteDefinition> routes = context.getBean(GatewayProperties.class).getRoutes();
		return routes.isEmpty() ? "none"
				: routes.stream().map(RouteDefinition::getId).collect(Collectors.joining(", "));
	}

	private static StartupException startup(RuntimeException failure, SidecarSettings.Folder folder) {
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each instanceof StartupException known) {
				return known;
			}
			if (each instanceof RouteProblemException problem) {
				return new StartupException(String.valueOf(problem.getMessage()), failure);
			}
			if (each instanceof BindValidationException invalid) {
				return configuration(problems(invalid), failure, folder);
			}
			ConfigurationProperty unusable = unusable(each);
			if (unusable != null) {
				return unusable(unusable, failure);
			}
		}
		return configuration(RootMessage.of(failure), failure, folder);
	}

	private static @Nullable ConfigurationProperty unusable(Throwable failure) {
		boolean isOne = failure instanceof BindException && !(failure.getCause() instanceof BindValidationException);
		return isOne ? ((BindException) failure).getProperty() : null;
	}

	private static StartupException unusable(ConfigurationProperty property, RuntimeException failure) {
		return new StartupException("The property " + property.getName() + RouteOrigins.text(property.getOrigin())
				+ " cannot be used: " + property.getValue() + " (" + RootMessage.of(failure) + "). Correct it there.",
				failure);
	}

	private static String problems(BindValidationException invalid) {
		String prefix = invalid.getValidationErrors().getName() + ".";
		return invalid.getValidationErrors()
			.getAllErrors()
			.stream()
			.map((error) -> ((error instanceof FieldError field) ? prefix + field.getField() + " " : "")
					+ error.getDefaultMessage())
			.collect(Collectors.joining(", "));
	}

	private static StartupException configuration(String problem, RuntimeException failure,
			SidecarSettings.Folder folder) {
		String files = ConfigurationFiles.of(folder)
			.files()
			.stream()
			.map(Path::toString)
			.collect(Collectors.joining(", "));
		return new StartupException("Spring could not start with the sidecar's configuration (" + files + "): "
				+ problem + ". Correct it there.", failure);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
