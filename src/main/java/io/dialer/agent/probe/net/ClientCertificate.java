package io.dialer.agent.probe.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a probe shows where a server asks for one, and the note whether one did: only that tells a server
 * that wants a certificate from one that shares no cipher. It is shown whatever authorities the server names, because
 * the server's refusal says more than silence. Safe for use by several threads.
 */
final class ClientCertificate extends X509ExtendedKeyManager {
    /** What became of it in one handshake. */
    enum Use {
        NOT_ASKED,
        /** The server asked, and there was none to show. */
        NONE_THERE,
        SHOWN
    }

    private static final String ALIAS = "own";

    private final List<X509Certificate> chain;
    private final @Nullable PrivateKey key;
    private final Map<SSLEngine, Use> uses = Collections.synchronizedMap(new WeakHashMap<>());

    private ClientCertificate(List<X509Certificate> chain, @Nullable PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    static ClientCertificate none() {
        return new ClientCertificate(List.of(), null);
    }

    static ClientCertificate of(List<X509Certificate> chain, PrivateKey key) {
        return new ClientCertificate(chain, key);
    }

    Use useIn(SSLEngine engine) {
        return uses.getOrDefault(engine, Use.NOT_ASKED);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        PrivateKey own = key;
        boolean fits =
                own != null && Arrays.stream(keyTypes).anyMatch(type -> type.equalsIgnoreCase(own.getAlgorithm()));
        uses.merge(engine, fits ? Use.SHOWN : Use.NONE_THERE, (before, now) -> before == Use.SHOWN ? before : now);
        return fits ? ALIAS : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return key == null ? null : chain.toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return key == null ? null : new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return key == null ? null : ALIAS;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
