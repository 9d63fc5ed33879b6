/** Speaks Wyoming over TCP, so that Home Assistant and its satellites use this device for speech to text. */
package dev.earshot.live.wyoming;
