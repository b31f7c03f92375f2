package io.dialer.agent.blackbox;

import io.dialer.agent.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleFileFuzzTest {
    @Test
    void anyFileIsReadOrRefused() throws Exception {
        String shipped = Files.readString(
                Path.of(System.getProperty("project.basedir", "")).resolve("conf/blackbox.yml"));
        Fuzz.texts(List.of(shipped, """
                        modules:
                          a:
                            prober: http
                            timeout: 5s
                            http:
                              valid_status_codes: [200, 301]
                              headers: {Host: example.org}
                              fail_if_body_matches_regexp: ["(a|b)*c", "\\\\d+"]
                              tls_config: {insecure_skip_verify: true}
                          b:
                            prober: tcp
                            tcp:
                              query_response:
                                - expect: "^SSH-2.0-(.*)$"
                                  send: "hello ${1}"
                          c: {prober: dns, dns: {query_name: example.org, query_type: MX}}
                        """), input -> {
            try {
                ModuleFile.read(Path.of("blackbox.yml"), new String(input, StandardCharsets.UTF_8));
            } catch (ModuleFileException refused) {
                // What a broken file is to be.
            }
        });
    }
}
