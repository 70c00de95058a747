package dev.daprinvoke.scenario.zerotrust;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dapr's classic picture on real processes, and what else policies decide (platform
 * contract sections 1.5 and 2).
 */
class ClassicPictureTests {

	@TempDir
	private static Path folder;

	private static Trinity mesh;

	@BeforeAll
	static void start() {
		mesh = new Trinity(folder);
	}

	@AfterAll
	static void stop() throws Exception {
		mesh.close();
	}

	@Test
	void whenTheIngressAsksAThenBAnswersThroughA() {
		RawResponse answer = mesh.ingress().invoke("service-a.middle", "checkout");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo("A asked B: ok");
	}

	@Test
	void whenTheIngressTakesTheForbiddenShortcutThenItIsRefused() {
		int before = mesh.appOfB().received().size();
		RawResponse answer = mesh.ingress().invoke("service-b.inner", "orders/7");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.text()).contains("ERR_DIRECT_INVOKE")
			.contains("access control policy has denied access to id: spiffe://public/ns/edge/ingress "
					+ "operation: orders/7 verb: GET");
		assertThat(mesh.appOfB().received()).hasSize(before);
	}

	/** What may A ask of B? Decisions.md, "Access policy and encoded paths", too. */
	@ParameterizedTest
	@CsvSource({ "GET, orders/7, 200", "POST, orders/7, 200", "GET, orders, 200", "GET, ORDERS/7, 200",
			"PUT, orders/7, 403", "GET, orders/7/items, 403", "GET, admin, 403", "GET, orders/../admin, 403",
			"GET, orders/%2e%2e/admin, 403", "GET, orders/..%2Fadmin, 403", "GET, orders%2F7, 200",
			"GET, %6frders/7, 200", "GET, %2561dmin, 403" })
	void whenAAsksBThenTheOperationDecides(String verb, String method, int status) {
		int before = mesh.appOfB().received().size();
		RawResponse answer = mesh.a().http().send(verb, "/v1.0/invoke/service-b.inner/method/" + method, "");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(mesh.appOfB().received()).hasSize((status == 200) ? before + 1 : before);
	}

	@Test
	void whenASidecarIsCalledThenItsAppIsToldWhoCallsByTheCertificate() {
		mesh.a().invoke("service-b.inner", "orders/7");
		assertThat(mesh.appOfB().lastReceived().headers("dapr-caller-app-id")).containsExactly("service-a");
		assertThat(mesh.appOfB().lastReceived().headers("dapr-caller-namespace")).containsExactly("middle");
	}

	@Test
	void whenASidecarOutsideTheMeshCallsThenTheErrorNamesTls() {
		try (TestApp app = TestApp.start();
				Sidecar plain = Sidecar.of("ingress", folder).names(mesh.names()).appPort(app.port()).startReady()) {
			RawResponse answer = plain.invoke("service-a.middle", "checkout");
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.text()).contains("ERR_DIRECT_INVOKE").contains("Unavailable");
		}
	}

	@Test
	void whenSentryIsAskedForItsMetricsThenItHasCountedTheMesh() {
		assertThat(mesh.sentry().metrics()).containsPattern("dapr_sentry_cert_sign_success_total [3-9]");
	}

}
