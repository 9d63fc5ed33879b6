/** Model files: which exist, what they are, whether they are whole; never loads one. */
package dev.earshot.model;
