package io.dialer.agent.probe.net.icmp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A TUN interface: what the kernel routes to it is read here, and what is written here arrives as if from the network.
 * See the kernel's {@code Documentation/networking/tuntap.rst}. It is in the network namespace of the thread that opens it.
 */
@SuppressWarnings("restricted")
public final class TunDevice implements AutoCloseable {
    private static final long TUNSETIFF = 0x4004_54CAL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final int O_RDWR_NONBLOCK = 0x802;
    private static final int LARGEST_PACKET = 65_536;
    private static final short POLLIN = 1;

    private static final MethodHandle OPEN =
            find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = find(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ =
            find("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            find("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL =
            find("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(LARGEST_PACKET);
    private final MemorySegment polled = arena.allocate(8, 4);
    private final int descriptor;

    private TunDevice(int descriptor) {
        this.descriptor = descriptor;
        polled.set(JAVA_INT, 0, descriptor);
        polled.set(JAVA_SHORT, 4, POLLIN);
    }

    /** Makes the interface; it still has to be given an address and set up. */
    public static TunDevice open(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), O_RDWR_NONBLOCK);
            if (descriptor < 0) {
                throw new IOException("/dev/net/tun cannot be opened");
            }
            MemorySegment request = arena.allocate(40, 8);
            request.setString(0, name);
            request.set(JAVA_SHORT, 16, IFF_TUN_NO_PI);
            if ((int) IOCTL.invokeExact(descriptor, TUNSETIFF, request) < 0) {
                LibC.close(descriptor);
                throw new IOException("the interface " + name + " cannot be made");
            }
            return new TunDevice(descriptor);
        } catch (IOException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable fault) {
            throw new AssertionError(fault);
        }
    }

    /** The next packet; empty when none came in time. One thread. */
    byte[] read(int waitMs) {
        try {
            if ((int) POLL.invokeExact(polled, 1L, waitMs) <= 0) {
                return new byte[0];
            }
            long length = (long) READ.invokeExact(descriptor, buffer, (long) LARGEST_PACKET);
            return length <= 0 ? new byte[0] : buffer.asSlice(0, length).toArray(JAVA_BYTE);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable fault) {
            throw new AssertionError(fault);
        }
    }

    /** Any thread. */
    void write(byte[] packet) {
        try (Arena own = Arena.ofConfined()) {
            long written =
                    (long) WRITE.invokeExact(descriptor, own.allocateFrom(JAVA_BYTE, packet), (long) packet.length);
            if (written != packet.length) {
                throw new AssertionError("the interface does not take a packet of " + packet.length + " bytes");
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable fault) {
            throw new AssertionError(fault);
        }
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        arena.close();
    }

    private static MethodHandle find(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker()
                .downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow(name), descriptor, options);
    }
}
