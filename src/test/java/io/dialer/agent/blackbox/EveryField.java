package io.dialer.agent.blackbox;

/** A file in which every field of the format stands. */
final class EveryField {
    static final String MODULES = """
            modules:
              http:
                prober: http
                timeout: 5s
                http:
                  valid_status_codes: []
                  valid_http_versions: []
                  preferred_ip_protocol: "ip6"
                  ip_protocol_fallback: true
                  skip_resolve_phase_with_proxy: false
                  follow_redirects: true
                  no_follow_redirects: false
                  fail_if_ssl: false
                  fail_if_not_ssl: false
                  method: GET
                  headers: {A: b}
                  http_headers: {B: {values: [c], secrets: [d], files: [e]}}
                  body: ""
                  compression: gzip
                  body_size_limit: 0
                  enable_http2: true
                  enable_http3: false
                  fail_if_body_matches_regexp: [a]
                  fail_if_body_not_matches_regexp: [b]
                  fail_if_body_json_matches_cel: "a"
                  fail_if_body_json_not_matches_cel: "b"
                  fail_if_header_matches: [{header: A, regexp: b, allow_missing: true}]
                  fail_if_header_not_matches: [{header: A, regexp: b}]
                  oauth2:
                    client_id: a
                    client_secret: b
                    scopes: [c]
                    token_url: http://h/
                    endpoint_params: {a: b}
                    tls_config: {insecure_skip_verify: true}
                  proxy_url: http://proxy:3128
                  no_proxy: a,b
                  proxy_from_environment: false
                  proxy_connect_header: {A: [b]}
                  tls_config: {insecure_skip_verify: true, ca_file: a, cert_file: b, key_file: c, server_name: d, min_version: TLS10, max_version: TLS13}
              secret:
                prober: http
                http: {authorization: {type: Bearer, credentials_file: secret}, body_file: secret}
              bearer:
                prober: http
                http: {bearer_token_file: secret}
              tcp:
                prober: tcp
                tcp:
                  preferred_ip_protocol: ip4
                  ip_protocol_fallback: true
                  source_ip_address: 127.0.0.1
                  query_response:
                    - {expect: "^(a)", send: "$1", starttls: false, labels: [{name: x, value: "${1}"}]}
                    - {expect_bytes: "aa"}
                  tls: false
                  tls_config: {}
              icmp:
                prober: icmp
                icmp: {preferred_ip_protocol: ip4, ip_protocol_fallback: true, source_ip_address: 127.0.0.1, payload_size: 1, dont_fragment: true, ttl: 5}
              dns:
                prober: dns
                dns:
                  preferred_ip_protocol: ip4
                  ip_protocol_fallback: true
                  source_ip_address: 127.0.0.1
                  transport_protocol: tcp
                  dns_over_tls: true
                  tls_config: {}
                  query_name: a.example
                  query_type: A
                  query_class: IN
                  recursion_desired: true
                  valid_rcodes: [NOERROR]
                  validate_answer_rrs: {fail_if_matches_regexp: [a], fail_if_all_match_regexp: [a], fail_if_not_matches_regexp: [a], fail_if_none_matches_regexp: [a]}
                  validate_authority_rrs: {}
                  validate_additional_rrs: {}
              grpc:
                prober: grpc
                grpc: {service: a, tls: true, tls_config: {}, preferred_ip_protocol: ip4, ip_protocol_fallback: true, metadata: {a: [b]}}
              newer:
                prober: websocket
                websocket: {anything: {at: all}}
                unix: {more: 1}
            """;

    private EveryField() {}
}
