package dev.daprinvoke.sidecar.edge;

import org.slf4j.LoggerFactory;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;

/**
 * The running HTTP API. Spring and its Gateway stand behind it where users wrote routes
 * or properties for them; a sidecar without any does not start them (decision 0008).
 */
public interface HttpEdge {

	/**
	 * Binds the HTTP API, and starts what belongs to it.
	 * @param folder where users write configuration
	 * @param server where to listen
	 * @param loops where connections live
	 * @param endpoints Dapr's own endpoints
	 * @param api performs calls
	 * @param meters counts requests
	 * @param front what stands before the routes
	 * @return the running API
	 * @throws StartupException if no address can be bound or the configuration is wrong
	 */
	static HttpEdge start(SidecarSettings.Folder folder, ApiServerSettings server, LoopResources loops,
			DaprEndpoints endpoints, HttpApi api, EdgeMeters meters, ApiFront front) {
		if (ConfigurationFiles.of(folder).sayNothing()) {
			ApiServer plain = new ApiServer(server, loops,
					new EdgeHandler(endpoints, api, new NoRoutes(endpoints), meters, front));
			plain.start();
			if (folder.configuration() != null) {
				LoggerFactory.getLogger("dapr.runtime.http").info("Routes of {}: none", folder.configuration());
			}
			return plain::stop;
		}
		return GatewayContext.start(folder, server, loops, endpoints, api, meters, front);
	}

	/**
	 * Takes no new connections, lets requests in flight finish within ten seconds, and
	 * ends what was started.
	 */
	void close();

}
