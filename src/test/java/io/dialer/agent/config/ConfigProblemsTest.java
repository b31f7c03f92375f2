package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigProblemsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'config_version': »1}       | config_version: 1 is not allowed; allowed: 2",
                "{'config_version': »'2'}     | config_version: '2' is not allowed; allowed: 2",
                "{'agent_id': »''}            | agent_id: '' is not allowed; allowed: a text that is not empty",
                "{'agent_id': »7}             | agent_id: 7 is not allowed; allowed: a text",
                "{'agent_area': »'  '}        | agent_area: '  ' is not allowed; allowed: a text that is not empty",
                "{'agent_area': »[]}          | agent_area: [] is not allowed; allowed: a text",
                "{'server_url': »'backend'}   | server_url: 'backend' is not allowed; allowed: embedded, or a URL such as http://backend:5001",
                "{'server_url': »'ftp://b'}   | server_url: 'ftp://b' is not allowed; allowed: embedded, or a URL such as http://backend:5001",
                "{'server_url': »'http://'}   | server_url: 'http://' is not allowed; allowed: embedded, or a URL such as http://backend:5001",
                "{'server_url': »'http://b?x'} | server_url: '***' is not allowed; allowed: embedded, or a URL such as http://backend:5001",
                "{'auth_required': »'yes'}    | auth_required: 'yes' is not allowed; allowed: true or false",
                "{'auth_required': »1}        | auth_required: 1 is not allowed; allowed: true or false",
                "{'api_token': »12345}        | api_token: '***' is not allowed; allowed: a text",
                "{'heartbeat_interval': »0}   | heartbeat_interval: 0 is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'heartbeat_interval': »'soon'} | heartbeat_interval: 'soon' is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'report_interval': »'2d'}   | report_interval: '2d' is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'task_sync_interval': »-1}  | task_sync_interval: -1 is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'shutdown_timeout': »'2h'}  | shutdown_timeout: '2h' is not allowed; allowed: seconds from 0 to 3600, or a text such as '90s', '5m', '2h', '7d'",
                "{'language': »'fr'}          | language: 'fr' is not allowed; allowed: auto, zh, en",
                "{'language': »3}             | language: 3 is not allowed; allowed: auto, zh, en",
                "{'state_dir': »''}           | state_dir: '' is not allowed; allowed: a text that is not empty",
                "{'thread_pool': »[]}         | thread_pool: [] is not allowed; allowed: a section { … }",
                "{'thread_pool': {'max_workers': »0}} | thread_pool.max_workers: 0 is not allowed; allowed: a whole number from 1 to 100000",
                "{'thread_pool': {'max_workers': »2.5}} | thread_pool.max_workers: 2.5 is not allowed; allowed: a whole number from 1 to 100000",
                "{'thread_pool': {'max_workers': »99999999999999999999}} | thread_pool.max_workers: 99999999999999999999 is not allowed; allowed: a whole number from 1 to 100000",
                "{'thread_pool': {'max_workers': »'8'}} | thread_pool.max_workers: '8' is not allowed; allowed: a whole number from 1 to 100000",
                "{'thread_pool': {'task_timeout': »0.5}} | thread_pool.task_timeout: 0.5 is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'thread_pool': {'queue_size_limit': »-1}} | thread_pool.queue_size_limit: -1 is not allowed; allowed: a whole number from 0 to 10000000",
                "{'logging': »'INFO'}         | logging: '***' is not allowed; allowed: a section { … }",
                "{'logging': {'log_mode': »'LOUD'}} | logging.log_mode: 'LOUD' is not allowed; allowed: trace, debug, info, warn, warning, error, critical",
                "{'logging': {'log_rotation': »'daily'}} | logging.log_rotation: 'daily' is not allowed; allowed: true or false",
                "{'logging': {'log_name': »''}} | logging.log_name: '' is not allowed; allowed: a text that is not empty",
                "{'logging': {'max_history': »0}} | logging.max_history: 0 is not allowed; allowed: a whole number from 1 to 36500",
                "{'logging': {'max_total': »'1 KiB'}} | logging.max_total: '1 KiB' is not allowed; allowed: bytes from 1048576 to 1125899906842624, or a text such as '256MiB'",
                "{'backend': {'concurrency': »257}} | backend.concurrency: 257 is not allowed; allowed: a whole number from 1 to 256",
                "{'backend': {'connect_timeout': »'10ms'}} | backend.connect_timeout: '10ms' is not allowed; allowed: seconds from 0.1 to 3600, or a text such as '90s', '5m', '2h', '7d'",
                "{'backend': {'read_timeout': null, 'concurrency': »'x'}} | backend.concurrency: 'x' is not allowed; allowed: a whole number from 1 to 256",
                "{'backend': {'response_time_unit': »'us'}} | backend.response_time_unit: 'us' is not allowed; allowed: auto, s, ms",
                "{'backend': {'timezone': »'Mars/North'}} | backend.timezone: 'Mars/North' is not allowed; allowed: a time zone such as Asia/Shanghai or +08:00",
                "{'backend': {'deliver': »0}} | backend.deliver: 0 is not allowed; allowed: true or false",
                "{'server_url': »'http://h:99999'} | server_url: 'http://h:99999' is not allowed; allowed: embedded, or a URL such as http://backend:5001",
                "{'server_url': »'http://me:hush@back_end:5001'} | server_url: '***' is not allowed; allowed: embedded, or a URL such as http://backend:5001",
                "{'server_url': »'http://b/?token=hush'} | server_url: '***' is not allowed; allowed: embedded, or a URL such as http://backend:5001",
                "{'api_token': »'hush\\nhush'} | api_token: '***' is not allowed; allowed: a text on one line: it goes into a header",
                "{'console': »'hush'} | console: '***' is not allowed; allowed: a section { … }",
                "{'backend': {'proxy': »['http://me:hush@p']}} | backend.proxy: '***' is not allowed; allowed: a text",
                "{'logging': {'log_name': »'a%d{yyyy'}} | logging.log_name: 'a%d{yyyy' is not allowed; allowed: a file name without % \\ { } ( )",
                "{'logging': {'log_path': »'a%b'}} | logging.log_path: 'a%b' is not allowed; allowed: a path without % \\ { } ( )",
                "{'backend': {'proxy': »'proxy'}} | backend.proxy: 'proxy' is not allowed; allowed: environment, none, or a URL such as http://proxy:3128",
                "{'backend': {'proxy': »'http://p/path'}} | backend.proxy: 'http://p/path' is not allowed; allowed: environment, none, or a URL such as http://proxy:3128",
                "{'backend': {'proxy': »'socks://me:secret@p'}} | backend.proxy: '***' is not allowed; allowed: environment, none, or a URL such as http://proxy:3128",
                "{'backend': {'gateway': »'no'}} | backend.gateway: 'no' is not allowed; allowed: true or false",
                "{'cluster': »true}           | cluster: true is not allowed; allowed: a section { … }",
                "{'cluster': {'members': »'10.0.0.1'}} | cluster.members: '10.0.0.1' is not allowed; allowed: a list of hosts such as 10.0.0.11 or probe-2:5701",
                "{'cluster': {'members': »[5701]}} | cluster.members: [5701] is not allowed; allowed: a list of hosts such as 10.0.0.11 or probe-2:5701",
                "{'cluster': {'members': »['http://a']}} | cluster.members: 'http://a' is not allowed; allowed: a list of hosts such as 10.0.0.11 or probe-2:5701",
                "{'cluster': {'port': »65530}} | cluster.port: 65530 is not allowed; allowed: a whole number from 1 to 65526",
                "{'cluster': {'name': »''}} | cluster.name: '' is not allowed; allowed: a text that is not empty",
                "{'cluster': {'members': ['a'], 'kubernetes_service': »'s'}} | cluster.kubernetes_service: 's' is not allowed; allowed: this or cluster.members",
                "{'backend': {'tls': »true}}  | backend.tls: true is not allowed; allowed: a section { … }",
                "{'backend': {'tls': {'verify': »'no'}}} | backend.tls.verify: 'no' is not allowed; allowed: true or false",
                "{'backend': {'tls': {'ca_file': »1}}} | backend.tls.ca_file: 1 is not allowed; allowed: a text",
                "{'outbox': {'max_rows': »0}} | outbox.max_rows: 0 is not allowed; allowed: a whole number from 1 to 1000000000",
                "{'outbox': {'max_bytes': »'2 GX'}} | outbox.max_bytes: '2 GX' is not allowed; allowed: bytes from 1048576 to 1125899906842624, or a text such as '256MiB'",
                "{'outbox': {'max_age': »1}}  | outbox.max_age: 1 is not allowed; allowed: seconds from 60 to 315360000, or a text such as '90s', '5m', '2h', '7d'",
                "{'history': {'per_task': »0}} | history.per_task: 0 is not allowed; allowed: a whole number from 1 to 1000000",
                "{'outbox': {'synchronous': »'OFF'}} | outbox.synchronous: 'OFF' is not allowed; allowed: normal, full",
                "{'console': {'port': »65536}} | console.port: 65536 is not allowed; allowed: a whole number from -1 to 65535",
                "{'console': {'host': »'0.0.0.0'}} | console.host: '0.0.0.0' is not allowed; allowed: a loopback address such as 127.0.0.1, or any with console.token set",
                "{'console': {'host': »'127.0.0.1.example.org'}} | console.host: '127.0.0.1.example.org' is not allowed; allowed: a loopback address such as 127.0.0.1, or any with console.token set",
                "{'console': {'read_token': »'r'}} | console.read_token: '***' is not allowed; allowed: one together with console.token, without which everything is open",
                "{'console': {'token': »5}} | console.token: '***' is not allowed; allowed: a text",
                "{'console': {'tls': »{'cert_file': 'c.pem'}}} | console.tls: {'cert_file':'c.pem'} is not allowed; allowed: cert_file and key_file, or neither",
                "{'embedded': {'retention': »1}} | embedded.retention: 1 is not allowed; allowed: seconds from 60 to 315360000, or a text such as '90s', '5m', '2h', '7d'",
                "{'embedded': {'tasks': »1}} | embedded.tasks: 1 is not allowed; allowed: a text",
                "{'probes': »1}               | probes: 1 is not allowed; allowed: a section { … }",
                "{'probes': {'http': »'fast'}} | probes.http: '***' is not allowed; allowed: a section { … }",
                "{'agent_id': »'${env:ABSENT}x'} | agent_id: the environment has no variable ABSENT",
                "{'state_dir': »'${file:/no/such}x'} | state_dir: cannot read the file /no/such",
                "{'config_version': »3}      | config_version: 3 is not allowed; allowed: 2",
                "{'agent_id': null, 'agent_area': »7} | agent_area: 7 is not allowed; allowed: a text",
                "{'server_url': »'http://me:pw@b'} | server_url: '***' is not allowed; allowed: embedded, or a URL such as http://backend:5001, without user and password",
                "{'server_url': »'http://b c'} | server_url: 'http://b c' is not allowed; allowed: embedded, or a URL such as http://backend:5001",
                "{'heartbeat_interval': »'1d 2h'} | heartbeat_interval: '1d 2h' is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'heartbeat_interval': »true} | heartbeat_interval: true is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'heartbeat_interval': »-0.5} | heartbeat_interval: -0.5 is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'report_interval': »{}}    | report_interval: {} is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'task_sync_interval': »'10 weeks'} | task_sync_interval: '10 weeks' is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "{'thread_pool': {'max_workers': »100001}} | thread_pool.max_workers: 100001 is not allowed; allowed: a whole number from 1 to 100000",
                "{'thread_pool': {'queue_size_limit': »'many'}} | thread_pool.queue_size_limit: 'many' is not allowed; allowed: a whole number from 0 to 10000000",
                "{'logging': {'log_path': »''}} | logging.log_path: '' is not allowed; allowed: a text that is not empty",
                "{'logging': {'log_path': »7}} | logging.log_path: 7 is not allowed; allowed: a text",
                "{'logging': {'max_history': »1.5}} | logging.max_history: 1.5 is not allowed; allowed: a whole number from 1 to 36500",
                "{'outbox': »[]}             | outbox: [] is not allowed; allowed: a section { … }",
                "{'outbox': {'max_bytes': »1023}} | outbox.max_bytes: 1023 is not allowed; allowed: bytes from 1048576 to 1125899906842624, or a text such as '256MiB'",
                "{'history': {'failures_per_task': »-1}} | history.failures_per_task: -1 is not allowed; allowed: a whole number from 0 to 1000000",
                "{'history': {'max_bytes': »'small'}} | history.max_bytes: 'small' is not allowed; allowed: bytes from 1048576 to 1125899906842624, or a text such as '256MiB'",
                "{'console': {'port': »-2}}  | console.port: -2 is not allowed; allowed: a whole number from -1 to 65535",
                "{'console': {'host': »''}}  | console.host: '' is not allowed; allowed: a text that is not empty",
                "{'console': {'tls': »'on'}} | console.tls: '***' is not allowed; allowed: a section { … }",
                "{'embedded': »'yes'}        | embedded: '***' is not allowed; allowed: a section { … }",
                "{'backend': {'read_timeout': »0}} | backend.read_timeout: 0 is not allowed; allowed: seconds from 0.1 to 3600, or a text such as '90s', '5m', '2h', '7d'",
                "{'backend': {'timezone': »8}} | backend.timezone: 8 is not allowed; allowed: a text",
            })
    void namesFilePathValueAndWhatIsAllowed(String json, String message) {
        // In two lines, so that a line is told too; the mark stands before the value that is wrong.
        String marked = json.replace('\'', '"');
        String version = marked.contains("config_version") ? "{" : "{\"config_version\": 2,";
        int column = marked.indexOf('»') + 1;
        assertThat(column).isPositive();
        String text = version + "\n" + marked.replace("»", "").replaceFirst("\\{", " ");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new AgentConfigReader("agent.json", Map.of()).read(text))
                .withMessage("agent.json: line 2, column " + column + ": " + message.replace('\'', '"'));
    }

    @Test
    void tellsWhatIsOddBesideWhatIsWrong() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new AgentConfigReader("a.json", Map.of())
                        .read("{\"config_version\": 2, \"agent_id\": 1,\n \"agnet_area\": \"x\"}"))
                .satisfies(refused -> assertThat(refused.warnings())
                        .singleElement()
                        .hasToString("line 2, column 16: agnet_area: unknown key; did you mean agent_area?"));
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> new AgentConfigReader("a.json", Map.of())
                                .read(
                                        "{\"config_version\": 2, \"agent_id\": 1, \"language\": \"x\", \"outbox\": {\"max_rows\": 0}}"))
                .satisfies(refused -> assertThat(
                                String.valueOf(refused.getMessage()).lines())
                        .hasSize(3)
                        .allSatisfy(line -> assertThat(line).startsWith("a.json: ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``       | is empty; allowed: a JSON object",
                "`  `     | is empty; allowed: a JSON object",
                "[1, 2]   | is not a JSON object",
                "\"text\" | is not a JSON object",
                "null     | is not a JSON object",
            })
    void refusesWhatIsNoObject(String text, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new AgentConfigReader("a.json", Map.of()).read(text))
                .withMessage("a.json: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"api_token\": s3cret}",
                "{\"api_token\": \"s3cret",
                "{\"api_token\": \"s3cret\"} more",
                "{\"api_token\": \"s3cret\",}",
                "{api_token: \"s3cret\"}"
            })
    void saysWhereTheTextIsNotJsonWithoutShowingASecret(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new AgentConfigReader("a.json", Map.of()).read(text))
                .withMessageStartingWith("a.json: is not JSON: ")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("s3cret"));
    }
}
