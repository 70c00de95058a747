package dev.daprinvoke.docs.clients;

import java.math.BigDecimal;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

// tag::item[]
record Item(@NotBlank String name, @Positive int quantity, BigDecimal price) {

}
// end::item[]
