package dev.earshot.live.wyoming;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;

/** Who may connect: all, or the device itself and what is on a list. */
final class Peers {
    private final List<IpSubnetFilterRule> rules;

    /**
     * @param names addresses and networks; none for all
     * @throws IllegalArgumentException if one is neither, in words for whoever wrote it
     */
    Peers(List<String> names) {
        rules = names.stream().map(Peers::rule).toList();
    }

    private static IpSubnetFilterRule rule(String name) {
        String network = name.strip();
        int slash = network.indexOf('/');
        String address = slash < 0 ? network : network.substring(0, slash);
        int bits = NetUtil.isValidIpV4Address(address) ? 32 : 128;
        // A name would be looked up, and mean something else tomorrow.
        if (bits == 32 || NetUtil.isValidIpV6Address(address)) {
            try {
                int prefix = slash < 0 ? bits : Integer.parseInt(network.substring(slash + 1));
                return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
            } catch (IllegalArgumentException e) {
                // Said below.
            }
        }
        throw new IllegalArgumentException(
                "earshot.wyoming.peers: '" + name + "' is neither an address nor a network like 192.168.1.0/24.");
    }

    boolean include(InetSocketAddress peer) {
        return rules.isEmpty()
                || peer.getAddress().isLoopbackAddress()
                || rules.stream().anyMatch(rule -> rule.matches(peer));
    }
}
