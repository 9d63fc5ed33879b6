/** Puts the parts of Earshot together and starts them. */
package dev.earshot;
