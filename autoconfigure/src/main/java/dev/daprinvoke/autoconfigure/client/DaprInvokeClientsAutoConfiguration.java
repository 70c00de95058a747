package dev.daprinvoke.autoconfigure.client;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;

import dev.daprinvoke.spring.client.service.OwnSearch;

/**
 * Auto-configuration of the clients declared in the application's packages, unless
 * {@link dev.daprinvoke.spring.client.service.EnableDaprInvoke} says where they are.
 */
@AutoConfiguration(after = DaprInvokeAutoConfiguration.class,
		beforeName = { "org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration",
				"org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(OwnSearch.class)
@Import(FoundClients.class)
public final class DaprInvokeClientsAutoConfiguration {

}
