package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.identity.MeshTls;
import dev.daprinvoke.identity.SentryClient;
import dev.daprinvoke.identity.SvidSource;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.transport.grpc.HopSecurity;
import dev.daprinvoke.transport.grpc.MutualTls;

/**
 * The identity of one life of a sidecar. Connections between sidecars are encrypted by
 * it, or, without one, not at all.
 */
final class MeshIdentity {

	/** Five attempts of three seconds (platform contract section 1.2), and some slack. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final long IDLE_SECONDS = 30;

	private final HopSecurity security;

	private final Runnable close;

	private MeshIdentity(HopSecurity security, Runnable close) {
		this.security = security;
		this.close = close;
	}

	/**
	 * Gets an identity, if there is to be one.
	 * @param settings the sidecar's settings
	 * @param life what is asked for meanwhile
	 * @return the identity
	 * @throws StartupException if Sentry gives none
	 */
	static MeshIdentity open(SidecarSettings settings, Fates life) throws InterruptedException {
		SidecarSettings.Mesh mesh = settings.mesh();
		if (mesh == null) {
			return new MeshIdentity(HopSecurity.PLAINTEXT, () -> {
			});
		}
		SidecarSettings.App app = settings.app();
		AppTarget self = new AppTarget(app.id(), new AppId(app.id()), new Namespace(app.namespace()));
		ThreadPoolExecutor handshakes = handshakes();
		Scheduler timer = Schedulers.newSingle("identity", true);
		try {
			SvidSource source = source(new SentryClient(mesh.sentry(), mesh.request(), handshakes), self, timer, life);
			MeshTls tls = new MeshTls(source::current, mesh.request()::anchors);
			return new MeshIdentity(new MutualTls(tls, handshakes), () -> {
				source.dispose();
				close(timer, handshakes);
			});
		}
		catch (RuntimeException | InterruptedException ex) {
			close(timer, handshakes);
			throw ex;
		}
	}

	private static SvidSource source(SentryClient client, AppTarget self, Scheduler timer, Fates life)
			throws InterruptedException {
		try {
			return Await.end(SvidSource.start(client.request(self), timer)
				.takeUntilOther(life.any())
				.switchIfEmpty(Mono.error(() -> new TimeoutException("asked to stop"))), PATIENCE);
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			throw new StartupException((cause instanceof IdentityException) ? String.valueOf(cause.getMessage())
					: "No identity from Sentry: " + cause, ex);
		}
		catch (TimeoutException ex) {
			throw new StartupException("No identity from Sentry within " + PATIENCE.toSeconds() + " s", ex);
		}
	}

	/**
	 * Where certificates are verified and keys are used, some milliseconds each: as many
	 * threads as cores, below the event loops' priority, so that calls in flight do not
	 * wait for those who are only coming. Connections bound what waits.
	 */
	private static ThreadPoolExecutor handshakes() {
		int threads = Runtime.getRuntime().availableProcessors();
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "handshake");
					thread.setDaemon(true);
					thread.setPriority(Thread.MIN_PRIORITY);
					return thread;
				});
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static void close(Scheduler timer, ThreadPoolExecutor handshakes) {
		timer.dispose();
		handshakes.shutdown();
	}

	/** How connections between sidecars begin. */
	HopSecurity security() {
		return this.security;
	}

	/** Renews nothing any more; connections that are open stay. */
	void close() {
		this.close.run();
	}

}
