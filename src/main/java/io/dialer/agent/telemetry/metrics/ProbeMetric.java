package io.dialer.agent.telemetry.metrics;

/** What a result is measured by. Names and meanings of {@code probe_*} are blackbox_exporter's; times are seconds. */
public enum ProbeMetric {
    SUCCESS("probe_success", "Whether the probe succeeded: 1 or 0."),
    DURATION("probe_duration_seconds", "How long the probe took."),
    DNS_LOOKUP_TIME("probe_dns_lookup_time_seconds", "How long the target's name took to resolve."),
    IP_PROTOCOL("probe_ip_protocol", "Whether the target was reached by IPv4 or IPv6: 4 or 6."),
    IP_ADDR_HASH("probe_ip_addr_hash", "FNV-1a hash of the target's address, by which a change of it is seen."),
    HTTP_DURATION("probe_http_duration_seconds", "How long each phase took, over all redirects."),
    HTTP_STATUS_CODE("probe_http_status_code", "Status code of the last answer; 0 where none came."),
    HTTP_CONTENT_LENGTH(
            "probe_http_content_length", "Length of the body as the last answer announced it; -1 where it did not."),
    HTTP_UNCOMPRESSED_BODY_LENGTH("probe_http_uncompressed_body_length", "Length of the body without compression."),
    HTTP_REDIRECTS("probe_http_redirects", "Answers that were redirects."),
    HTTP_SSL("probe_http_ssl", "Whether the last answer came over TLS: 1 or 0."),
    HTTP_VERSION("probe_http_version", "HTTP version of the last answer."),
    HTTP_LAST_MODIFIED("probe_http_last_modified_timestamp_seconds", "The last answer's Last-Modified."),
    FAILED_DUE_TO_REGEX(
            "probe_failed_due_to_regex", "Whether the probe failed because of a regular expression: 1 or 0."),
    EXPECT_INFO("probe_expect_info", "What the target's answer said, by the labels of the module."),
    ICMP_DURATION("probe_icmp_duration_seconds", "How long each phase took."),
    ICMP_REPLY_HOP_LIMIT("probe_icmp_reply_hop_limit", "Hop limit (IPv6) or time to live (IPv4) of the reply."),
    DNS_DURATION("probe_dns_duration_seconds", "How long each phase took."),
    DNS_ANSWER_RRS("probe_dns_answer_rrs", "Records in the answer section."),
    DNS_AUTHORITY_RRS("probe_dns_authority_rrs", "Records in the authority section."),
    DNS_ADDITIONAL_RRS("probe_dns_additional_rrs", "Records in the additional section."),
    DNS_QUERY_SUCCEEDED("probe_dns_query_succeeded", "Whether the server answered, whatever it said: 1 or 0."),
    DNS_SERIAL("probe_dns_serial", "Serial number of the zone, from an answer with an SOA record."),
    GRPC_DURATION("probe_grpc_duration_seconds", "How long each phase took."),
    GRPC_SSL("probe_grpc_ssl", "Whether the answer came over TLS: 1 or 0."),
    GRPC_STATUS_CODE("probe_grpc_status_code", "gRPC's status code; 14 (unavailable) where no answer came."),
    GRPC_HEALTHCHECK_RESPONSE("probe_grpc_healthcheck_response", "What the server says of the service."),
    SSL_EARLIEST_CERT_EXPIRY(
            "probe_ssl_earliest_cert_expiry", "The end of the certificate that ends first, Unix time."),
    SSL_LAST_CHAIN_EXPIRY(
            "probe_ssl_last_chain_expiry_timestamp_seconds",
            "The end of the valid chain that lasts longest, Unix time."),
    SSL_LAST_CHAIN_INFO("probe_ssl_last_chain_info", "The target's own certificate."),
    TLS_VERSION_INFO("probe_tls_version_info", "The TLS version of the connection."),
    TLS_CIPHER_INFO("probe_tls_cipher_info", "The TLS cipher suite of the connection."),

    /** What blackbox_exporter has no name for; of tasks only. */
    TASK_OUTCOME_INFO(
            "dialer_task_outcome_info", "The outcome of the task's last run, and the phase in which it failed."),
    TASK_LAST_RUN("dialer_task_last_run_timestamp_seconds", "When the task's last run began, Unix time."),
    TASK_PHASE("dialer_task_phase_seconds", "How long each phase of the task's last run took."),
    TASK_PING_LOSS("dialer_task_ping_loss_ratio", "Part of the packets that came to no reply, from 0 to 1."),
    TASK_PING_JITTER("dialer_task_ping_jitter_seconds", "How much consecutive round trips differed on average."),
    TASK_TRACEROUTE_HOPS(
            "dialer_task_traceroute_hops", "Hops to the target, or to where the way ended or was given up.");

    private final String prometheusName;
    private final String help;

    ProbeMetric(String prometheusName, String help) {
        this.prometheusName = prometheusName;
        this.help = help;
    }

    public String prometheusName() {
        return prometheusName;
    }

    public String help() {
        return help;
    }
}
