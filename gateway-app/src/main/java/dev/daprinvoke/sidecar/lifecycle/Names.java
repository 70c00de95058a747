package dev.daprinvoke.sidecar.lifecycle;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.resource.NameResolution;
import dev.daprinvoke.process.flags.StartupException;

/**
 * How this process and others find each other, from one life of the sidecar to the next:
 * who restarts keeps its name, so that calls to it wait for it instead of failing. It
 * begins anew when the Configuration names another resolver, or the host has other
 * addresses.
 * <p>
 * Lives use it one after the other; {@link #leave()} may come from any thread.
 */
final class Names {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final Duration WITHDRAWAL = Duration.ofSeconds(2);

	private static final Duration CLOSING = Duration.ofSeconds(3);

	private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

	private final Resolvers resolvers = new Resolvers(this::registrationLost);

	private volatile Fates life = new Fates();

	/**
	 * Gives a life its resolver, from the life before if that will do.
	 * @param configured what the Configuration says
	 * @param life what is asked for meanwhile
	 * @return the resolver; closed by {@link #leave()}. One that could not be made is
	 * tried again in the next life
	 */
	NameResolver open(NameResolution configured, Fates life) throws InterruptedException {
		this.life = life;
		Set<InetAddress> addresses = addresses();
		Kept last = this.kept.get();
		if (last != null && last.configured().equals(configured) && last.addresses().equals(addresses)) {
			return last.resolver();
		}
		leave();
		try {
			NameResolver opened = Await.end(this.resolvers.open(configured)
				.takeUntilOther(life.any())
				.switchIfEmpty(Mono.error(() -> new TimeoutException("asked to stop"))), PATIENCE);
			if (opened == Resolvers.MISSING) {
				return opened;
			}
			OwnName own = new OwnName(opened);
			this.kept.set(new Kept(configured, addresses, own));
			return own;
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new StartupException("Name resolution did not start within " + PATIENCE.toSeconds()
					+ " s. Look at the Configuration's nameResolution.", ex);
		}
	}

	/** Lets others find this sidecar. */
	void announce(Instance self) throws InterruptedException {
		Kept current = this.kept.get();
		try {
			if (current != null) {
				Await.end(current.resolver().announce(self).takeUntilOther(this.life.any()), PATIENCE);
			}
		}
		catch (ExecutionException | TimeoutException ex) {
			log.error("This sidecar could not be announced: {}. Other apps will not find it.", ex.getMessage());
		}
	}

	/** Lets nobody find this sidecar any more, who is not inside it. */
	void withdraw() throws InterruptedException {
		Kept current = this.kept.get();
		if (current != null) {
			withdraw(current.resolver());
		}
	}

	/** Withdraws and closes what is open, if anything is. */
	void leave() {
		Kept last = this.kept.getAndSet(null);
		if (last == null) {
			return;
		}
		try {
			withdraw(last.resolver());
			Await.end(last.resolver().close(), CLOSING);
		}
		catch (ExecutionException | TimeoutException ex) {
			log.warn("Name resolution did not close: {}", ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void withdraw(OwnName resolver) throws InterruptedException {
		try {
			Await.end(resolver.withdraw(), WITHDRAWAL);
		}
		catch (ExecutionException | TimeoutException ex) {
			log.warn("This sidecar could not be withdrawn from name resolution: {}", ex.getMessage());
		}
	}

	private void registrationLost() {
		log.error("Others cannot find this sidecar any more: its registration was taken over or deleted");
		this.life.ask(Fate.FORCED);
	}

	private static Set<InetAddress> addresses() {
		try {
			return NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.collect(Collectors.toUnmodifiableSet());
		}
		catch (SocketException ex) {
			return Set.of();
		}
	}

	/**
	 * What a life leaves to the next.
	 *
	 * @param configured what the resolver was made from
	 * @param addresses the host's addresses at that time
	 * @param resolver the resolver
	 */
	private record Kept(NameResolution configured, Set<InetAddress> addresses, OwnName resolver) {

	}

}
