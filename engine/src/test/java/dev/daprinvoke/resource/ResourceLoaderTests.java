package dev.daprinvoke.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.target.AppId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Invocation contract section 7.1, columns "Component, HTTPEndpoint …" and "Resiliency".
 */
class ResourceLoaderTests {

	@TempDir
	private Path directory;

	@Test
	void whenNoDirectoryIsGivenThenNothingIsLoaded() {
		assertThat(loader(Map.of()).load(List.of())).isEqualTo(LoadedResources.NONE);
	}

	@Test
	void whenComponentIsCompleteThenAllItsPartsAreKept() throws IOException {
		Path file = file("store.yaml", """
				# a store
				apiVersion: dapr.io/v1alpha1
				kind: Component
				metadata:
				  name: store
				  namespace: shop
				spec:
				  type: state.redis
				  version: v1
				  metadata:
				  - name: host
				    value: localhost:6379
				  - name: db
				    value: 0
				  - name: tls
				    value: false
				  - name: password
				    secretKeyRef: {name: redis, key: pass}
				  - name: user
				    secretKeyRef: {name: redis}
				  - name: region
				    envRef: REGION
				auth:
				  secretStore: vault
				scopes: [cart, frontend]
				""");
		assertThat(load().components()).containsExactly(new Component("store", "shop", "state.redis", "v1",
				List.of(new MetadataItem("host", "localhost:6379", null, ""), new MetadataItem("db", "0", null, ""),
						new MetadataItem("tls", "false", null, ""),
						new MetadataItem("password", "", new MetadataItem.SecretKeyRef("redis", "pass"), ""),
						new MetadataItem("user", "", new MetadataItem.SecretKeyRef("redis", "redis"), ""),
						new MetadataItem("region", "", null, "REGION")),
				List.of("cart", "frontend"), "vault", new Position(file, 2, 1)));
	}

	@Test
	void whenDirectoryHoldsOtherFilesThenOnlyYamlDirectlyInItIsReadInNameOrder() throws IOException {
		file("b.yml", component("b"));
		file("a.YAML", component("a"));
		file("C.Yml", component("c"));
		file("d.json", component("d"));
		file("e.yaml.bak", component("e"));
		Files.createDirectory(this.directory.resolve("f.yaml"));
		Files.createDirectory(this.directory.resolve("sub"));
		file("sub/g.yaml", component("g"));
		LoadedResources loaded = load();
		assertThat(loaded.components()).extracting(Component::name).containsExactly("c", "a", "b");
		assertThat(loaded.problems()).isEmpty();
	}

	@Test
	void whenFileHasSeveralDocumentsThenAllAreReadAndPositionsAreThoseOfTheFile() throws IOException {
		Path file = file("many.yaml", "---\n# nothing\n--- # one\n" + component("one") + "----- two\n"
				+ component("two").replace("\n", "\r\n") + "---\n---\n");
		LoadedResources loaded = load();
		assertThat(loaded.problems()).isEmpty();
		assertThat(loaded.components()).extracting(Component::name).containsExactly("one", "two");
		assertThat(loaded.components()).extracting(Component::at)
			.containsExactly(new Position(file, 4, 1), new Position(file, 9, 1));
	}

	@Test
	void whenSeparatorIsIndentedThenItBelongsToTheText() throws IOException {
		file("pem.yaml", """
				apiVersion: dapr.io/v1alpha1
				kind: Component
				metadata: {name: pem}
				spec:
				  type: x
				  metadata:
				  - name: cert
				    value: |
				      -----BEGIN
				      -----END
				""");
		assertThat(load().components().get(0).metadata().get(0).value()).isEqualTo("-----BEGIN\n-----END\n");
	}

	@ParameterizedTest
	@CsvSource({ "dapr.io/v1alpha2, Component", "dapr.io/V1alpha1, Component", "'', Component",
			"dapr.io/v1alpha1, component", "dapr.io/v1alpha1, Configuration", "dapr.io/v1alpha1, Subscription",
			"dapr.io/v1alpha1, ''", "v1, HTTPEndpoint" })
	void whenApiVersionOrKindIsAnotherThenDocumentIsIgnored(String apiVersion, String kind) throws IOException {
		file("other.yaml",
				"apiVersion: '" + apiVersion + "'\nkind: '" + kind + "'\nmetadata: {name: x}\nspec: {type: y}\n");
		assertThat(load()).isEqualTo(LoadedResources.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "'', true", "'scopes: []', true", "'scopes:', true", "'scopes: [cart]', true",
			"'scopes: [other, cart]', true", "'scopes: [other]', false", "'scopes: [Cart]', false" })
	void whenScopesAreGivenThenOwnIdMustBeAmongThem(String scopes, boolean loaded) throws IOException {
		file("scoped.yaml", component("a") + scopes + "\n");
		file("endpoint.yaml", "apiVersion: dapr.io/v1alpha1\nkind: HTTPEndpoint\n" + scopes);
		assertThat(load().components()).hasSize(loaded ? 1 : 0);
		assertThat(load().unbuilt()).hasSize(loaded ? 1 : 0);
	}

	@ParameterizedTest
	@CsvSource({ ", shop, true", "'', shop, true", "shop, shop, true", "shop, '', true", "shop, other, false",
			"shop, Shop, false" })
	void whenNamespaceVariableIsNotEmptyThenNamespaceOfResourceMustBeEqual(String own, String namespace, boolean loaded)
			throws IOException {
		file("a.yaml", component("a").replace("{name: a}", "{name: a, namespace: '" + namespace + "'}"));
		Map<String, String> environment = (own == null) ? Map.of() : Map.of("NAMESPACE", own);
		assertThat(loader(environment).load(List.of(this.directory)).components()).hasSize(loaded ? 1 : 0);
	}

	@Test
	void whenComponentIsDefinedTwiceThenMessageNamesBothPlaces() throws IOException {
		Path a = file("a.yaml", component("pubsub"));
		Path b = file("b.yaml", "\n" + component("pubsub"));
		assertThatExceptionOfType(ResourceException.class).isThrownBy(this::load)
			.withMessage("duplicate definition of Component name pubsub (test.type/v1) in " + b
					+ ", line 2, column 1, with existing pubsub (test.type/v1) in " + a
					+ ", line 1, column 1. Remove or rename one of them.");
	}

	@Test
	void whenComponentIsDefinedInTwoDirectoriesThenThatIsFatalToo(@TempDir Path second) throws IOException {
		file("a.yaml", component("pubsub"));
		Files.writeString(second.resolve("a.yaml"), component("pubsub"));
		assertThatExceptionOfType(ResourceException.class)
			.isThrownBy(() -> loader(Map.of()).load(List.of(this.directory, second)))
			.withMessageStartingWith("duplicate definition of Component name pubsub ");
	}

	@Test
	void whenDefinitionsConcernOtherAppsThenTheyAreNoDuplicates() throws IOException {
		file("a.yaml", component("store") + "scopes: [cart]\n");
		file("b.yaml", component("store") + "scopes: [other]\n");
		assertThat(load().components()).hasSize(1);
	}

	@Test
	void whenDocumentIsBadThenItIsSkippedAndReported() throws IOException {
		Path bad = file("a.yaml", component("one") + "---\na: [\n---\n" + component("two"));
		Path nameless = file("b.yaml", component("x").replace("name: x", "title: x"));
		Path typeless = file("c.yaml", component("x").replace("type:", "kind:"));
		Path list = file("d.yaml", "- a\n");
		Path latin = Files.write(this.directory.resolve("e.yaml"), new byte[] { (byte) 0xE4 });
		LoadedResources loaded = load();
		assertThat(loaded.components()).extracting(Component::name).containsExactly("one", "two");
		assertThat(loaded.problems()).extracting(ResourceProblem::toString)
			.satisfiesExactly(
					(problem) -> assertThat(problem)
						.startsWith("Skipped a resource in " + bad + ", line 7, column 1: "),
					(problem) -> assertThat(problem).isEqualTo("Skipped a resource in " + nameless
							+ ", line 1, column 1: the Component has no metadata.name"),
					(problem) -> assertThat(problem).isEqualTo(
							"Skipped a resource in " + typeless + ", line 1, column 1: the Component has no spec.type"),
					(problem) -> assertThat(problem).isEqualTo(
							"Skipped a resource in " + list + ", line 1, column 1: the document is not a mapping"),
					(problem) -> assertThat(problem).isEqualTo(
							"Skipped a resource in " + latin + ", line 1, column 1: the file is not UTF-8 text"));
	}

	@Test
	void whenFileHasTooManyDocumentsThenTheRestIsSkippedAndReported() throws IOException {
		Path file = file("many.yaml", "a: b\n---\n".repeat(5000));
		assertThat(load().problems())
			.containsExactly(new ResourceProblem(new Position(file, 2001, 1), "more than 1000 documents in one file"));
	}

	@Test
	void whenValuesHoldTemplatesThenTheyAreReplaced() throws IOException {
		file("a.yaml", """
				apiVersion: dapr.io/v1alpha1
				kind: Component
				metadata: {name: "{appID}"}
				spec:
				  type: x
				  metadata:
				  - {name: a, value: "{appID}/{namespace}/{podName}/{other}/{appid}"}
				  - {name: b, value: "{uuid} {uuid}"}
				  - {name: "{uuid}", value: "$HOME"}
				""");
		Component component = loader(Map.of("NAMESPACE", "shop", "POD_NAME", "cart-0")).load(List.of(this.directory))
			.components()
			.get(0);
		assertThat(component.name()).isEqualTo("{appID}");
		assertThat(component.metadata().get(0).value()).isEqualTo("cart/shop.cart/cart-0/{other}/{appid}");
		assertThat(component.metadata().get(1).value().split(" ")).doesNotHaveDuplicates()
			.allMatch((uuid) -> uuid.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
		assertThat(component.metadata().get(2).name()).isEqualTo("{uuid}");
		assertThat(component.metadata().get(2).value()).isEqualTo("$HOME");
	}

	@ParameterizedTest
	@CsvSource({ ", default.cart", "'', .cart" })
	void whenNamespaceVariableIsUnsetThenTemplateSaysDefaultAndWhenEmptyThenNothing(String own, String expected)
			throws IOException {
		file("a.yaml", component("a").replace("VALUE", "{namespace}"));
		Map<String, String> environment = (own == null) ? Map.of() : Map.of("NAMESPACE", own);
		assertThat(loader(environment).load(List.of(this.directory)).components().get(0).metadata().get(0).value())
			.isEqualTo(expected);
	}

	@Test
	void whenDirectoryIsMissingThenMessageNamesItAndTheFlag() throws IOException {
		Path missing = this.directory.resolve("missing");
		assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> loader(Map.of()).load(List.of(missing)))
			.withMessage("The resources directory " + missing + ", given by --resources-path, does not exist. "
					+ "Name a readable directory, or start without this --resources-path.");
		Path file = file("a.yaml", "");
		assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> loader(Map.of()).load(List.of(file)))
			.withMessage("The resources directory " + file + ", given by --resources-path, is not a directory. "
					+ "Name a readable directory, or start without this --resources-path.");
	}

	@Test
	void whenResiliencyIsNotTheFirstDocumentThenItIsSkippedAndReported() throws IOException {
		Path file = file("a.yaml", "kind: Resiliency\nmetadata: {name: r}\nspec: {policies: {timeouts: {t: 1s}}}\n---\n"
				+ "kind: Resiliency\nmetadata: {name: s}\nspec: {policies: {timeouts: {t: 1s}}}\n");
		LoadedResources loaded = load();
		assertThat(loaded.unbuilt()).containsExactly(new UnbuiltResource("Resiliency", "r", new Position(file, 1, 1)));
		assertThat(loaded.problems()).containsExactly(new ResourceProblem(new Position(file, 5, 1),
				"a Resiliency is only read from the first document of a file"));
	}

	private static String component(String name) {
		return "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: " + name
				+ "}\nspec: {type: test.type, version: v1, metadata: [{name: k, value: \"VALUE\"}]}\n";
	}

	private LoadedResources load() {
		return loader(Map.of()).load(List.of(this.directory));
	}

	private static ResourceLoader loader(Map<String, String> environment) {
		return new ResourceLoader(new AppId("cart"), environment);
	}

	private Path file(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text);
	}

}
