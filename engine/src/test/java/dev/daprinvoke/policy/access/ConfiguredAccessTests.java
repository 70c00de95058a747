package dev.daprinvoke.policy.access;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.Verb;
import dev.daprinvoke.resource.AccessControl;
import dev.daprinvoke.resource.AccessControl.AppPolicy;
import dev.daprinvoke.resource.AccessControl.Operation;
import dev.daprinvoke.resource.Position;
import dev.daprinvoke.target.SpiffeId;

import static org.assertj.core.api.Assertions.assertThat;

/** Platform contract section 2, evaluation. */
class ConfiguredAccessTests {

	private static final String SHOP = "spiffe://public/ns/default/shop";

	private static AccessControl rules(boolean global, @Nullable Boolean shop, Operation... operations) {
		AppPolicy policy = new AppPolicy("shop", "default", "public", shop, Arrays.asList(operations),
				new Position(Path.of("config.yaml"), 1, 1));
		return new AccessControl(global, "public", List.of(policy));
	}

	private static Operation operation(String name, boolean allowed, String... verbs) {
		return new Operation(name, Set.of(verbs), allowed);
	}

	private static boolean allows(AccessControl rules, boolean http, String caller, String path, Verb verb) {
		return new ConfiguredAccess(rules, http).decide(new AccessRequest(SpiffeId.parse(caller), path, verb, false))
			.allowed();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenTheCallerHasNoIdentityThenTheDefaultActionHolds(boolean allowed) {
		AccessControl rules = rules(allowed, !allowed, operation("**", !allowed, "*"));
		for (boolean http : new boolean[] { true, false }) {
			Decision decision = new ConfiguredAccess(rules, http)
				.decide(new AccessRequest(null, "items", Verb.GET, false));
			assertThat(decision.allowed()).isEqualTo(allowed);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "spiffe://public/ns/default/other", "spiffe://public/ns/other/shop",
			"spiffe://elsewhere/ns/default/shop", "spiffe://public/ns/default/SHOP" })
	void whenNoPolicyIsAboutTheCallerThenTheDefaultActionHolds(String caller) {
		assertThat(allows(rules(true, false), true, caller, "items", Verb.GET)).isTrue();
		assertThat(allows(rules(false, true), true, caller, "items", Verb.GET)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spiffe://public", "spiffe://public/shop", "spiffe://public/ns/shop",
			"spiffe://public/sa/default/shop" })
	void whenTheIdentityIsNoAppsThenTheCallIsDenied(String caller) {
		assertThat(allows(rules(true, true), true, caller, "items", Verb.GET)).isFalse();
	}

	@Test
	void whenMoreFollowsTheAppThenItIsTheAppAllTheSame() {
		assertThat(allows(rules(false, true), true, SHOP + "/more", "items", Verb.GET)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "true, , true", "false, , false", "true, false, false", "false, true, true" })
	void whenNoOperationMatchesThenThePolicysActionHoldsBeforeTheDefault(boolean global, @Nullable Boolean policy,
			boolean allowed) {
		AccessControl rules = rules(global, policy, operation("other", !allowed, "*"));
		assertThat(allows(rules, true, SHOP, "items", Verb.GET)).isEqualTo(allowed);
		assertThat(allows(rules, false, SHOP, "items", Verb.GET)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource({ "GET, true", "POST, true", "PUT, false", "PATCH, false" })
	void whenAnOperationOfAnHttpAppMatchesThenItsVerbsDecide(Verb verb, boolean allowed) {
		AccessControl rules = rules(false, false, operation("items", true, "GET", "POST"));
		assertThat(allows(rules, true, SHOP, "items", verb)).isEqualTo(allowed);
	}

	@Test
	void whenAVerbIsDeniedThenOthersHaveThePolicysAction() {
		AccessControl rules = rules(false, true, operation("items", false, "DELETE"));
		assertThat(allows(rules, true, SHOP, "items", Verb.DELETE)).isFalse();
		assertThat(allows(rules, true, SHOP, "items", Verb.GET)).isTrue();
	}

	@Test
	void whenThereIsNoVerbThenOnlyThePolicysOwnActionDecides() {
		Operation items = operation("items", true, "*");
		assertThat(allows(rules(true, true, items), true, SHOP, "items", Verb.NONE)).isTrue();
		assertThat(allows(rules(true, false, items), true, SHOP, "items", Verb.NONE)).isFalse();
		assertThat(allows(rules(true, null, items), true, SHOP, "items", Verb.NONE)).isFalse();
	}

	@Test
	void whenTheAppSpeaksHttpThenLetterCaseIsNotRegarded() {
		AccessControl rules = rules(true, true, operation("Admin/**", false, "*"));
		assertThat(allows(rules, true, SHOP, "aDMIN/x", Verb.GET)).isFalse();
		assertThat(allows(rules, true, SHOP, "ADMIN", Verb.GET)).isFalse();
	}

	@Test
	void whenTheAppSpeaksGrpcThenLetterCaseIsRegardedAndVerbsAreNot() {
		AccessControl rules = rules(true, true, operation("pkg.Svc/*", false, "GET"));
		assertThat(allows(rules, false, SHOP, "pkg.Svc/Method", Verb.POST)).isFalse();
		assertThat(allows(rules, false, SHOP, "pkg.Svc/Method", Verb.NONE)).isFalse();
		assertThat(allows(rules, false, SHOP, "pkg.svc/Method", Verb.NONE)).isTrue();
	}

	@Test
	void whenACallOfAnHttpAppIsProxiedThenItIsComparedAsWritten() {
		AccessControl rules = rules(false, false, operation("pkg.svc/*", true));
		AccessPolicy policy = new ConfiguredAccess(rules, true);
		SpiffeId shop = SpiffeId.parse(SHOP);
		assertThat(policy.decide(new AccessRequest(shop, "pkg.svc/Method", Verb.NONE, true)).allowed()).isTrue();
		assertThat(policy.decide(new AccessRequest(shop, "pkg.Svc/Method", Verb.NONE, true)).allowed()).isFalse();
	}

	@Test
	void whenTwoPoliciesAreAboutOneCallerThenTheLaterOneHolds() {
		AppPolicy first = rules(true, false).policies().get(0);
		AppPolicy second = rules(true, true).policies().get(0);
		AccessControl both = new AccessControl(false, "public", List.of(first, second));
		assertThat(allows(both, true, SHOP, "items", Verb.GET)).isTrue();
	}

	@Test
	void whenADecisionIsMadeThenItSaysWhy() {
		AccessPolicy policy = new ConfiguredAccess(rules(true, null, operation("items/*", false, "*")), true);
		SpiffeId shop = SpiffeId.parse(SHOP);
		assertThat(policy.decide(new AccessRequest(shop, "items/1", Verb.GET, false)))
			.isEqualTo(new Decision(false, "the operation /items/*"));
		assertThat(policy.decide(new AccessRequest(shop, "other", Verb.GET, false)))
			.isEqualTo(new Decision(true, true, "the default action, as no operation matches"));
	}

}
