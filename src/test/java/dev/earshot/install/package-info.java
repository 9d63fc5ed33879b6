/** Holds what lies in {@code install} to what it promises: rules, dashboard, containers and manifests, by real parsers and programs. */
package dev.earshot.install;
