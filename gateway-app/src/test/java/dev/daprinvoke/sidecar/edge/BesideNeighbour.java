package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that two parsers could read differently, that go too far or that never end:
 * each has one defined answer, that of Go's HTTP server where it has one, the connection
 * ends, and nobody else notices, neither a neighbour nor the reader of the log (contract
 * invocation.md 1.1).
 */
abstract class BesideNeighbour extends EachLane {

	static final String CALL = "POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\n";

	private final LoggedErrors errors = new LoggedErrors();

	private final WireClient neighbour;

	BesideNeighbour(String lane) throws Exception {
		super(lane);
		this.neighbour = client();
	}

	@BeforeEach
	void theNeighbourIsServed() throws Exception {
		assertStillUsable(this.neighbour);
	}

	@AfterEach
	void theNeighbourIsServedAsBefore() throws Exception {
		try (this.neighbour; this.errors) {
			assertStillUsable(this.neighbour);
			assertThat(this.errors.lines()).as("what a client brought into the log").isEmpty();
		}
	}

}
