/** Which model and which settings a board gets: what its models were measured to take, and what follows from it. */
package dev.earshot.planning;
