/** Which model, context and settings a board or a request gets: what fits into memory, what was measured, what there is time for. */
package dev.earshot.planning;
