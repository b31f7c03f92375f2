package io.dialer.agent.probe.net.http;

/** What is done with a body, and what that takes. */
public enum BodyUse {
    /** Only its size is wanted. */
    SIZE(0),
    /** It is read as a text: a buffer that grows, and the text. */
    TEXT(4),
    /** It is parsed as JSON: small objects take many times their length. */
    JSON(16);

    private final int heapBytesPerByte;

    BodyUse(int heapBytesPerByte) {
        this.heapBytesPerByte = heapBytesPerByte;
    }

    int heapBytesPerByte() {
        return heapBytesPerByte;
    }
}
