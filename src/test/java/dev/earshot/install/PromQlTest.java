package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void shouldFindSeriesAndNothingElse() {
        assertThat(PromQl.series(
                        "histogram_quantile(0.95, sum by (job, le) (rate(a_bucket{x=~\"b|c\", le=\"1\"}[5m])))"))
                .containsExactly("a_bucket");
        assertThat(PromQl.series("min_over_time(a[15m]) > 0 and on (job) increase(b[$__rate_interval]) == 0"))
                .containsExactly("a", "b");
        assertThat(PromQl.series("x:a:rate5m{o=\"c\"} / (x:b:rate5m > 1e3)"))
                .containsExactly("x:a:rate5m", "x:b:rate5m");
        assertThat(PromQl.series("time() - start")).containsExactly("start");
    }
}
