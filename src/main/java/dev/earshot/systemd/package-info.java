/** Tells systemd when the service is ready, what it is doing, that it gets on, and when it stops. */
package dev.earshot.systemd;
