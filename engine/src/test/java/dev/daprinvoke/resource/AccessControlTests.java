package dev.daprinvoke.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract section 2, what is written. */
class AccessControlTests {

	private static final String SHOP = "appId: shop, namespace: default, trustDomain: public";

	@TempDir
	private Path directory;

	private AccessControl read(String accessControl) throws IOException {
		Path file = this.directory.resolve("config.yaml");
		Files.writeString(file, "spec:\n  accessControl: " + accessControl + "\n");
		return new ConfigurationLoader(Map.of()).load(List.of(file)).accessControl();
	}

	@Test
	void whenAllIsWrittenThenAllIsRead() throws IOException {
		AccessControl read = read("""

				    defaultAction: deny
				    trustDomain: public
				    policies:
				    - appId: shop
				      namespace: default
				      trustDomain: private
				      defaultAction: Allow
				      operations:
				      - name: items//x/../*
				        httpVerb: [POST, GET]
				        action: ALLOW
				      - name: /admin/**
				        httpVerb: ['*']
				        action: deny
				      - name: /open
				""");
		assertThat(read.allowsByDefault()).isFalse();
		assertThat(read.trustDomain()).isEqualTo("public");
		AccessControl.AppPolicy shop = read.policies().get(0);
		assertThat(shop.appId()).isEqualTo("shop");
		assertThat(shop.namespace()).isEqualTo("default");
		assertThat(shop.trustDomain()).isEqualTo("private");
		assertThat(shop.allowsByDefault()).isTrue();
		assertThat(shop.operations()).containsExactly(
				new AccessControl.Operation("items/*", Set.of("GET", "POST"), true),
				new AccessControl.Operation("admin/**", Set.of("*"), false),
				new AccessControl.Operation("open", Set.of(), false));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			                           | true
			~                          | true
			{}                         | true
			{defaultAction: }          | true
			{defaultAction: allow}     | true
			{defaultAction: aLLow}     | true
			{defaultAction: ''}        | false
			{defaultAction: deny}      | false
			{defaultAction: DENY}      | false
			{trustDomain: x}           | true
			""")
	void whenTheDefaultActionIsWrittenThenAllThatIsNotAllowDenies(String written, boolean allows) throws IOException {
		AccessControl read = read((written != null) ? written : "");
		assertThat(read.allowsByDefault()).isEqualTo(allows);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ", defaultAction: ''", ", defaultAction: " })
	void whenAPolicyHasNoActionThenThatIsKnown(String action) throws IOException {
		assertThat(read("{policies: [{" + SHOP + action + "}]}").policies().get(0).allowsByDefault()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					deny                                   | accessControl is not a mapping
					{policeis: []}                         | accessControl has no field policeis (expected: defaultAction, trustDomain, policies)
					{defaultAction: alow}                  | the defaultAction of accessControl is alow (expected: allow or deny)
					{policies: {appId: a}}                 | policies is not a list
					{policies: [a]}                        | policies is not a mapping
					{policies: [{app: a}]}                 | a policy of accessControl has no field app (expected: appId, namespace, trustDomain, defaultAction, operations)
					{policies: [{namespace: n, trustDomain: t}]} | the policy of accessControl for an app without id has no appId (expected: appId, namespace and trustDomain)
					{policies: [{appId: a, trustDomain: t}]} | the policy of accessControl for a has no namespace (expected: appId, namespace and trustDomain)
					{policies: [{appId: a, namespace: n}]} | the policy of accessControl for a has no trustDomain (expected: appId, namespace and trustDomain)
					""")
	void whenSomethingIsMisspeltThenTheErrorNamesFileAndField(String written, String error) {
		assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> read(written))
			.withMessageStartingWith(
					"The Configuration in " + this.directory.resolve("config.yaml") + ", line 2, column ")
			.withMessageContaining(error);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{action: allow}                            | an operation of accessControl has no name (expected: a path)
					{name: /a, verb: [GET]}                    | an operation of accessControl has no field verb (expected: name, httpVerb, action)
					{name: /a, httpVerb: GET}                  | httpVerb is not a list
					{name: /a, httpVerb: [get], action: deny}  | the operation /a of accessControl has the httpVerb get (expected: GET, POST or another verb in upper case, or *)
					{name: /a, action: allowed}                | the action of accessControl is allowed (expected: allow or deny)
					{name: '/a#b', action: deny}               | the operation /a#b of accessControl is no path: method contains forbidden character: "/a#b"
					""")
	void whenAnOperationIsMisspeltThenTheErrorNamesFileAndField(String operation, String error) {
		assertThatExceptionOfType(ResourceException.class)
			.isThrownBy(() -> read("{policies: [{" + SHOP + ", operations: [" + operation + "]}]}"))
			.withMessageStartingWith(
					"The Configuration in " + this.directory.resolve("config.yaml") + ", line 2, column ")
			.withMessageContaining(error);
	}

}
