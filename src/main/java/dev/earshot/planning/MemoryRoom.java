package dev.earshot.planning;

import dev.earshot.device.Amounts;
import dev.earshot.device.MemoryFacts;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Memory that a model may take.
 *
 * @param bytes absent where nothing is known of the machine's memory
 * @param why what leaves no more, in words
 */
public record MemoryRoom(Optional<Long> bytes, String why) {
    /**
     * Address space that is taken beside memory: stacks, and what malloc reserves for each thread. Measured on Java with models of three
     * sizes: 450 to 550 MB more than came to be resident, and Java itself still starts threads meanwhile.
     */
    private static final long RESERVED_ADDRESSES = 768L << 20;

    private record Bound(long bytes, String why) {}

    /**
     * The least of what the machine or the container has, of what is available, of the addresses that are left, and of what the user
     * allows; less what the process itself takes.
     *
     * @param available whether what is available now counts: not where it is another process that will load the model
     * @param cap that the user allows
     * @param process bytes that the process takes without a model
     */
    public static MemoryRoom of(MemoryFacts memory, boolean available, Optional<Long> cap, long process) {
        String less = ", less " + Amounts.bytes(process) + " for Earshot itself";
        long toCome = Math.max(0, process - memory.resident().orElse(0L));
        Stream<Bound> bounds = Stream.of(
                        cap.map(most -> new Bound(
                                most - process, "earshot.planning.memory-cap of " + Amounts.bytes(most) + less)),
                        memory.limit()
                                .map(most -> new Bound(
                                        most - process,
                                        "the container's or service's limit of " + Amounts.bytes(most) + less)),
                        memory.total()
                                .map(most -> new Bound(
                                        most - process, "the machine's memory of " + Amounts.bytes(most) + less)),
                        memory.available()
                                .filter(now -> available)
                                .map(now -> new Bound(
                                        now - toCome,
                                        Amounts.bytes(now) + " available now, less " + Amounts.bytes(toCome)
                                                + " that Earshot itself still takes")),
                        memory.addresses()
                                .filter(now -> available)
                                .map(now -> new Bound(
                                        now - RESERVED_ADDRESSES,
                                        "the limit of address space (ulimit -v) leaves " + Amounts.bytes(now)
                                                + ", less " + Amounts.bytes(RESERVED_ADDRESSES)
                                                + " that threads reserve")))
                .flatMap(Optional::stream);
        return bounds.min(Comparator.comparingLong(Bound::bytes))
                .map(least -> new MemoryRoom(Optional.of(Math.max(0, least.bytes())), least.why()))
                .orElse(new MemoryRoom(Optional.empty(), "the machine does not tell its memory"));
    }

    public boolean holds(long needed) {
        return bytes.map(room -> needed <= room).orElse(true);
    }
}
