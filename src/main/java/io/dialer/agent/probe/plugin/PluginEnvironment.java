package io.dialer.agent.probe.plugin;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What plugins see of this process's environment: where programs and their files are, language and time, proxies and
 * authorities. The rest may hold secrets of the agent or of whoever started it. Pure.
 */
final class PluginEnvironment {
    private static final Set<String> NAMES = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TZ",
            "LANG",
            "LANGUAGE",
            "TMPDIR",
            "TEMP",
            "TMP",
            "LD_LIBRARY_PATH",
            "VIRTUAL_ENV",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "MALLOC_ARENA_MAX");

    private PluginEnvironment() {}

    /**
     * Chooses from an environment.
     *
     * @param further names that are wanted besides
     */
    static Map<String, String> of(Map<String, String> own, Collection<String> further) {
        Map<String, String> chosen = new TreeMap<>(own);
        chosen.keySet().removeIf(name -> !isHarmless(name) && !further.contains(name));
        return chosen;
    }

    private static boolean isHarmless(String name) {
        return NAMES.contains(name)
                || name.startsWith("LC_")
                || name.startsWith("PYTHON")
                || name.toLowerCase(Locale.ROOT).endsWith("_proxy");
    }
}
