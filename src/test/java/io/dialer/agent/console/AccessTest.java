package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.Configurations;
import io.vertx.core.net.HostAndPort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    private static final String NOTHING = "{}";
    private static final String AGENTS = "{'auth_required': true, 'api_token': 'a'}";
    private static final String BOTH =
            "{'auth_required': true, 'api_token': 'a', 'console': {'token': 'c', 'read_token': 'r'}}";

    @ParameterizedTest
    @CsvSource({
        "OPEN, , true",
        "AGENT, , false",
        "AGENT, Bearer a, true",
        "AGENT, Bearer c, true",
        "AGENT, Bearer r, false",
        "AGENT, Bearer aa, false",
        "AGENT, a, false",
        "AGENT, Basic a, false",
        "READ, , false",
        "READ, Bearer a, false",
        "READ, Bearer r, true",
        "READ, Bearer c, true",
        "MANAGE, , false",
        "MANAGE, Bearer a, false",
        "MANAGE, Bearer r, false",
        "MANAGE, Bearer c, true"
    })
    void tokensGiveTheirRights(Right right, String authorization, boolean expected) {
        assertThat(new Access(Configurations.of(BOTH)).permits(right, authorization))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"OPEN", "AGENT", "READ", "MANAGE"})
    void withoutTokensEverythingIsOpen(Right right) {
        assertThat(new Access(Configurations.of(NOTHING)).permits(right, null)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"AGENT, false", "READ, true", "MANAGE, true"})
    void theTokenOfAgentsDoesNotLockPeopleOut(Right right, boolean expected) {
        assertThat(new Access(Configurations.of(AGENTS)).permits(right, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "LOCALHOST, true",
        "[::1], true",
        "evil.example, false",
        "127.0.0.1.evil.example, false",
        "192.0.2.1, false"
    })
    void withoutATokenOnlyThisHostsOwnNamesAreAnswered(String host, boolean expected) {
        assertThat(new Access(Configurations.of(NOTHING)).knownByName(Right.MANAGE, HostAndPort.create(host, 8650)))
                .isEqualTo(expected);
        assertThat(new Access(Configurations.of(BOTH)).knownByName(Right.MANAGE, HostAndPort.create(host, 8650)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        ", 127.0.0.1:8650, true",
        "http://127.0.0.1:8650, 127.0.0.1:8650, true",
        "https://agent.example, agent.example, true",
        "http://evil.example, 127.0.0.1:8650, false",
        "http://127.0.0.1:9999, 127.0.0.1:8650, false",
        "null, 127.0.0.1:8650, false"
    })
    void pagesOfOtherSitesAreKeptOut(String origin, String host, boolean expected) {
        assertThat(Access.sameOrigin(origin, host)).isEqualTo(expected);
    }
}
