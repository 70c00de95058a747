package dev.daprinvoke.sidecar.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.process.flags.StartupException;

/**
 * Finds two listeners that want the same port of the same address: better said at once
 * than after ten seconds of trying to bind it.
 */
final class PortConflicts {

	private static final Set<String> ALL = Set.of("", "0.0.0.0", "::");

	private final List<Claim> claims = new ArrayList<>();

	private PortConflicts() {
	}

	/**
	 * Checks settings.
	 * @param settings all ports; 0 conflicts with nothing
	 * @throws StartupException naming the first two flags that conflict
	 */
	static void check(SidecarSettings settings) {
		PortConflicts conflicts = new PortConflicts();
		SidecarSettings.Api api = settings.api();
		if (api.socketFolder() == null) {
			conflicts.claim(DaprdFlag.DAPR_HTTP_PORT, api.listenAddresses(), api.httpPort());
			conflicts.claim(DaprdFlag.DAPR_GRPC_PORT, api.listenAddresses(), api.grpcPort());
		}
		SidecarSettings.Internal internal = settings.internal();
		conflicts.claim(DaprdFlag.DAPR_INTERNAL_GRPC_PORT, List.of(internal.bindAddress()), internal.port());
		conflicts.claim(DaprdFlag.DAPR_PUBLIC_PORT, settings.publicApi());
		conflicts.claim(DaprdFlag.METRICS_PORT, settings.metrics());
		conflicts.claim(DaprdFlag.PROFILE_PORT, settings.profiling());
	}

	private void claim(DaprdFlag flag, SidecarSettings.@Nullable Listener listener) {
		if (listener != null) {
			claim(flag, List.of(listener.address()), listener.port());
		}
	}

	private void claim(DaprdFlag flag, List<String> addresses, int port) {
		Claim claim = new Claim(flag, addresses, port);
		this.claims.stream().filter(claim::conflictsWith).findFirst().ifPresent((other) -> {
			throw new StartupException(
					"--%s and --%s both ask for port %d of the same address. Give one of them another."
						.formatted(other.flag().flagName(), flag.flagName(), port));
		});
		this.claims.add(claim);
	}

	private record Claim(DaprdFlag flag, List<String> addresses, int port) {

		boolean conflictsWith(Claim other) {
			return this.port != 0 && this.port == other.port && (coversAll() || other.coversAll()
					|| this.addresses.stream().anyMatch(other.addresses::contains));
		}

		private boolean coversAll() {
			return this.addresses.stream().anyMatch(ALL::contains);
		}

	}

}
