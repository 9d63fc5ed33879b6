/** Keeps models like a package manager: what is published, what is installed in which version, and which version is in use. */
package dev.earshot.model.store;
