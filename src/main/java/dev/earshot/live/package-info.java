/** Speech as it is said: sessions that take samples and tell what they hear; protocols are doors in front of them, each in a package below. */
package dev.earshot.live;
