package dev.daprinvoke.autoconfigure.client;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of clients and methods that nobody has are told when the application starts.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnusedPropertiesTests {

	private static final String WARNING = "Properties that have no effect: ";

	private final ApplicationContextRunner runner = DeclaredClientTests.CONTEXT
		.withUserConfiguration(DeclaredClientTests.Shop.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					clients.crat.timeout=1s                       | clients.crat.*: no declared client calls this app (did you mean cart?).
					clients.billing.timeout=1s                    | clients.billing.*: no declared client calls this app.
					clients.cart.methods.itms.timeout=1s          | clients.cart.methods.itms.*: no declared client of this app has this method (did you mean items?).
					clients.cart.methods.firstName.timeout=1s     | clients.cart.methods.firstName.*: no declared client of this app has this method.
					clients[stock.productoin].timeout=1s          | clients[stock.productoin].*: no declared client calls this app (did you mean stock.production?).
					""")
	void whenNobodyHasThemThenTheyAreToldOnce(String property, String line, CapturedOutput output) {
		this.runner.withPropertyValues("dapr.invoke." + property).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce(WARNING + "dapr.invoke." + line);
		});
	}

	@ParameterizedTest
	@CsvSource({ "clients.cart.timeout=1s", "clients.cart.methods.items.timeout=1s",
			"clients[stock.production].methods.orElse.timeout=1s", "clients.stockproduction.methods.orelse.timeout=1s",
			"timeout=1s" })
	void whenSomebodyHasThemThenNothingIsTold(String property, CapturedOutput output) {
		this.runner.withPropertyValues("dapr.invoke." + property)
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void whenThereAreManyThenTenAreTold(CapturedOutput output) {
		String[] many = IntStream.range(0, 30)
			.mapToObj((i) -> "dapr.invoke.clients.nobody" + i + ".timeout=1s")
			.toArray(String[]::new);
		this.runner.withPropertyValues(many).run((context) -> {
			String line = output.getOut().lines().filter((each) -> each.contains(WARNING)).findFirst().orElse("");
			assertThat(line.split("; ")).hasSize(11).endsWith("and 20 more.");
		});
	}

}
