package dev.daprinvoke.sidecar.lifecycle;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.resolve.mdns.MdnsResolver;
import dev.daprinvoke.resolve.mdns.MdnsSettings;
import dev.daprinvoke.resolve.nameformat.NameFormat;
import dev.daprinvoke.resolve.nameformat.NameFormatResolver;
import dev.daprinvoke.resolve.sqlite.SqliteResolver;
import dev.daprinvoke.resolve.sqlite.SqliteSettings;
import dev.daprinvoke.resource.NameResolution;

/**
 * Makes the resolver that the Configuration names. One that does not exist or cannot
 * start is logged, and calls fail; the sidecar stays up (platform contract, section 3.1).
 */
final class Resolvers {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	/** What stands in where no resolver could be made. */
	static final NameResolver MISSING = (target) -> Mono
		.error(new NameResolutionException("name resolver not initialized"));

	private final Runnable registrationLost;

	/**
	 * Creates the maker.
	 * @param registrationLost called when others cannot find this sidecar any more
	 */
	Resolvers(Runnable registrationLost) {
		this.registrationLost = registrationLost;
	}

	Mono<NameResolver> open(NameResolution configured) {
		String name = configured.component().toLowerCase(Locale.ROOT);
		String version = configured.version();
		if (!version.isEmpty() && !version.equalsIgnoreCase("v1")) {
			return missing("couldn't find name resolver " + name + "/" + version + " (expected: version v1)");
		}
		return Mono.defer(() -> switch (name) {
			case "", "mdns" -> MdnsResolver.open(MdnsSettings.ofThisHost()).cast(NameResolver.class);
			case "sqlite" -> sqlite(configured);
			case "nameformat" -> Mono.just(new NameFormatResolver(NameFormat.from(configured.configuration())));
			default -> Mono.<NameResolver>error(new IllegalArgumentException(
					"couldn't find name resolver " + name + " (expected: mdns, nameformat or sqlite)"));
		})
			.doOnNext((resolver) -> log.info("Initialized name resolution to {}", name.isEmpty() ? "mdns" : name))
			.onErrorResume((error) -> missing(error.getMessage()));
	}

	private static Mono<NameResolver> missing(@Nullable String problem) {
		return Mono.fromSupplier(() -> {
			log.error("Failed to init name resolution: {}. Calls to other apps will fail.", problem);
			return MISSING;
		});
	}

	private Mono<NameResolver> sqlite(NameResolution configured) {
		return SqliteResolver.open(SqliteSettings.from(configured.configuration())).map((resolver) -> {
			resolver.registrationLost().subscribe((lost) -> {
			}, (error) -> {
			}, this.registrationLost);
			return resolver;
		});
	}

}
