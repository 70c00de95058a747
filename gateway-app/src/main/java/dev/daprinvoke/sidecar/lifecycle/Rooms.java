package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.invoke.BodyLimit;
import dev.daprinvoke.invoke.CallMeters;
import dev.daprinvoke.invoke.Host;
import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.invoke.InboundInvoker;
import dev.daprinvoke.invoke.InboundProxy;
import dev.daprinvoke.invoke.OutboundInvoker;
import dev.daprinvoke.invoke.OutboundProxy;
import dev.daprinvoke.invoke.ProxyTracing;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.resiliency.BuiltInRetries;
import dev.daprinvoke.policy.resiliency.MostCalls;
import dev.daprinvoke.policy.resiliency.ReplayableBodies;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.resolve.RoundRobinPicker;
import dev.daprinvoke.resource.Configuration;
import dev.daprinvoke.resource.TracingSettings;
import dev.daprinvoke.sidecar.api.grpc.InvokeService;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.transport.app.AppChannel;
import dev.daprinvoke.transport.external.HttpExternalChannel;
import dev.daprinvoke.transport.grpc.HopSecurity;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.peer.GrpcPeerChannel;
import dev.daprinvoke.transport.peer.PeerProxy;
import dev.daprinvoke.transport.peer.TraceContinuation;
import dev.daprinvoke.transport.proxy.CallProxy;

/**
 * The engine of one sidecar, put together.
 */
final class Rooms {

	private final AppTarget self;

	private final PeerSettings peerSettings;

	private final OwnApp ownApp;

	private final HttpExternalChannel external;

	private final GrpcPeerChannel peers;

	private final HttpApi api;

	private final InvokeService invokeService;

	private final InboundInvoker inbound;

	private final InboundProxy hopProxy;

	private final CallProxy apiProxy;

	private final @Nullable Tracing tracing;

	Rooms(SidecarSettings settings, Configuration configuration, Host host, NameResolver resolver,
			InvocationMeters meters, HopMeters hopMeters, SidecarLoops loops, HopSecurity security, AccessGate gate) {
		SidecarSettings.App app = settings.app();
		this.self = new AppTarget(app.id(), new AppId(app.id()), new Namespace(app.namespace()));
		this.peerSettings = peerSettings(settings, security);
		TracingSettings written = configuration.tracing();
		TracingSettings traces = settings.collector() ? written.withCollectorOfTheEnvironment() : written;
		this.tracing = Tracing.of(traces.samplingRate(), traces.exporting());
		CallMeters callMeters = new CallMeters(meters);
		this.ownApp = OwnApp.of(settings, callMeters, hopMeters, loops, this.peerSettings);
		AppChannel ownApp = this.ownApp.channel();
		this.external = new HttpExternalChannel(OwnApp.dialectOutside(app), OwnApp.limits(settings), loops.resources());
		this.peers = new GrpcPeerChannel(loops.eventLoops(), this.peerSettings, hopMeters);
		MostCalls most = MostCalls.ofThisProcess();
		// Counted once for a call, whatever the retries inside do.
		OutboundInvoker outbound = new OutboundInvoker(this.self, host, resolver, new RoundRobinPicker(), this.peers,
				ownApp.within(List.of(most)), this.external.within(List.of(most)).within(OwnApp.limit(app)),
				List.of(most, callMeters.outbound(), new ReplayableBodies(hopMeters.replays()),
						new BuiltInRetries(Schedulers.parallel())));
		this.invokeService = new InvokeService(outbound, this.peerSettings.maxMessageSize(), this.tracing);
		this.api = new HttpApi(outbound, new BodyLimit(settings.limits().maxBodyBytes(), BodyMemory.ofThisProcess()),
				this.tracing);
		this.inbound = new InboundInvoker(gate, ownApp, List.of(most, callMeters.inbound()));
		OutboundProxy out = new OutboundProxy(this.self, resolver, new RoundRobinPicker(),
				new PeerProxy(this.peers.connections()), List.of(most, callMeters.outboundProxy()), List.of(most),
				new ProxyTracing(this.tracing));
		this.hopProxy = new InboundProxy(this.self, gate, this.ownApp.proxied(), List.of(most, callMeters.inbound()),
				out.ofHop());
		this.apiProxy = out.ofApi(this.hopProxy);
	}

	private static PeerSettings peerSettings(SidecarSettings settings, HopSecurity security) {
		Duration maxIdle = settings.internal().maxConnectionIdle();
		Duration sweep = settings.internal().idleSweepInterval();
		PeerSettings defaults = PeerSettings.DEFAULTS;
		// Real Dapr multiplies once too often, and peers know its limit (contract section
		// 2.6).
		int maxHeader = (int) Math.min(Integer.MAX_VALUE, settings.limits().readBufferBytes() * 1024L);
		return new PeerSettings(settings.limits().maxMessageBytes(), maxHeader, defaults.flowControlWindow(),
				defaults.connectTimeout(), maxIdle, sweep, security);
	}

	AppTarget self() {
		return this.self;
	}

	PeerSettings peerSettings() {
		return this.peerSettings;
	}

	OwnApp ownApp() {
		return this.ownApp;
	}

	HttpApi api() {
		return this.api;
	}

	/** The gRPC form of invocation. */
	InvokeService invokeService() {
		return this.invokeService;
	}

	InboundInvoker inbound() {
		return this.inbound;
	}

	/** Performs other sidecars' calls of methods that are not the hop's. */
	CallProxy hopProxy() {
		return this.hopProxy;
	}

	/** Performs clients' calls of methods that are not Dapr's. */
	CallProxy apiProxy() {
		return this.apiProxy;
	}

	/** Decides where in a trace the calls of other sidecars stand. */
	TraceContinuation tracing() {
		return (this.tracing != null) ? this.tracing::next : TraceContinuation.OFF;
	}

	/** The sampler's description. */
	String sampler() {
		return Tracing.sampler(this.tracing);
	}

	/** Gives up connections; nothing is called any more. */
	void close() {
		this.peers.close();
		this.ownApp.close();
		this.external.close().subscribe();
	}

}
