package io.dialer.agent.system;

import java.util.ArrayList;
import java.util.List;

/** Modules and targets, good and bad. */
final class BlackboxCases {
    static final String MODULES = """
            modules:
              http: {prober: http, timeout: 2s}
              http_4: {prober: http, timeout: 2s, http: {preferred_ip_protocol: ip4}}
              http_only_6: {prober: http, timeout: 2s, http: {preferred_ip_protocol: ip6, ip_protocol_fallback: false}}
              no_follow: {prober: http, timeout: 2s, http: {follow_redirects: false}}
              expects_302: {prober: http, timeout: 2s, http: {no_follow_redirects: true, valid_status_codes: [302]}}
              expects_404: {prober: http, timeout: 2s, http: {valid_status_codes: [404]}}
              trusting: {prober: http, timeout: 2s, http: {tls_config: {ca_file: AUTHORITY}}}
              insecure: {prober: http, timeout: 2s, http: {tls_config: {insecure_skip_verify: true}}}
              http_1: {prober: http, timeout: 2s, http: {enable_http2: false, tls_config: {insecure_skip_verify: true}}}
              only_2: {prober: http, timeout: 2s, http: {valid_http_versions: ["HTTP/2.0"], tls_config: {insecure_skip_verify: true}}}
              only_1: {prober: http, timeout: 2s, http: {valid_http_versions: ["HTTP/1.1"]}}
              not_ssl: {prober: http, timeout: 2s, http: {fail_if_ssl: true, tls_config: {insecure_skip_verify: true}}}
              ssl: {prober: http, timeout: 2s, http: {fail_if_not_ssl: true, tls_config: {insecure_skip_verify: true}}}
              body_good: {prober: http, timeout: 2s, http: {fail_if_body_not_matches_regexp: ["^all [[:alpha:]]+"]}}
              body_end: {prober: http, timeout: 2s, http: {fail_if_body_not_matches_regexp: ["good$"]}}
              body_not: {prober: http, timeout: 2s, http: {fail_if_body_matches_regexp: ["good"]}}
              header: {prober: http, timeout: 2s, http: {fail_if_header_not_matches: [{header: x-kind, regexp: "^pl"}]}}
              header_not: {prober: http, timeout: 2s, http: {fail_if_header_matches: [{header: X-Kind, regexp: plain}]}}
              header_lenient: {prober: http, timeout: 2s, http: {fail_if_header_matches: [{header: X-None, regexp: a, allow_missing: true}]}}
              header_strict: {prober: http, timeout: 2s, http: {fail_if_header_matches: [{header: X-None, regexp: a}]}}
              several: {prober: http, timeout: 2s, http: {fail_if_header_not_matches: [{header: X-Several, regexp: "^two$"}]}}
              basic: {prober: http, timeout: 2s, http: {basic_auth: {username: u, password: p}}}
              basic_wrong: {prober: http, timeout: 2s, http: {basic_auth: {username: u, password: q}}}
              bearer: {prober: http, timeout: 2s, http: {authorization: {credentials: t0ken}}}
              bearer_old: {prober: http, timeout: 2s, http: {bearer_token: t0ken}}
              post: {prober: http, timeout: 2s, http: {method: POST, body: ping}}
              post_wrong: {prober: http, timeout: 2s, http: {method: POST, body: pong}}
              virtual: {prober: http, timeout: 2s, http: {headers: {Host: www.example}, fail_if_body_not_matches_regexp: ["host www.example$"]}}
              any_host: {prober: http, timeout: 2s, http: {fail_if_body_not_matches_regexp: ["host shop.example$"]}}
              limited: {prober: http, timeout: 2s, http: {body_size_limit: 1KB}}
              unlimited: {prober: http, timeout: 2s, http: {body_size_limit: 1MB}}
              gzip: {prober: http, timeout: 2s, http: {compression: gzip, headers: {Accept-Encoding: gzip}, fail_if_body_not_matches_regexp: ["good"]}}
              tcp: {prober: tcp, timeout: 2s}
              tcp_4: {prober: tcp, timeout: 2s, tcp: {preferred_ip_protocol: ip4}}
              ssh: {prober: tcp, timeout: 2s, tcp: {query_response: [{expect: "^SSH-2.0-"}, {send: "SSH-2.0-check"}]}}
              pop: {prober: tcp, timeout: 2s, tcp: {query_response: [{expect: "^[+]OK"}]}}
              irc: {prober: tcp, timeout: 2s, tcp: {query_response: [{send: "NICK prober"}, {expect: "PING :([^ ]+)", send: "PONG ${1}"}, {expect: "^:[^ ]+ 001"}]}}
              tcp_tls: {prober: tcp, timeout: 2s, tcp: {tls: true, tls_config: {ca_file: AUTHORITY}, query_response: [{expect: "^[+]OK"}]}}
              tcp_tls_untrusted: {prober: tcp, timeout: 2s, tcp: {tls: true}}
              tcp_tls_named: {prober: tcp, timeout: 2s, tcp: {tls: true, tls_config: {ca_file: AUTHORITY, server_name: elsewhere.example}}}
              tcp_tls_12: {prober: tcp, timeout: 2s, tcp: {tls: true, tls_config: {insecure_skip_verify: true, max_version: TLS12}}}
              dns: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A}}
              dns_any: {prober: dns, timeout: 2s, dns: {query_name: a.example}}
              dns_tcp: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, transport_protocol: tcp}}
              dns_soa: {prober: dns, timeout: 2s, dns: {query_name: example, query_type: SOA}}
              dns_no_soa: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: SOA}}
              dns_none: {prober: dns, timeout: 2s, dns: {query_name: nxdomain.example, query_type: A}}
              dns_none_is_right: {prober: dns, timeout: 2s, dns: {query_name: nxdomain.example, query_type: A, valid_rcodes: [NXDOMAIN]}}
              dns_refused: {prober: dns, timeout: 2s, dns: {query_name: refused.example, query_type: A}}
              dns_empty: {prober: dns, timeout: 2s, dns: {query_name: nodata.example, query_type: A}}
              dns_silent: {prober: dns, timeout: 1s, dns: {query_name: silent.example, query_type: A}}
              dns_not: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_answer_rrs: {fail_if_matches_regexp: ["127.0.0.2$"]}}}
              dns_not_other: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_answer_rrs: {fail_if_matches_regexp: ["127.0.0.9$"]}}}
              dns_all: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_answer_rrs: {fail_if_all_match_regexp: ["127"]}}}
              dns_all_not: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_answer_rrs: {fail_if_all_match_regexp: ["127.0.0.2"]}}}
              dns_each: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_answer_rrs: {fail_if_not_matches_regexp: ["\\tIN\\tA\\t127.*"]}}}
              dns_each_not: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_answer_rrs: {fail_if_not_matches_regexp: ["127.0.0.1$"]}}}
              dns_each_of_none: {prober: dns, timeout: 2s, dns: {query_name: nodata.example, query_type: A, validate_answer_rrs: {fail_if_not_matches_regexp: ["127"]}}}
              dns_one: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_answer_rrs: {fail_if_none_matches_regexp: ["127.0.0.1$", "nowhere"]}}}
              dns_one_not: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_answer_rrs: {fail_if_none_matches_regexp: ["nowhere"]}}}
              dns_authority: {prober: dns, timeout: 2s, dns: {query_name: nodata.example, query_type: A, validate_authority_rrs: {fail_if_none_matches_regexp: ["SOA"]}}}
              dns_additional: {prober: dns, timeout: 2s, dns: {query_name: a.example, query_type: A, validate_additional_rrs: {fail_if_none_matches_regexp: ["A"]}}}
              grpc: {prober: grpc, timeout: 2s, grpc: {preferred_ip_protocol: ip6}}
              grpc_known: {prober: grpc, timeout: 2s, grpc: {service: serving, preferred_ip_protocol: ip4}}
              grpc_not: {prober: grpc, timeout: 2s, grpc: {service: not_serving}}
              grpc_unknown: {prober: grpc, timeout: 2s, grpc: {service: not_found}}
              grpc_none: {prober: grpc, timeout: 2s, grpc: {service: unimplemented}}
              grpc_tls: {prober: grpc, timeout: 2s, grpc: {tls: true, tls_config: {ca_file: AUTHORITY}}}
              icmp: {prober: icmp, timeout: 2s}
              icmp_shaped: {prober: icmp, timeout: 2s, icmp: {preferred_ip_protocol: ip4, payload_size: 100, ttl: 9, dont_fragment: true}}
              icmp_only_6: {prober: icmp, timeout: 2s, icmp: {ip_protocol_fallback: false}}
            """;

    private BlackboxCases() {}

    /** Module, target, and what else stands in the query. */
    static List<List<String>> of(BlackboxTargets targets) {
        String http = "http://127.0.0.1:" + targets.http;
        String https = "https://127.0.0.1:" + targets.https;
        List<List<String>> cases = new ArrayList<>();
        for (String path : List.of(
                "/ok", "/nothing", "/status?code=500", "/status?code=204", "/chunked", "/cut", "/big", "/gzip")) {
            cases.add(List.of("http", http + path, ""));
        }
        for (String path : List.of("/redirect", "/redirect-twice", "/loop", "/slow", "/to-tls")) {
            cases.add(List.of("http", http + path, ""));
        }
        add(cases, "http", "127.0.0.1:%d/ok".formatted(targets.http));
        add(cases, "http", "http://localhost:%d/ok".formatted(targets.http));
        add(cases, "http_4", "http://localhost:%d/ok".formatted(targets.http));
        add(cases, "http_only_6", http + "/ok");
        add(cases, "http", "http://[::1");
        add(cases, "http", "http://127.0.0.1:%d/".formatted(targets.closed));
        add(cases, "http", "http://127.0.0.1:%d/".formatted(targets.mute));
        add(cases, "http", "http://127.0.0.1:%d/".formatted(targets.closing));
        for (String module : List.of("no_follow", "expects_302")) {
            add(cases, module, http + "/redirect");
        }
        add(cases, "expects_404", http + "/nothing");
        for (String module : List.of("http", "trusting", "insecure", "http_1", "only_2", "not_ssl", "ssl")) {
            add(cases, module, https + "/ok");
        }
        add(cases, "insecure", "https://127.0.0.1:%d/ok".formatted(targets.https12));
        add(cases, "trusting", http + "/to-tls");
        for (String module : List.of(
                "only_2",
                "only_1",
                "not_ssl",
                "ssl",
                "body_good",
                "body_end",
                "body_not",
                "header",
                "header_not",
                "header_lenient",
                "header_strict")) {
            add(cases, module, http + "/ok");
        }
        add(cases, "several", http + "/several");
        for (String module : List.of("http", "basic", "basic_wrong")) {
            add(cases, module, http + "/auth");
        }
        for (String module : List.of("bearer", "bearer_old")) {
            add(cases, module, http + "/bearer");
        }
        add(cases, "post", http + "/post");
        add(cases, "post_wrong", http + "/post");
        add(cases, "virtual", http + "/host");
        cases.add(List.of("any_host", http + "/host", "&hostname=shop.example"));
        add(cases, "limited", http + "/big");
        add(cases, "unlimited", http + "/big");
        add(cases, "gzip", http + "/gzip");
        for (int port : new int[] {targets.banner, targets.closing, targets.mute, targets.closed}) {
            add(cases, "tcp", "127.0.0.1:" + port);
            add(cases, "ssh", "127.0.0.1:" + port);
        }
        add(cases, "tcp", "localhost:" + targets.banner);
        add(cases, "tcp_4", "localhost:" + targets.banner);
        add(cases, "tcp", "127.0.0.1");
        add(cases, "pop", "127.0.0.1:" + targets.banner);
        add(cases, "irc", "127.0.0.1:" + targets.irc);
        for (String module : List.of("tcp_tls", "tcp_tls_untrusted", "tcp_tls_named", "tcp_tls_12")) {
            add(cases, module, "127.0.0.1:" + targets.tls);
        }
        add(cases, "tcp_tls", "127.0.0.1:" + targets.banner);
        MODULES.lines()
                .map(line -> line.strip().replaceFirst(":.*", ""))
                .filter(module -> module.startsWith("dns"))
                .forEach(module -> add(cases, module, "127.0.0.1:" + targets.names));
        add(cases, "dns", "localhost:" + targets.names);
        add(cases, "dns", "127.0.0.1:" + targets.closed);
        add(cases, "dns_tcp", "127.0.0.1:" + targets.closed);
        add(cases, "dns_tcp", "127.0.0.1:" + targets.mute);
        for (String module : List.of("grpc", "grpc_known", "grpc_not", "grpc_unknown", "grpc_none")) {
            add(cases, module, targets.health.authority());
        }
        add(cases, "grpc", "127.0.0.1:" + targets.closed);
        add(cases, "grpc_tls", targets.healthTls.authority());
        for (String target : List.of("127.0.0.1", "::1", "localhost")) {
            add(cases, "icmp", target);
        }
        add(cases, "icmp_shaped", "127.0.0.1");
        add(cases, "icmp_only_6", "127.0.0.1");
        return cases;
    }

    private static void add(List<List<String>> cases, String module, String target) {
        cases.add(List.of(module, target, ""));
    }
}
