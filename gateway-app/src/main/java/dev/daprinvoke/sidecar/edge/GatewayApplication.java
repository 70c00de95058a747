package dev.daprinvoke.sidecar.edge;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * Spring's application behind the HTTP API, as it runs and as packaging sees it: there,
 * Spring writes code that registers the beans, so that no start searches for them.
 */
final class GatewayApplication {

	private GatewayApplication() {
	}

	/**
	 * Describes the application.
	 * @param folder where users write configuration
	 * @return the application, not running
	 */
	static SpringApplication of(SidecarSettings.Folder folder) {
		SpringApplication application = new SpringApplication(GatewayConfiguration.class);
		application.setMainApplicationClass(GatewayApplication.class);
		application.setEnvironment(new SidecarEnvironment(folder));
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(GatewayDefaults.properties());
		application.addListeners(new PreparedBeans());
		return application;
	}

	/**
	 * What packaging runs; it ends where the beans would be made.
	 * @param arguments properties, as {@code --name=value}
	 */
	public static void main(String[] arguments) {
		of(new SidecarSettings.Folder(null, null)).run(arguments);
	}

}
