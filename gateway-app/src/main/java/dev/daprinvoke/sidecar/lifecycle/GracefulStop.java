package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.sidecar.api.grpc.GrpcApiServer;
import dev.daprinvoke.transport.peer.PeerServer;

/**
 * Stops a sidecar without losing a call in flight: first nobody finds it any more, then
 * calls from other sidecars finish, then all else closes within the grace period
 * (contract section 5.3).
 */
final class GracefulStop {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private static final Duration WITHDRAWAL = Duration.ofSeconds(2);

	private final Duration gracePeriod;

	/**
	 * Creates the stop.
	 * @param gracePeriod how long the last phase may take; zero means any time
	 */
	GracefulStop(Duration gracePeriod) {
		this.gracePeriod = gracePeriod;
	}

	GracefulStop withdraw(NameResolver resolver, Instance self) throws InterruptedException {
		try {
			Await.end(resolver.withdraw(self), WITHDRAWAL);
		}
		catch (ExecutionException | TimeoutException ex) {
			log.warn("This sidecar could not be withdrawn from name resolution: {}", ex.getMessage());
		}
		return this;
	}

	/**
	 * Waits for calls in flight, however long they take: a second signal ends the wait.
	 */
	GracefulStop finishCalls(PeerServer internal, GrpcApiServer grpcApi) throws InterruptedException {
		grpcApi.shutdown();
		try {
			internal.shutdown().toFuture().get();
		}
		catch (ExecutionException ex) {
			log.warn("The internal gRPC server did not stop in order: {}", ex.getMessage());
		}
		grpcApi.shutdownNow();
		return this;
	}

	/**
	 * Closes the rest side by side.
	 * @param closing what to close
	 * @return the exit code
	 */
	int thenClose(Runnable... closing) throws InterruptedException {
		CompletableFuture<?> all = CompletableFuture.allOf(Arrays.stream(closing)
			.map((each) -> CompletableFuture.runAsync(each, GracefulStop::inOwnThread))
			.toArray(CompletableFuture<?>[]::new));
		try {
			if (this.gracePeriod.isZero()) {
				all.get();
			}
			else {
				all.get(this.gracePeriod.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (TimeoutException ex) {
			log.warn("Graceful shutdown timeout exceeded, forcing shutdown");
			return 1;
		}
		catch (ExecutionException ex) {
			log.error("The sidecar did not stop in order", ex);
			return 1;
		}
		log.info("Daprd shutdown gracefully");
		return 0;
	}

	// One that does not end must not keep another waiting, nor the process.
	private static void inOwnThread(Runnable closing) {
		Thread thread = new Thread(closing, "stop");
		thread.setDaemon(true);
		thread.start();
	}

}
