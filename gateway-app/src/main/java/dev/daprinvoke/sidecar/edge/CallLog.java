package dev.daprinvoke.sidecar.edge;

import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.resource.ApiLogging;
import dev.daprinvoke.sidecar.api.http.ApiRoute;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.TargetParser;

/**
 * Writes a line for each request to the HTTP API once it is answered (platform contract,
 * section 5.3).
 */
final class CallLog implements EdgeStep {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime.http-info");

	private final boolean obfuscateUrls;

	private final boolean omitHealthChecks;

	private final EdgeStep next;

	CallLog(ApiLogging logging, EdgeStep next) {
		this.obfuscateUrls = logging.obfuscateUrls();
		this.omitHealthChecks = logging.omitHealthChecks();
		this.next = next;
	}

	@Override
	public Mono<Void> handle(RequestTarget target, HttpServerRequest request, HttpServerResponse response,
			Reply reply) {
		String verb = request.method().name();
		ApiRoute route = (this.obfuscateUrls || this.omitHealthChecks) ? ApiRoute.own(verb, target.raw().path()) : null;
		if (this.omitHealthChecks && route != null && route.isHealthCheck()) {
			return this.next.handle(target, request, response, reply);
		}
		HttpHeaders headers = request.requestHeaders();
		String method = this.obfuscateUrls ? name(route, target, headers) : verb + " " + target.path();
		String userAgent = headers.get("User-Agent");
		long start = System.nanoTime();
		return this.next.handle(target, request, response, reply).doFinally((signal) -> {
			LoggingEventBuilder line = log.atInfo()
				.addKeyValue("type", "request")
				.addKeyValue("method", method)
				.addKeyValue("code", EdgeMeters.status(signal, response))
				.addKeyValue("size", reply.bytes())
				.addKeyValue("duration", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
			if (userAgent != null && !userAgent.isEmpty()) {
				line = line.addKeyValue("useragent", userAgent);
			}
			line.log("HTTP API Called");
		});
	}

	private static String name(@Nullable ApiRoute route, RequestTarget target, HttpHeaders headers) {
		if (route != null) {
			return route.logName();
		}
		Addressed addressed = TargetParser.parse(target.path(), headers.get("dapr-app-id"),
				headers.get("authorization"));
		return ApiRoute.INVOKE.logName() + "/" + ((addressed != null) ? addressed.target() : "");
	}

}
